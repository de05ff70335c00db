# Words for the tests. A test fails when one of these, or any command (set -e), fails.
SKIPPED=77

# skip REASON: a reason that lies in the machine, not in how the tests were started, begins with "machine:"
skip() {
  echo "$1"
  exit $SKIPPED
}

fail() {
  echo "$1"
  exit 1
}

# At the end of a test, however it went.
end_jobs() {
  for job in $(jobs -p); do kill -KILL "$job" 2>/dev/null || true; done
}

# run COMMAND...: leaves its output in the files out and err, its exit status in $status
run() {
  status=0
  "$@" >out 2>err || status=$?
}

expect_status() {
  [ "$status" = "$1" ] || fail "exit status $status instead of $1; stderr: $(cat err)"
}

# expect_line FILE LINE: the file has this line
expect_line() {
  grep -qxF -e "$2" "$1" || fail "no line '$2' in: $(cat "$1")"
}

# expect_match FILE PATTERN: a line of the file matches this extended regular expression as a whole
expect_match() {
  grep -qxE -e "$2" "$1" || fail "no line like '$2' in: $(cat "$1")"
}

expect_equal() {
  [ "$1" = "$2" ] || fail "got '$1' instead of '$2'"
}

expect_empty() {
  [ ! -s "$1" ] || fail "$1 is not empty: $(cat "$1")"
}

# usage_error PROGRAM ARGUMENT...: a wrong command line: exit 2, one sentence on stderr, nothing on stdout
usage_error() {
  program=$1
  shift
  run "$BIN/$program" "$@"
  expect_status 2
  expect_empty out
  expect_equal "$(wc -l <err)" 1
  expect_match err "$program: .* \\(try $program --help\\)"
}

# eventually COMMAND...: waits up to 10 s until the command succeeds
eventually() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ $tries -lt 500 ] || fail "waited in vain for: $*"
    sleep 0.02
  done
}

has_line() {
  grep -qxE -e "$2" "$1" 2>/dev/null
}

is_gone() {
  ! [ -d "/proc/$1" ]
}

# state_of PID: R, S, T, Z ... or nothing when it is gone
state_of() {
  sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null || true
}

parent_of() {
  sed -n 's/^PPid:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null || true
}

# value POINTER FILE: a value of a JSON file
value() {
  "$TOOLS/json-check" "$1" <"$2"
}

is_root() {
  [ "$(id -u)" = 0 ]
}

# isolated COMMAND...: in mount, PID and UTS namespaces of its own, with all rights there
isolated() {
  if is_root; then
    unshare --mount --pid --fork --mount-proc --uts "$@"
  else
    unshare --user --map-root-user --mount --pid --fork --mount-proc --uts "$@"
  fi
}

needs_isolation() {
  isolated true 2>/dev/null && return
  ! is_root || skip "machine: root may not make namespaces here"
  skip "not root, and no right to make namespaces"
}

needs_terminal() {
  command -v script >/dev/null || skip "machine: script(1) is missing"
}
