# What ./jcr and ./check share: find a JDK, install what is missing, build. Sourced; $top is the source directory.
# shellcheck shell=sh disable=SC2154

say() { echo "jcr: $*" >&2; }

fail() {
  say "$*"
  exit 125
}

# The feature version of the JDK in $1, or nothing; a JDK without jlink or javac is none. No process is started.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -r "$1/release" ] || return 0
  while read -r line; do
    case $line in
      JAVA_VERSION=\"*)
        version=${line#*\"}
        version=${version%%[!0-9]*}
        echo "$version"
        ;;
    esac
  done <"$1/release"
}

# Sets JAVA_HOME to a JDK of version 25 or later, whatever the default one is.
find_jdk() {
  on_path=$(readlink -f "$(command -v javac)" 2>/dev/null || true)
  for candidate in "${JAVA_HOME-}" "${on_path%/bin/javac}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk*; do
    version=$(jdk_version "$candidate")
    if [ "${version:-0}" -ge 25 ]; then
      export JAVA_HOME="$candidate"
      return 0
    fi
  done
  return 1
}

need_jdk() {
  find_jdk && return 0
  package=$(first_offered openjdk-25-jdk-headless temurin-25-jdk)
  if [ -n "$package" ] && [ "$(id -u)" = 0 ]; then
    install_packages "$package"
    find_jdk && return 0
  fi
  [ -z "$package" ] || fail "a JDK of version 25 or later is missing: apt-get install $package, or set JAVA_HOME to one"
  fail "a JDK of version 25 or later is missing: apt-get install openjdk-25-jdk-headless (Debian 13, Ubuntu 24.04) or" \
    "temurin-25-jdk (Adoptium's packages, for Debian 12 too), or set JAVA_HOME to one"
}

# A new machine has no package lists yet.
first_offered() {
  command -v apt-cache >/dev/null || return 0
  for attempt in as-it-is updated; do
    for package in "$@"; do
      if apt-cache show "$package" >/dev/null 2>&1; then
        echo "$package"
        return 0
      fi
    done
    [ "$attempt" = as-it-is ] && [ "$(id -u)" = 0 ] && apt-get update >"$top/target/setup.log" 2>&1
  done
  return 0
}

install_packages() {
  say "installing $* (apt-get)"
  log=$top/target/setup.log
  export DEBIAN_FRONTEND=noninteractive
  if ! apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 </dev/null; then
    { apt-get update && apt-get install -y --no-install-recommends "$@"; } >>"$log" 2>&1 </dev/null || {
      tail -n 5 "$log" >&2
      fail "apt-get install $* failed, see $log"
    }
  fi
}

# need_packages PACKAGE=PATH…: PACKAGE is missing when none of the paths exists (PATH may be A|B; no slash: a command).
need_packages() {
  missing=
  for pair in "$@"; do
    is_there "${pair#*=}" || missing="$missing ${pair%%=*}"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086 # a list of names
    install_packages $missing
  else
    fail "missing:$missing (as root: apt-get install$missing)"
  fi
}

is_there() {
  old_ifs=$IFS
  IFS='|'
  for place in $1; do
    IFS=$old_ifs
    case $place in
      */*) [ -e "$place" ] && return 0 ;;
      *) command -v "$place" >/dev/null && return 0 ;;
    esac
  done
  IFS=$old_ifs
  return 1
}

set_up_build() {
  need_packages maven=mvn make=make gcc=gcc libc6-dev=/usr/include/stdio.h linux-libc-dev=/usr/include/linux/sched.h \
    musl-tools=musl-gcc binutils=readelf busybox-static="$(static_busybox)"
  need_jdk
}

# A dynamic busybox is none.
static_busybox() {
  for busybox in /bin/busybox /usr/bin/busybox; do
    if [ -e "$busybox" ] && ! { ldd "$busybox" 2>/dev/null | grep -q '=>'; }; then
      echo "$busybox"
      return
    fi
  done
  echo /missing/busybox
}

# One build at a time: the others wait, and then find that all is there.
lock_build() {
  if ! mkdir -p "$top/target" 2>/dev/null || ! [ -w "$top/target" ]; then
    fail "$top/target is not writable: who built as root goes on as root, or removes it"
  fi
  exec 9>"$top/target/lock"
  flock -n 9 || {
    say "waiting for another build to end"
    flock 9
  }
}

unlock_build() { exec 9>&-; }

# Maven with its own warnings about Java silenced, and away from the user's Java options.
run_maven() {
  (
    unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS
    # Java takes names of files as the locale says, and a bare machine has no locale.
    export LC_ALL=C.UTF-8
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}"
    cd "$top" && exec mvn -B -Dstyle.color=never "$@" </dev/null
  )
}

# Maven's flood goes to the file $1; what a person wants to see of it goes to stderr.
build() {
  log=$1
  shift
  rm -f "$log.status"
  {
    run_maven "$@" 2>&1 && echo 0 >"$log.status" || echo $? >"$log.status"
  } | tee "$log" | progress >&2
  [ "$(cat "$log.status")" = 0 ]
}

progress() {
  sed -un \
    -e 's/^\[INFO\] Building jcr \([a-z][a-z ]*\) [0-9].*\(\[[0-9]*\/[0-9]*\]\)$/jcr: building \2 \1/p' \
    -e 's/^\[INFO\] Downloading from [^ ]* .*\/\(.*\.jar\)$/jcr: fetching \1/p' \
    -e 's/^\[INFO\] Running \(.*\)$/jcr: testing \1/p' \
    -e '/^  CC /d' -e 's/^  \([A-Z]\{2,\} .*\)$/jcr:   \1/p'
}

# The compiler's and Maven's words about what is wrong, without the advice on Maven.
show_failure() {
  sed -e 's/\x1b\[[0-9;]*m//g' -e 's/ -> \[Help 1\]$//' "$1" |
    grep -E '^\[(ERROR|WARNING)\] [^ ]+\.java:|^\[ERROR\]|error:|Error:|\*\*\*' |
    grep -vE '^\[ERROR\] *($|Re-run Maven|To see the full|For more information|\[Help|After correcting|mvn <args>)' |
    awk '!seen[$0]++' | head -n 30 >&2
}
