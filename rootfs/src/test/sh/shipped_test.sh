# What only the programs as they are shipped can do: a sanitizer needs address space, libraries and /proc.

test_memhog_says_when_there_is_no_more() {
  run sh -c 'ulimit -v 20000; exec "$0" 100M' "$BIN/memhog"
  expect_status 1
  expect_match err "memhog: no more memory after 1[0-9]\.0 MiB: mmap: ENOMEM: .*"
  expect_match out "touched 1[0-9]+ bytes \(1[0-9]\.0 MiB\)"
}

test_without_proc() {
  needs_isolation
  mkdir -p bare
  cp "$BIN/jcr-probe" bare/
  run isolated chroot bare /jcr-probe
  expect_status 0
  expect_equal "$(value /namespaces out)" null
  expect_equal "$(value /mounts out)" null
  expect_equal "$(value /root/entries/0 out)" jcr-probe
}

test_boot_mark_prints_the_clock() {
  before=$(cut -d' ' -f1 /proc/uptime)
  run "$BIN/boot-mark"
  expect_status 0
  expect_match out "boot-mark [0-9]+"
  after=$(cut -d' ' -f1 /proc/uptime)
  # CLOCK_MONOTONIC is uptime unless the machine has slept.
  awk -v before="$before" -v after="$after" '{ exit !($2 > 0 && $2 / 1e9 <= after + 0.02 && before - 0.02 <= after) }' out
}

test_boot_mark_becomes_the_command() {
  run env -i WORD=passed "$BIN/boot-mark" /bin/sh -c 'echo "$WORD $0 $1 $$"; exit 3' zero one
  expect_status 3
  expect_match out "boot-mark [0-9]+"
  expect_match out "passed zero one [0-9]+"
  run "$BIN/boot-mark" ./nothing
  expect_status 127
}

test_boot_mark_reads_the_clock_first() {
  command -v strace >/dev/null || skip "strace is missing"
  run strace -o calls "$BIN/boot-mark"
  expect_equal "$(sed 's/(.*//' calls | tr '\n' ' ')" "execve clock_gettime write exit_group +++ exited with 0 +++ "
}

test_boot_mark_fails_when_nobody_can_read_it() {
  run sh -c 'exec "$0" >/dev/full' "$BIN/boot-mark"
  expect_status 1
}

test_bench_sys_makes_the_system_calls() {
  command -v strace >/dev/null || skip "strace is missing"
  run strace -fco calls "$BIN/jcr-bench" sys forkexec 0.05
  expect_status 0
  forks=$(awk '$NF ~ /^(fork|clone|vfork)$/ { print $4 }' calls)
  expect_equal "$(awk '$NF == "execve" { print $4 }' calls)" $((forks + 1))
  expect_equal "$forks" $(($(value /operations out) + 1))
}
