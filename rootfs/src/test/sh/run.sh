#!/bin/sh
# run.sh SUITE...: runs every function test_* of the suites in a shell and a directory of its own, and says how it went.
# Environment: BIN (programs), TREE (root file system), TOOLS (json-check), MAKE_TREE (make that built it), VARIANT (a word for the report).
set -u

here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/jcr-rootfs-check.XXXXXX")
chmod 0755 "$scratch"
trap 'rm -rf --one-file-system "$scratch"' EXIT
trap 'exit 130' INT TERM
passed=0 failed=0 skipped=0

run_test() {
  mkdir "$scratch/$1.d"
  (cd "$scratch/$1.d" && LIB=$here/lib.sh SUITE=$2 timeout -k 5 60 sh -eu -c '
    . "$LIB"; trap end_jobs EXIT; trap "exit 1" TERM; . "$SUITE"; "$0"' "$1") >"$scratch/out" 2>&1 </dev/null
}

. "$here/lib.sh"

for suite; do
  suite=$here/${suite}_test.sh
  for name in $(sed -n 's/^\(test_[a-z0-9_]*\)() {$/\1/p' "$suite"); do
    run_test "$name" "$suite"
    case $? in
    0)
      passed=$((passed + 1))
      echo "ok $VARIANT $name"
      ;;
    "$SKIPPED")
      skipped=$((skipped + 1))
      echo "SKIP $(tail -n 1 "$scratch/out") ($VARIANT $name)"
      ;;
    *)
      failed=$((failed + 1))
      echo "not ok $VARIANT $name"
      sed 's/^/     /' "$scratch/out"
      ;;
    esac
    rm -rf --one-file-system "$scratch/$name.d"
  done
done

echo "$VARIANT: $passed passed, $failed failed, $skipped skipped"
[ $((passed + failed)) -gt 0 ] && [ $failed -eq 0 ]
