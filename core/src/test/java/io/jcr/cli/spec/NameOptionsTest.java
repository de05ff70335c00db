package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.UsageException;
import io.jcr.runtime.NameResolution;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameOptionsTest {
  private final NameOptions options = new NameOptions();

  @Test
  void withoutOptionsTheNetworkDecides() {
    assertEquals(Map.of(), given().annotations());
  }

  @Test
  void allOfThemAreKeptInTheirOrder() {
    assertEquals(
        new NameResolution(
            List.of("db=10.0.0.7", "db=fd00::7", "host=host-gateway"),
            List.of("9.9.9.9", "2620:fe::fe"),
            List.of("example.com", "lan"),
            List.of("ndots:2", "rotate")),
        given(
            "--add-host=db:10.0.0.7",
            "--add-host=db=[fd00::7]",
            "--add-host",
            "host:host-gateway",
            "--dns=9.9.9.9",
            "--dns=2620:fe::fe",
            "--dns-search=example.com",
            "--dns-search=lan",
            "--dns-option=ndots:2",
            "--dns-opt=rotate"));
  }

  @ParameterizedTest
  @CsvSource({
    "x:1.2.3.4, x=1.2.3.4",
    "x=1.2.3.4, x=1.2.3.4",
    "x:::1, x=::1",
    "x:[::1], x=::1",
    "x=fe80::1, x=fe80::1",
    "a_b.c-d:1.2.3.4, a_b.c-d=1.2.3.4"
  })
  void bothSeparatorsOfDockersWork(String text, String host) {
    assertEquals(List.of(host), given("--add-host=" + text).hosts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "x:",
        ":1.2.3.4",
        "x:1.2.3",
        "x:1.2.3.256",
        "x:y",
        "a b:1.2.3.4",
        "a\nb:1.2.3.4",
        "x:1.2.3.4:5",
        "x:fe80::1%lo",
        "-x:1.2.3.4",
        "x:[[::1]]",
        "x:gateway"
      })
  void whatIsNoHostIsRefused(String text) {
    String message = refusal("--add-host=" + text);
    assertTrue(message.startsWith("--add-host=" + text + ": expected NAME:IP"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "--dns=dns.example.com, expected the IPv4 or IPv6 address",
    "--dns=1.2.3.4:53, expected the IPv4 or IPv6 address",
    "--dns=, expected the IPv4 or IPv6 address",
    "--dns-search=a b, expected a domain",
    "--dns-search=.., expected a domain",
    "--dns-option=a b, expected one option",
    "--dns-option=, expected one option"
  })
  void whatResolvConfCannotSayIsRefused(String option, String reason) {
    String message = refusal(option);
    assertTrue(message.startsWith(option + ": " + reason), message);
  }

  @Test
  void oneServerInTwoSpellingsIsRefused() {
    Given.on(options::declare, "--dns=9.9.9.9");
    BackendChoice veth = new BackendChoice("veth", Map.of("dns", "1.1.1.1"));
    assertEquals(
        "--dns=9.9.9.9 and dns=1.1.1.1 of --net are the same option (leave one of them out)",
        assertThrows(UsageException.class, () -> options.parse(List.of(veth))).getMessage());
  }

  private String refusal(String option) {
    return String.valueOf(assertThrows(UsageException.class, () -> given(option)).getMessage());
  }

  private NameResolution given(String... words) {
    Given.on(options::declare, words);
    return options.parse(List.of());
  }
}
