# shellcheck shell=sh
# Sourced by the guests' scripts: a resident planner for the jcr in $jcr. The start of a Java takes seconds where a
# processor is emulated, and -Xint is quicker there than the compilers.
JCR_JAVA_OPTS=-Xint "$jcr" daemon --idle-timeout=0 >/tmp/planner.out 2>&1 &
planner=$!
until [ -S /run/jcr/planner.sock ]; do
  kill -0 $planner || exit 1
  sleep 0.2
done
