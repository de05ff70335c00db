# echo-server and echo-client

# start_server OPTION...: on a free port; sets $server and $port
start_server() {
  "$BIN/echo-server" --port 0 "$@" >server.out 2>server.err &
  server=$!
  eventually has_line server.out "listening on .*"
  port=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' server.out)
}

stop_server() {
  kill -TERM "$server"
  wait "$server" || fail "the server ended with $? on SIGTERM"
}

test_wrong_command_lines() {
  usage_error echo-client
  usage_error echo-client 127.0.0.1
  usage_error echo-client 127.0.0.1 http
  usage_error echo-client 127.0.0.1 0
  usage_error echo-client 127.0.0.1 65536
  usage_error echo-client 127.0.0.1 1 message too-many
  usage_error echo-client --timeout 0 127.0.0.1 1
  usage_error echo-server --port 65536
  usage_error echo-server --bind nowhere
  usage_error echo-server x
}

test_both_print_both_addresses_and_the_bytes() {
  start_server --bind 127.0.0.1
  run "$BIN/echo-client" 127.0.0.1 "$port" "hello, jcr"
  expect_status 0
  expect_line out "sent 10 bytes, received 10 bytes: hello, jcr"
  expect_match out "connected from 127\.0\.0\.1:[0-9]+ to 127\.0\.0\.1:$port"
  own=$(sed -n 's/^connected from \([^ ]*\) .*/\1/p' out)
  eventually has_line server.out "closed $own: received 10 bytes, sent 10 bytes"
  expect_line server.out "connection from $own to 127.0.0.1:$port"
  stop_server
}

test_server_listens_on_all_addresses_by_default() {
  start_server
  expect_line server.out "listening on 0.0.0.0:$port"
  run "$BIN/echo-client" localhost "$port"
  expect_status 0
  expect_line out "sent 5 bytes, received 5 bytes: hello"
  stop_server
}

test_server_serves_one_after_the_other() {
  start_server
  for message in one two three; do
    run "$BIN/echo-client" 127.0.0.1 "$port" $message
    expect_status 0
  done
  expect_equal "$(grep -c '^connection from' server.out)" 3
  stop_server
}

test_server_serves_others_while_one_is_idle() {
  start_server
  kill -STOP $server
  "$BIN/echo-client" 127.0.0.1 "$port" idle >idle.out & # connected by the kernel, then stopped itself
  idle=$!
  eventually has_line idle.out "connected .*"
  kill -STOP $idle
  kill -CONT $server
  eventually has_line server.out "connection from .*"
  run "$BIN/echo-client" 127.0.0.1 "$port" busy
  expect_status 0
  kill -CONT $idle
  wait $idle
  expect_line idle.out "sent 4 bytes, received 4 bytes: idle"
  stop_server
}

test_server_once_ends_after_the_first() {
  start_server --once
  run "$BIN/echo-client" 127.0.0.1 "$port" last
  expect_status 0
  wait "$server" || fail "exit status $?"
}

test_large_message_comes_back() {
  start_server
  message=$(head -c 120000 /dev/zero | tr '\0' x)
  run "$BIN/echo-client" 127.0.0.1 "$port" "$message"
  expect_status 0
  expect_equal "$(cut -d: -f1 out | tail -n 1)" "sent 120000 bytes, received 120000 bytes"
  stop_server
}

test_empty_message() {
  start_server
  run "$BIN/echo-client" 127.0.0.1 "$port" ""
  expect_status 0
  expect_line out "sent 0 bytes, received 0 bytes: "
  stop_server
}

test_client_says_that_nobody_listens() {
  start_server
  stop_server
  run "$BIN/echo-client" 127.0.0.1 "$port"
  expect_status 1
  expect_line err "echo-client: connect to 127.0.0.1:$port: ECONNREFUSED: Connection refused"
}

test_client_does_not_wait_for_ever() {
  start_server
  kill -STOP $server
  run timeout 3 "$BIN/echo-client" --timeout 0.3 127.0.0.1 "$port"
  expect_status 1
  expect_line err "echo-client: wait for the echo: no answer within 0.3 s"
  kill -CONT $server
  stop_server
}

test_client_names_a_host_that_is_unknown() {
  run "$BIN/echo-client" "no such host" 7000
  expect_status 1
  expect_match err "echo-client: look up 'no such host': .*"
}

test_server_says_that_the_port_is_taken() {
  start_server
  run "$BIN/echo-server" --port "$port"
  expect_status 1
  expect_empty out
  expect_match err "echo-server: bind 0.0.0.0 port $port: EADDRINUSE: .*"
  stop_server
}

test_ipv6() {
  grep -q '^0*1 01 ' /proc/net/if_inet6 2>/dev/null || skip "machine: no IPv6 loopback address here"
  start_server --bind ::1
  run "$BIN/echo-client" ::1 "$port"
  expect_status 0
  expect_match out "connected from \[::1\]:[0-9]+ to \[::1\]:$port"
  stop_server
}
