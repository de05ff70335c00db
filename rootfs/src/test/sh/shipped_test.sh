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
