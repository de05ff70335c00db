# jcr-probe

test_everything_is_json() {
  run "$BIN/jcr-probe"
  expect_status 0
  expect_empty err
  "$TOOLS/json-check" <out
}

test_every_section_alone_is_json() {
  "$BIN/jcr-probe" --list >list
  [ "$(wc -l <list)" -ge 25 ] || fail "too few sections: $(cat list)"
  while read -r section; do
    run "$BIN/jcr-probe" "$section"
    expect_status 0
    expect_equal "$(value "" out)" 1
    value "/$section" out >/dev/null
  done <list
}

test_sections_come_in_the_order_given_and_once() {
  run "$BIN/jcr-probe" umask cwd umask
  printf '{\n  "umask": "%s",\n  "cwd": "%s"\n}\n' "$(umask)" "$PWD" >wanted
  diff wanted out
}

test_unknown_section() {
  usage_error jcr-probe umask nonsense
  expect_line err "jcr-probe: unknown section 'nonsense', --list names them (try jcr-probe --help)"
}

test_namespaces_are_the_inodes() {
  run "$BIN/jcr-probe" namespaces
  expect_equal "$(value /namespaces out)" "$(ls /proc/self/ns | wc -l)"
  for name in $(ls /proc/self/ns); do
    expect_equal "$(value "/namespaces/$name" out)" "$(stat -L -c %i "/proc/self/ns/$name")"
  done
}

test_mounts_are_all_there() {
  run "$BIN/jcr-probe" mounts
  expect_equal "$(value /mounts out)" "$(wc -l </proc/self/mountinfo)"
  expect_equal "$(value /mounts/0/id out)" "$(head -n 1 /proc/self/mountinfo | cut -d' ' -f1)"
}

test_mounts_with_strange_names() {
  needs_isolation
  mkdir 'a "b" \c'
  isolated sh -c 'mount -t tmpfs -o size=4k "a \"quoted\" source" "$0/a \"b\" \\c"; "$1/jcr-probe" mounts' "$PWD" "$BIN" >out
  last=$(($(value /mounts out) - 1))
  expect_equal "$(value "/mounts/$last/target" out)" "$PWD/a \\\"b\\\" \\\\c"
  expect_equal "$(value "/mounts/$last/source" out)" 'a \"quoted\" source'
  expect_equal "$(value "/mounts/$last/type" out)" tmpfs
}

test_environment_is_escaped() {
  bad=$(printf 'a\377b')
  line='q"\ ä
x'
  run env -i LINE="$line" BAD="$bad" "=odd" "$BIN/jcr-probe" environment
  expect_equal "$(value /environment/LINE out)" 'q\"\\ ä\nx'
  expect_equal "$(value /environment/BAD out)" 'a\ufffdb'
}

test_fds_show_what_is_inherited() {
  exec 9<"$TREE/etc/passwd"
  run "$BIN/jcr-probe" fds
  exec 9<&-
  "$TOOLS/json-check" <out
  expect_match out " *\{\"fd\": 9, \"target\": \"$TREE/etc/passwd\", \"closeOnExec\": false\},?"
  run "$BIN/jcr-probe" fds
  ! grep -q '"fd": 9,' out
}

test_privileges_are_the_kernels() {
  run "$BIN/jcr-probe" capabilities noNewPrivileges seccomp
  for pair in effective:CapEff permitted:CapPrm inheritable:CapInh bounding:CapBnd ambient:CapAmb; do
    field=$(sed -n "s/^${pair#*:}:[[:space:]]*//p" /proc/self/status)
    expect_equal "$(value "/capabilities/${pair%:*}/hex" out)" "$field"
  done
  run setpriv --no-new-privs --bounding-set -all,+chown,+checkpoint_restore "$BIN/jcr-probe" noNewPrivileges capabilities
  is_root || run setpriv --no-new-privs "$BIN/jcr-probe" noNewPrivileges
  expect_equal "$(value /noNewPrivileges out)" true
  ! is_root || expect_match out ' *"bounding": \{"hex": "0000010000000001", "names": \["CAP_CHOWN", "CAP_CHECKPOINT_RESTORE"\]\},'
}

test_limits() {
  run sh -c 'ulimit -n 321; ulimit -S -n 123; ulimit -c 0; exec "$0" limits' "$BIN/jcr-probe"
  expect_equal "$(value /limits/RLIMIT_NOFILE/soft out)" 123
  expect_equal "$(value /limits/RLIMIT_NOFILE/hard out)" 321
  expect_equal "$(value /limits/RLIMIT_CORE/hard out)" 0
  expect_equal "$(value /limits out)" 16
}

test_ids() {
  run "$BIN/jcr-probe" ids
  expect_equal "$(value /ids/uid/effective out)" "$(id -u)"
  expect_equal "$(value /ids/gid/filesystem out)" "$(id -g)"
  is_root || return 0
  chmod 0755 .
  cp "$BIN/jcr-probe" probe
  run setpriv --reuid 7 --regid 8 --groups 9,10 ./probe ids
  expect_equal "$(value /ids/uid/saved out)" 7
  expect_equal "$(value /ids/gid/real out)" 8
  expect_equal "$(value /ids/groups/1 out)" 10
}

test_process_and_processes() {
  run "$BIN/jcr-probe" process processes
  expect_equal "$(value /process/ppid out)" $$
  expect_match out " *\{\"pid\": $(value /process/pid out), \"ppid\": $$, \"state\": \"R\", \"comm\": \"jcr-probe\"\},?"
}

test_comm_with_parentheses() {
  cp "$(command -v sleep)" ') ("x'
  './) ("x' 20 &
  pid=$!
  eventually has_line /proc/$pid/comm '\) \("x'
  run "$BIN/jcr-probe" processes
  kill $pid
  "$TOOLS/json-check" <out
  expect_match out " *\{\"pid\": $pid, \"ppid\": $$, \"state\": \"[A-Z]\", \"comm\": \"\) \(\\\\\"x\"\},?"
}

test_signals() {
  run sh -c 'trap "" USR1; exec "$0" signals' "$BIN/jcr-probe"
  grep -A3 '"ignored"' out | grep -q SIGUSR1
}

test_network() {
  needs_isolation
  run isolated unshare --net "$BIN/jcr-probe" interfaces routes
  expect_equal "$(value /interfaces/0/name out)" lo
  expect_equal "$(value /interfaces/0/mtu out)" 65536
  expect_equal "$(value /interfaces/0/flags/0 out)" LOOPBACK
  expect_equal "$(value /interfaces/0/addresses out)" 0
  expect_equal "$(value /routes out)" 0
}

test_network_with_addresses() {
  needs_isolation
  run isolated unshare --net "$TREE/bin/busybox" sh -c '
    ip link set lo up && ip addr add 10.1.2.3/20 dev lo label lo:1 && ip route add 10.9.0.0/16 via 10.1.2.3 metric 5
    exec "$0" interfaces routes' "$BIN/jcr-probe"
  expect_match out ' *\{"name": "lo", "index": 1, "flags": \["UP", "LOOPBACK", "RUNNING"\], "mtu": 65536, "mac": "00:00:00:00:00:00", .*'
  expect_match out '.*"addresses": \[\{"family": "inet", "address": "127.0.0.1", "prefix": 8\}, \{"family": "inet", "address": "10.1.2.3", "prefix": 20\}.*'
  expect_line out '    {"destination": "10.9.0.0/16", "gateway": "10.1.2.3", "interface": "lo", "metric": 5}'
}

test_terminal() {
  run "$BIN/jcr-probe" terminal
  expect_equal "$(value /terminal/stdin/isTerminal out)" false
  needs_terminal
  script -qec "stty rows 33 cols 77; '$BIN/jcr-probe' terminal >out" /dev/null >/dev/null
  expect_match out ' *"stdin": \{"isTerminal": true, "name": "/dev/pts/[0-9]+"\},'
  expect_equal "$(value /terminal/rows out)" 33
  expect_equal "$(value /terminal/columns out)" 77
}

test_masked_and_readonly_paths() {
  needs_isolation
  run isolated sh -c '
    mount --make-rprivate / && mount --bind /dev/null /proc/interrupts && mount -t tmpfs -o ro tmpfs /proc/fs
    mount -t tmpfs -o size=4k tmpfs /proc/irq || exit 1
    exec "$0" maskedPaths readonlyPaths' "$BIN/jcr-probe"
  expect_status 0
  expect_match out ' *\{"path": "/proc/interrupts", "exposed": false, "state": "null"\},'
  expect_match out ' *\{"path": "/proc/fs", "writable": false, "state": "EROFS"\},'
  expect_match out ' *\{"path": "/proc/irq", "writable": true, "state": "writable"\},'
}

test_syscalls_name_their_errno() {
  run "$BIN/jcr-probe" syscalls
  expect_equal "$(value /syscalls/unknown out)" ENOSYS
  expect_equal "$(value /syscalls/setns out)" EBADF
  needs_isolation
  run isolated "$BIN/jcr-probe" syscalls
  expect_equal "$(value '/syscalls/unshare(CLONE_NEWNS)' out)" ok
}

test_devices() {
  needs_isolation
  mkdir dev
  isolated sh -c '
    mount --make-rprivate / && touch dev/zero && mount --bind /dev/zero dev/zero && mkdir dev/pts &&
    ln -s pts/ptmx dev/ptmx && touch dev/file && mount --rbind dev /dev && exec "$0" devices' "$BIN/jcr-probe" >out
  expect_equal "$(value /devices out)" 2
  expect_line out '    {"path": "/dev/ptmx", "type": "link", "target": "pts/ptmx"},'
  expect_match out ' *\{"path": "/dev/zero", "type": "char", "major": 1, "minor": 5, "mode": "0[0-7]{3}", "uid": [0-9]+, "gid": [0-9]+\}'
}

test_names() {
  needs_isolation
  printf '# none\nnameserver 10.88.0.1\nnameserver ::1\nsearch a.example  b.example\n' >resolv.conf
  printf '127.0.0.1\tlocalhost\n\n#x\n10.88.0.2 box box.example # mine\n' >hosts
  isolated sh -c '
    mount --make-rprivate / && mount --bind resolv.conf /etc/resolv.conf && mount --bind hosts /etc/hosts &&
    exec "$0" resolvConf hosts' "$BIN/jcr-probe" >out
  expect_line out '    "nameservers": ["10.88.0.1", "::1"],'
  expect_line out '    "search": ["a.example", "b.example"],'
  expect_line out '    {"address": "127.0.0.1", "names": ["localhost"]},'
  expect_line out '    {"address": "10.88.0.2", "names": ["box", "box.example"]}'
}

test_cgroup() {
  run "$BIN/jcr-probe" cgroup
  expect_equal "$(value /cgroup out)" "$(wc -l </proc/self/cgroup)"
  index=0
  while IFS=: read -r hierarchy controllers path; do
    expect_equal "$(value /cgroup/$index/hierarchy out)" "$hierarchy"
    expect_equal "$(value /cgroup/$index/path out)" "$path"
    directory=$(value /cgroup/$index/directory out)
    case $controllers in memory) file=memory.limit_in_bytes ;; cpu*) file=cpu.cfs_period_us ;; *) file=none ;; esac
    ! [ -f "$directory/$file" ] || expect_equal "$(value /cgroup/$index/values/$file out)" "$(cat "$directory/$file")"
    index=$((index + 1))
  done </proc/self/cgroup
}
