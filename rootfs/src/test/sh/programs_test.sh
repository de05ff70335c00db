# memhog, cpuhog, forkbomb, sig-print, orphan-maker

test_help_of_every_program() {
  for program in memhog cpuhog forkbomb echo-server echo-client sig-print orphan-maker forge jcr-probe jcr-bench; do
    run "$BIN/$program" --help
    expect_status 0
    expect_empty err
    expect_match out "usage: $program .*"
  done
}

test_wrong_command_lines() {
  usage_error memhog
  usage_error memhog 1M 2M
  usage_error memhog 10X
  usage_error memhog 0
  usage_error memhog -5M
  usage_error memhog 99999999999999999999
  usage_error memhog 8388608T
  usage_error memhog 1M --step
  usage_error memhog 1M --step 0
  usage_error memhog 1M --hold=3
  usage_error memhog --unknown 1M
  usage_error memhog -x 1M
  usage_error cpuhog --seconds 0
  usage_error cpuhog --seconds nan
  usage_error cpuhog --seconds 1x
  usage_error cpuhog --threads 0
  usage_error cpuhog now
  usage_error forkbomb --max 10001
  usage_error forkbomb --max 0
  usage_error forkbomb 5
  usage_error sig-print --exit-code 256
  usage_error sig-print x
  usage_error orphan-maker --orphans -1
  usage_error orphan-maker x
  usage_error forge
  usage_error forge --watch none
  usage_error forge --interface an-overlong-name none
}

test_messages_name_what_is_wrong() {
  usage_error memhog 10X
  expect_line err "memhog: SIZE must be a size such as 400M or 1G, not '10X' (try memhog --help)"
  usage_error memhog --unknown 1M
  expect_line err "memhog: option --unknown is unknown or takes no value (try memhog --help)"
  usage_error memhog -x 1M
  expect_line err "memhog: unknown option -x (try memhog --help)"
  usage_error memhog 1M --step
  expect_line err "memhog: option --step needs a value (try memhog --help)"
}

test_memhog_touches_step_by_step() {
  run "$BIN/memhog" 2M --step 512K
  expect_status 0
  expect_equal "$(head -n 1 out)" "touched 524288 bytes (0.5 MiB)"
  expect_equal "$(grep -c ^touched out)" 4
  expect_equal "$(tail -n 1 out)" "reached 2M"
}

test_memhog_ends_with_the_rest() {
  run "$BIN/memhog" --step 1m 2500k
  expect_status 0
  expect_line out "touched 2560000 bytes (2.4 MiB)"
  expect_equal "$(grep -c ^touched out)" 3
}

test_memhog_steps_by_one_mebibyte() {
  run "$BIN/memhog" 5M
  expect_equal "$(grep -c ^touched out)" 5
}

test_memhog_memory_is_resident() {
  "$BIN/memhog" 32M --step 8M --hold >out &
  pid=$!
  eventually has_line out "holding 32M .*"
  resident=$(sed -n 's/^Anonymous:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$pid/smaps_rollup") # status lags behind
  kill -TERM $pid
  wait $pid || fail "exit status $? after SIGTERM"
  [ "$resident" -ge 32768 ] || fail "only $resident KiB are resident"
}

test_cpuhog_last_line_is_the_share() {
  run "$BIN/cpuhog" --seconds 1.2
  expect_status 0
  expect_match out "1\.[01] s: [01]\.[0-9]{3}"
  expect_equal "$(wc -l <out)" 3
  tail -n 1 out >last
  expect_match last "share [01]\.[0-9]{3}"
}

test_cpuhog_share_is_what_the_kernel_counted() {
  sh -c '"$0" --seconds 1 --threads 2 >out; times >times' "$BIN/cpuhog"
  # The second line of times is that of the children, as in: 0m1.980000s 0m0.000000s
  tail -n 1 times | tr 'ms' '  ' >counted
  awk 'NR == FNR { counted = 60 * $1 + $2 + 60 * $3 + $4; next }
    /^share/ { exit !($2 > 0 && $2 < 2.02 && $2 < 1.1 * counted && $2 > 0.8 * counted) }' counted out ||
    fail "$(tail -n 1 out) in a second, but the kernel counted $(cat counted)"
}

test_forkbomb_reaches_its_maximum() {
  run "$BIN/forkbomb" --max 7
  expect_status 0
  expect_line out "forked 7 children, reached the maximum"
  expect_line out "reaped 7 children"
}

test_forkbomb_stops_at_eagain() {
  # Limits of processes do not bind root, and count all of a user: so it gets one of its own.
  chmod 0755 .
  cp "$BIN/forkbomb" forkbomb
  if is_root; then
    run prlimit --nproc=20 setpriv --reuid 54321 --regid 54321 --clear-groups ./forkbomb
  else
    run prlimit --nproc=20 ./forkbomb
  fi
  expect_status 0
  expect_match out "forked 1?[0-9] children, stopped by EAGAIN \(.*\)"
}

# start_forkbomb: 5 children that live for a while; sets $pid and $children
start_forkbomb() {
  "$BIN/forkbomb" --max 5 --hold 60 >out &
  pid=$!
  eventually has_line out "forked 5 .*"
  children=$(grep -l "^PPid:[[:space:]]*$pid\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3) || true
  expect_equal "$(echo "$children" | wc -w)" 5
}

test_forkbomb_takes_its_children_along_on_sigterm() {
  start_forkbomb
  kill -TERM $pid
  status=0
  wait $pid || status=$?
  expect_equal $status 143
  expect_line out "reaped 5 children"
  for child in $children; do is_gone "$child" || fail "$child is still there"; done
}

test_forkbomb_takes_its_children_along_on_sigkill() {
  start_forkbomb
  kill -KILL $pid
  wait $pid || true
  for child in $children; do eventually is_gone "$child"; done
}

test_sig_print_prints_each_signal_and_ends_on_sigterm() {
  "$BIN/sig-print" --exit-code 7 >out &
  pid=$!
  eventually has_line out "ready, pid $pid"
  for signal in HUP INT QUIT USR1 WINCH TSTP; do
    kill -$signal $pid
    eventually has_line out "SIG$signal \([0-9]+\) from pid $$"
  done
  kill -TERM $pid
  status=0
  wait $pid || status=$?
  expect_equal $status 7
  expect_equal "$(tail -n 1 out)" "SIGTERM (15) from pid $$"
}

test_orphan_maker_leaves_orphans_for_another_to_reap() {
  run "$BIN/orphan-maker" --orphans 3 --lifetime 2
  expect_status 0
  expect_equal "$(grep -c '^orphan [0-9]*$' out)" 3
  for orphan in $(cut -d' ' -f2 out); do
    expect_equal "$(state_of "$orphan")" S
    [ "$(parent_of "$orphan")" != $$ ] || fail "$orphan is ours"
  done
  for orphan in $(cut -d' ' -f2 out); do eventually is_gone "$orphan"; done
}

test_orphan_maker_keeps_zombies_for_a_while() {
  "$BIN/orphan-maker" --orphans 0 --zombies 2 --lifetime 2 >out &
  pid=$!
  eventually sh -c '[ $(grep -c "^zombie" out) = 2 ]'
  for zombie in $(cut -d' ' -f2 out); do
    expect_equal "$(state_of "$zombie")" Z
    expect_equal "$(parent_of "$zombie")" $pid
  done
  wait $pid
}
