#!/bin/bash
# What 100 plugins cost a run that needs none of them: runs with and without them in turns.
#
#   [JAVA_HOME=DIR] unrelated-plugins.sh [JCR_HOME [RUNS [PLUGINS [LIBRARIES]]]]      as root
#
# With LIBRARIES each plugin has a folder of its own, with that many jars in its lib.
# Prints for both the median and the least of the time by the clock, and of the processor time of all of jcr's processes, which also
# says something on a busy machine.
set -euo pipefail
here=$(cd "${0%/*}" && pwd)
home=${1:-$here/../../../target/jcr}
runs=${2:-100}
plugins=${3:-100}
libraries=${4:-0}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 0755 "$work"

mkdir "$work/none"
"$java" "$here/../../build/java/UnrelatedPlugins.java" "$(echo "$home"/lib/*.jar | tr ' ' :)" "$work/many" "$plugins" "$libraries"

TIMEFORMAT='%3R %3U %3S'
one() { # FOLDER: the three times of a run, in seconds
  { time "$home/bin/jcr" run --root "$work/root" --plugin-dir "$1" --net=none -- /bin/true >/dev/null; } 2>>"$1.times"
}
for folder in none many; do # the index is made, and everything is in memory
  one "$work/$folder"
  rm "$work/$folder.times"
done
for ((run = 0; run < runs; run++)); do
  if ((run % 2)); then one "$work/none"; one "$work/many"; else one "$work/many"; one "$work/none"; fi
done
for folder in none many; do
  sort -n "$work/$folder.times" | awk '{ printf "%d ", $1 * 1000 }' >"$work/wall"
  awk '{ printf "%d\n", ($2 + $3) * 1000 }' "$work/$folder.times" | sort -n | tr '\n' ' ' >"$work/cpu"
  for kind in wall cpu; do
    awk -v what="$folder $kind" '{ printf "%-10s median %4d ms, least %4d ms (%d runs)\n", what, $int((NF + 1) / 2), $1, NF }' "$work/$kind"
  done
done
