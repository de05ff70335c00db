# The checker that the other tests trust.

accepts() {
  printf '%s' "$1" | "$TOOLS/json-check" 2>err || fail "refused: $1: $(cat err)"
}

refuses() {
  ! printf "$1" | "$TOOLS/json-check" 2>err || fail "accepted: $1"
  expect_match err "not JSON at byte .*"
}

test_accepts() {
  accepts '{}'
  accepts ' [ ] '
  accepts 'null'
  accepts '[true, false, null, -0, 1.5e+10, 0.1E2, 10]'
  accepts '{"a": {"a": [{}, {"a": "\u00e4\"\\\/\b\f\n\r\t"}]}, "b": "ä€😀"}'
}

test_refuses() {
  for text in '' ' ' '{' '[' '"' '{a:1}' '{"a"}' '{"a":}' '{"a":1,}' '{,}' '[1,]' '[,]' '[1 2]' '{} {}' 'nul' 'truee' \
    '01' '1.' '.5' '-' '1e' '+1' '"\\x"' '"\\u12g4"' '"a\nb"' '"\377"' '"\300\257"' '"\355\240\200"' '"\364\220\200\200"' \
    '"\342\202"' '{"a":1,"a":2}' '[1}' '[\0]' '\357\273\277{}'; do
    refuses "$text"
  done
}

test_finds_values() {
  printf '%s' '{"a": [10, {"b": "x\ny"}], "ab": true}' >in
  expect_equal "$(value /a/0 in)" 10
  expect_equal "$(value /a/1/b in)" 'x\ny'
  expect_equal "$(value /a in)" 2
  expect_equal "$(value /ab in)" true
  run value /c in
  expect_status 3
  run value /a/2 in
  expect_status 3
}
