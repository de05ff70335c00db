#!/bin/sh
# Runs in the guest of CgroupV2GuestIT, with the built jcr in $1: the limit tests on unified cgroup v2. It asserts
# nothing; it prints what it saw as lines "NAME: TEXT", a line of output or an answer each.
jcr=$1/bin/jcr
top=/sys/fs/cgroup

say() { sed "s/^/$1: /"; }
state() { echo "$1: $(cat "$top/$1" 2>&1)"; }

# run NAME COMMAND…: its standard output, standard error and exit status.
run() {
  name=$1
  shift
  "$@" >"/tmp/$name.out" 2>"/tmp/$name.err" </dev/null
  finish "$name" $?
}

finish() {
  echo "$1.status: $2"
  tail -n 30 "/tmp/$1.out" | say "$1.out"
  say "$1.err" <"/tmp/$1.err"
}

# await FILE TEXT: until the file has that line; at most two minutes.
await() {
  tries=0
  until grep -q "^$2" "$1" || [ $tries -gt 600 ]; do
    tries=$((tries + 1))
    sleep 0.2
  done
}

is_alive() { [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status"; }

state cgroup.controllers
state cgroup.subtree_control

. "${0%/*}/planner.sh"
trap '' PIPE # a container that did not start is told as the others are

# One container with every limit: what it sees, what the host sees, and what is left when it ends.
mkfifo /tmp/go
"$jcr" run --net=none --name all --trace=/tmp/all.trace --limit=memory:64M --limit=cpu:0.5 --limit=pids:20 \
  --limit=cpuset:0 -- sh -c '
    cd /sys/fs/cgroup
    for file in memory.max memory.swap.max memory.oom.group cpu.max pids.max cpuset.cpus cpuset.cpus.effective; do
      echo "$file: $(cat $file)"
    done
    echo "cgroup: $(cat /proc/self/cgroup)"
    echo "mount: $(grep " /sys/fs/cgroup " /proc/self/mountinfo)"
    echo "write: $( (echo max >memory.max) 2>&1)"
    echo "groups: $(find . -type d)"
    forkbomb
    cpuhog --seconds 4
    # A guest that gets little of the host does not use up its quota in each period.
    for i in $(seq 30); do
      [ "$(sed -n "s/^nr_throttled //p" cpu.stat)" -ge 10 ] && break
      cpuhog --seconds 1 >/dev/null
    done
    grep nr_throttled cpu.stat
    sleep 1000 & sleep 1000 &
    echo ready
    read -r line
    exit 7' </tmp/go >/tmp/all.out 2>/tmp/all.err &
supervisor=$!
exec 3>/tmp/go
await /tmp/all.out ready
group=jcr/all
for file in memory.max memory.swap.max memory.oom.group cpu.max pids.max pids.current cpuset.cpus cgroup.type; do
  state $group/$file
done

sed 's/^/all.cgroup.of.member: /' $(sed 's|.*|/proc/&/cgroup|' $top/$group/cgroup.procs)
say all.cgroup.of.supervisor </proc/$supervisor/cgroup
grep -o 'CLONE_INTO_CGROUP, cgroup="[^"]*"' /tmp/all.trace | say all.clone
grep -c 'cgroup.procs' /tmp/all.trace | say all.writes.to.procs
# Someone whom no namespace of the container holds, so that only cgroup.kill reaches it.
setsid sleep 1000 &
stranger=$!
echo $stranger >$top/$group/cgroup.procs
say stranger.before </proc/$stranger/cgroup
echo bye >&3
exec 3>&-
wait $supervisor
finish all $?
is_alive $stranger && echo "stranger.after: alive" || echo "stranger.after: dead"
find $top/jcr* 2>/dev/null | say all.left

run memory "$jcr" run --net=none --name hog --limiter=cgroup-v2 --limit=memory:100M -- \
  sh -c 'sleep 1000 & memhog 400M --step 256K; echo survived'

# The writable layer is on the disk that the distribution is on, elsewhere in the guest there is only memory.
JCR_ROOT=$1/state run io "$jcr" run --net=none --limit=io:read=8M,write=2M,wiops=1000 -- sh -c '
  now() { read -r seconds rest </proc/uptime; echo "$1: $seconds"; }
  cat /sys/fs/cgroup/io.max
  now start
  dd if=/dev/zero of=/root/file bs=256k count=16 oflag=direct
  now direct'
run memory.io "$jcr" run --net=none --limit=io:write=2M -- true

run v1 "$jcr" run --net=none --limiter=cgroup-v1 --limit=memory:100M -- true

# Whoever lives in a cgroup keeps it from handing controllers down.
mkdir $top/busy
sleep 1000 &
lodger=$!
echo $lodger >$top/busy/cgroup.procs
run busy "$jcr" run --net=none --limiter=cgroup-v2:parent=/busy --limit=memory:100M -- true
is_alive $lodger && echo "lodger: alive" || echo "lodger: dead"
kill $lodger
wait $lodger
rmdir $top/busy || find $top/busy -type d | say busy.left

# A cgroup below another parent.
run parent "$jcr" run -d --name parent --net=none --cgroup-parent=/ci/jobs --limit=memory:64M -- sleep 1000
cat $top/ci/jobs/*/memory.max 2>&1 | say parent.memory.max
run parent.rm "$jcr" rm -f parent
find $top/ci 2>/dev/null | say parent.left

# The supervisor is killed: the container dies with it, and gc finds its cgroup.
"$jcr" run --net=none --name orphan -- sh -c 'setsid sleep 1000 & echo ready; sleep 1000' >/tmp/orphan.out 2>&1 &
supervisor=$!
await /tmp/orphan.out ready
kill -9 $supervisor
wait $supervisor
find $top/jcr -type d 2>/dev/null | say orphan.before
run gc "$jcr" gc
find $top/jcr* 2>/dev/null | say orphan.left

# The clock jumps: ahead while a container runs, and far back while somebody waits for its end.
run clock "$jcr" run -d --net=none --name clock -- sh -c 'trap "" TERM; echo started; while :; do sleep 1; done'
date -s "@$(($(date +%s) + 3700))" >/dev/null
run clock.ahead "$jcr" ps
"$jcr" stop -t 3 clock >/tmp/clock.stop.out 2>/tmp/clock.stop.err &
stopper=$!
sleep 1
date -s "@$(($(date +%s) - 7200))" >/dev/null
wait $stopper
finish clock.stop $?
run clock.wait "$jcr" wait clock
run clock.back "$jcr" ps -a
run clock.start "$jcr" start clock
run clock.logs "$jcr" logs clock
run clock.rm "$jcr" rm -f clock
run clock.gc "$jcr" gc
date -s "@$(($(date +%s) + 3500))" >/dev/null

# The scenes of the demo that look different here: the kernel kills all of a container, and lets nobody out of a
# cgroup namespace.
run demo "$jcr" demo --format=tap --scene=memory --scene=cgroup-namespace

echo "end: reached"
