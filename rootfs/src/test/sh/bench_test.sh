# jcr-bench

# bench ARGUMENT...: runs it to the end; its line is in the file out
bench() {
  run "$BIN/jcr-bench" "$@"
  expect_status 0
  expect_empty err
  expect_equal "$(wc -l <out)" 1
  expect_equal "/$(value /workload out)/$(value /kind out)" "/$1/$2"
}

# expect_between LOW VALUE HIGH
expect_between() {
  awk -v low="$1" -v value="$2" -v high="$3" 'BEGIN { exit !(value >= low && value <= high) }' ||
    fail "$2 is not between $1 and $3"
}

# expect_samples OPERATIONS: the summary fits the samples, as sort(1) sees them
expect_samples() {
  expect_equal "$(value /latency/count out)" "$1"
  expect_equal "$(value /samples out)" "$1"
  sed 's/.*"samples":\[\([^]]*\)\].*/\1/' out | tr , '\n' | sort -n >sorted
  expect_equal "$(wc -l <sorted)" "$1"
  expect_equal "$(head -n 1 sorted)" "$(value /latency/min out)"
  expect_equal "$(tail -n 1 sorted)" "$(value /latency/max out)"
  expect_equal "$(sed -n "$((($1 + 1) / 2))p" sorted)" "$(value /latency/p50 out)"
}

start_server() {
  "$BIN/jcr-bench" net server --port 0 --bind 127.0.0.1 >server.out 2>server.err &
  server=$!
  eventually has_line server.out "listening on 127\.0\.0\.1:[0-9]+"
  port=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' server.out)
}

test_bench_help() {
  for words in --help "cpu --help" "net --help" "net rr -h"; do
    # shellcheck disable=SC2086 # words
    run "$BIN/jcr-bench" $words
    expect_status 0
    expect_empty err
    expect_match out "usage: jcr-bench cpu .*"
  done
}

test_bench_wrong_command_lines() {
  usage_error jcr-bench
  usage_error jcr-bench disk
  usage_error jcr-bench --fast
  usage_error jcr-bench cpu
  usage_error jcr-bench cpu int
  usage_error jcr-bench cpu int 0
  usage_error jcr-bench cpu int 1 2
  usage_error jcr-bench cpu int 1 --threads 65
  usage_error jcr-bench cpu int 1 --port 5
  usage_error jcr-bench mem triad 1 --size 100
  usage_error jcr-bench mem triad 1 --size 4100
  usage_error jcr-bench mem copy 1
  usage_error jcr-bench sys getuid 1
  usage_error jcr-bench sys getpid -1
  usage_error jcr-bench io seqread file 1M
  usage_error jcr-bench io seqread file 1000 1
  usage_error jcr-bench io append file 1M 1
  usage_error jcr-bench net
  usage_error jcr-bench net listen
  usage_error jcr-bench net server --port 65536
  usage_error jcr-bench net server now
  usage_error jcr-bench net rr 127.0.0.1 0 1
  usage_error jcr-bench net stream 127.0.0.1 1 1 --size 2M
  usage_error jcr-bench cpu prime 1
  expect_line err "jcr-bench: KIND must be one of int, float, hash, not 'prime' (try jcr-bench --help)"
}

test_bench_cpu() {
  for kind in int float hash; do
    bench cpu $kind 0.1
    expect_between 0.1 "$(value /seconds out)" 5
    expect_between 1 "$(value /operations out)" 1e12
    awk -v rate="$(value /operationsPerSecond out)" -v operations="$(value /operations out)" \
      -v seconds="$(value /seconds out)" \
      'BEGIN { ratio = rate * seconds / operations; exit !(ratio > 0.999 && ratio < 1.001) }'
  done
  bench cpu int 0.1 --threads 3
  expect_equal "$(value /threads out)" 3
}

test_bench_knows_right_digests() {
  "$TOOLS/bench-test" sha256
}

test_bench_mem_counts_the_bytes_of_three_arrays() {
  bench mem triad 0.1 --size 1M --threads 2
  expect_equal "$(value /arrayBytes out)" 1048576
  awk -v rate="$(value /bytesPerSecond out)" -v passes="$(value /passes out)" -v seconds="$(value /seconds out)" \
    'BEGIN { ratio = rate * seconds / (passes * 3 * 1048576); exit !(ratio > 0.999 && ratio < 1.001) }' ||
    fail "$(cat out)"
}

test_bench_mem_uses_its_arrays() {
  "$BIN/jcr-bench" mem triad 30 --size 16M >out &
  pid=$!
  eventually sh -c "[ \$(sed -n 's/^Anonymous:[^0-9]*\([0-9]*\) kB/\1/p' /proc/$pid/smaps_rollup) -ge 49152 ]"
  kill -KILL $pid
}

test_bench_sys() {
  for kind in getpid openclose pipe forkexec; do
    bench sys $kind 0.05
    expect_between 0.05 "$(value /seconds out)" 5
    expect_between 20 "$(value /nanosecondsPerOperation out)" 1e8
    batch=$(value /batch out)
    expect_samples $(($(value /operations out) / batch))
  done
}

test_bench_io() {
  for kind in seqwrite seqread randread4k randwrite4k; do
    for how in "" --buffered; do
      # so short that the page cache cannot make more than the 100000 samples that are kept
      # shellcheck disable=SC2086 # may be empty
      bench io $kind file 2M 0.01 $how
      expect_equal "$(value /fileBytes out)" 2097152
      expect_between 1000 "$(value /bytesPerSecond out)" 1e12
      expect_samples "$(value /operations out)"
      [ -z "$how" ] || expect_equal "$(value /direct out)" false
      [ ! -e file ] || fail "the file is still there"
    done
  done
}

test_bench_io_leaves_nothing_behind_when_it_is_killed() {
  "$BIN/jcr-bench" io seqwrite file 4M 60 >out &
  pid=$!
  eventually sh -c "readlink /proc/$pid/fd/* | grep -q 'file (deleted)'"
  kill -KILL $pid
  wait $pid || true
  [ ! -e file ] || fail "the file is still there"
}

test_bench_io_takes_no_file_that_is_there() {
  echo mine >file
  run "$BIN/jcr-bench" io seqwrite file 1M 0.1
  expect_status 1
  expect_line err "jcr-bench: create file: EEXIST: File exists"
  expect_equal "$(cat file)" mine
  run "$BIN/jcr-bench" io seqread nowhere/file 1M 0.1
  expect_status 1
  expect_line err "jcr-bench: create nowhere/file: ENOENT: No such file or directory"
}

test_bench_net() {
  start_server
  bench net stream 127.0.0.1 "$port" 0.1 --size 64K
  expect_equal "$(value /blockBytes out)" 65536
  expect_between 65536 "$(value /bytes out)" 1e12
  expect_equal $(($(value /bytes out) % 65536)) 0
  bench net rr 127.0.0.1 "$port" 0.1 --size 100
  expect_equal "$(value /requestBytes out)" 100
  expect_samples "$(value /operations out)"
  kill -KILL "$server"
}

test_bench_net_serves_several_at_once() {
  start_server
  "$BIN/jcr-bench" net rr 127.0.0.1 "$port" 0.2 >first &
  first=$!
  "$BIN/jcr-bench" net stream 127.0.0.1 "$port" 0.2 >second
  wait $first
  expect_between 1 "$(value /operations first)" 1e9
  expect_between 1 "$(value /bytes second)" 1e12
  kill -KILL "$server"
}

test_bench_net_server_takes_its_processes_along() {
  start_server
  "$BIN/jcr-bench" net rr 127.0.0.1 "$port" 60 >out 2>err &
  client=$!
  eventually sh -c "grep -ql '^PPid:[[:space:]]*$server\$' /proc/[0-9]*/status"
  kill -KILL "$server"
  status=0
  wait $client || status=$?
  expect_equal $status 1
  expect_match err "jcr-bench: (send|receive): the server closed the connection"
}

test_bench_net_says_that_nobody_listens() {
  start_server
  kill -KILL "$server"
  wait "$server" || true
  run "$BIN/jcr-bench" net rr 127.0.0.1 "$port" 1
  expect_status 1
  expect_line err "jcr-bench: connect to 127.0.0.1:$port: ECONNREFUSED: Connection refused"
  run "$BIN/jcr-bench" net rr "no such host" 1 1
  expect_match err "jcr-bench: look up 'no such host': .*"
}

test_bench_prints_buckets_of_many_durations() {
  "$TOOLS/bench-test" latency 300000 >out
  expect_equal "$(value /latency/count out)" 300000
  expect_equal "$(value /latency/max out)" 300000
  expect_between 149400 "$(value /latency/p50 out)" 150600
  expect_between 295800 "$(value /latency/p99 out)" 298200
  # Ascending, within 0.4 %, nothing lost.
  sed 's/.*"buckets":\[\[\(.*\)\]\].*/\1/; s/\],\[/\n/g' out | tr , ' ' >buckets
  awk '$1 <= last { exit 1 } { seen += $2; last = $1; if ($1 < 0.996 * (seen - $2) || $1 > seen * 1.004) exit 1 }
    END { if (seen != 300000) exit 1 }' buckets || fail "$(head buckets)"
}

test_bench_prints_samples_as_long_as_they_are_few() {
  "$TOOLS/bench-test" latency 100000 >out
  expect_equal "$(value /samples out)" 100000
  expect_equal "$(value /samples/99999 out)" 100000
  expect_equal "$(value /latency/p99 out)" 99000
}
