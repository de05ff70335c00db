#!/bin/sh
# Runs in the guest of CombinationsV2GuestIT, with the built jcr in $1: a container for each line of matrix.cells, on
# unified cgroup v2. It asserts nothing; it prints what it saw as lines "CELL.WHAT: TEXT".
jcr=$1/bin/jcr
rootfs=$1/rootfs
groups=/sys/fs/cgroup/jcr
. "${0%/*}/planner.sh"

say() { sed "s/^/$1: /"; }

# await FILE TEXT: until the file has that line; at most two minutes.
await() {
  tries=0
  until grep -q "^$2" "$1" || [ $tries -gt 600 ]; do
    tries=$((tries + 1))
    sleep 0.2
  done
}

# namespaces PID: one a line, in the order of the alphabet.
namespaces() { ls -l "/proc/$1/ns" | sed -n 's/.*-> //p'; }

# address CONTAINER: as jcr knows it.
address() { sed -n 's/.*"address" *: *"\([0-9.]*\).*/\1/p' "/run/jcr/containers/$1/state.json"; }

# What the container sees of itself. The pipes' other ends are processes too, so ps writes to a file.
look='
  ps -o pid,comm >/tmp/ps
  sed -n "s/^ *\([0-9]\)/process \1/p" /tmp/ps
  ls -l /proc/self/ns | sed -n "s/.*-> /namespace /p"
  echo "hostname $(hostname)"
  echo "ids" $(id -u) $(cat /proc/self/uid_map)
  sed -n "s/^[^ ]* [^ ]* [^ ]* [^ ]* \/ \([^ ]*\).* - \([^ ]*\) .*/root \2 \1/p" /proc/self/mountinfo
  ip -o -4 addr | sed -n "s/^[0-9]*: \([^ ]*\) *inet \([0-9.]*\).*/address \1 \2/p"
  (cd /sys/fs/cgroup && cat memory.max cpu.max pids.max cpuset.cpus) | sed "s/^/limit /"
  test -c /dev/null && echo "device"
  echo new >/tmp/cell
  echo end
  read -r line
  exit 7'

# watch CELL: what the host sees of a container that runs.
watch() {
  pid=$(cat $groups/$1/cgroup.procs)
  namespaces "$pid" | say "$1.namespace"
  readlink "/proc/$pid/root" | say "$1.root"
  sed -n 's/^Uid:\t\([0-9]*\).*/\1/p;s/^NSpid:\t[0-9]*\t/pid /p' "/proc/$pid/status" | say "$1.process"
  (cd $groups/$1 && cat memory.max cpu.max pids.max cpuset.cpus) | say "$1.limit"
  stat -c %u "$rootfs/tmp/cell" 2>/dev/null | say "$1.below"
  stat -c %u "/var/lib/jcr/containers/$1/upper/tmp/cell" 2>/dev/null | say "$1.above"
}

mkdir -p /run/netns
touch /run/netns/blue
unshare --net=/run/netns/blue ip addr add 10.99.0.1/32 dev lo
"$jcr" run --net=veth --name peer -- sh -c 'echo ready; sleep 1000' >/tmp/peer.out 2>&1 &
peer=$!
await /tmp/peer.out ready
namespaces self | say host.namespace
stat -Lc 'net:[%i]' /run/netns/blue | say blue.namespace
namespaces "$(head -n 1 $groups/peer/cgroup.procs)" | say peer.namespace
address peer | say peer.address

mkfifo /tmp/go
while read -r cell options; do
  # shellcheck disable=SC2086 # several options
  "$jcr" run $options --hostname box --name "$cell" --limit=memory:48M --limit=cpu:0.9 --limit=pids:64 \
    --limit=cpuset:0 -- sh -c "$look" </tmp/go >/tmp/out 2>/tmp/err &
  supervisor=$!
  exec 3>/tmp/go
  await /tmp/out end
  watch "$cell"
  case $options in
    *--net=veth*)
      address "$cell" | say "$cell.address"
      ping -c 1 -W 20 "$(address "$cell")" | grep -c ' 0% packet loss' | say "$cell.reached"
      ;;
  esac
  echo bye >&3
  exec 3>&-
  wait $supervisor
  echo "$cell.status: $?"
  say "$cell.inside" </tmp/out
  say "$cell.error" </tmp/err
  rm -f "$rootfs/tmp/cell" "$rootfs/tmp/ps"
  find $groups/$cell /run/jcr/containers/$cell /var/lib/jcr/containers/$cell 2>/dev/null | say "$cell.left"
done <"${0%/*}/matrix.cells"
kill $peer
wait $peer
find $groups /run/jcr/containers /run/jcr/leases /var/lib/jcr/containers -mindepth 1 2>/dev/null | say left
ls /sys/class/net | say link
echo "end: reached"
