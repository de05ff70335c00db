package io.jcr.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParsedOptionsTest {
  private static final List<BackendOption> DESCRIBED =
      List.of(
          BackendOption.flag("nat", "translate"),
          BackendOption.value("ip", new OptionType.Ipv4Address(), "address"),
          BackendOption.value("subnet", new OptionType.Ipv4Network(), "network")
              .withDefault("10.88.0.0/16"),
          BackendOption.value("mtu", new OptionType.WholeNumber("BYTES", 68, 65535), "size")
              .withDefault("1500"),
          BackendOption.value("count", new OptionType.WholeNumber("N", 0, 9), "how many"),
          BackendOption.value("mode", new OptionType.Choice(List.of("fast", "safe")), "how"),
          BackendOption.value("conf", new OptionType.AbsolutePath("DIR"), "where"),
          BackendOption.value("mnt", new OptionType.MaybeText("FILE"), "which"),
          BackendOption.word(new OptionType.Text("NAME"), "whose"));

  private static ParsedOptions parse(String options) {
    return ParsedOptions.parse(
        "--net=x", DESCRIBED, BackendChoice.parse("--net", "x" + options).options());
  }

  @Test
  void whatIsNotGivenIsAbsentOrTheDefault() {
    ParsedOptions none = parse("");
    assertFalse(none.flag("nat"));
    assertEquals(Optional.empty(), none.address("ip"));
    assertEquals(Optional.of(Ipv4Prefix.parse("10.88.0.0/16")), none.network("subnet"));
    assertEquals(1500, none.number("mtu"));
    assertEquals(Optional.of("1500"), none.text("mtu"));
    assertEquals(Optional.empty(), none.path("conf"));
    assertEquals(Optional.empty(), none.text("mnt"));
    assertEquals(Optional.empty(), none.word());
    UsageException missing = assertThrows(UsageException.class, () -> none.number("count"));
    assertEquals("--net=x: count=N is missing", missing.getMessage());
  }

  @Test
  void whatIsGivenIsReadAsItsType() {
    ParsedOptions all = parse(":nat,ip=10.0.0.7,subnet=10.0.0.0/8,mtu=68,mode=safe,conf=/a,mnt,me");
    assertTrue(all.flag("nat"));
    assertEquals(Optional.of(Ipv4.parse("10.0.0.7")), all.address("ip"));
    assertEquals(Optional.of(Ipv4Prefix.parse("10.0.0.0/8")), all.network("subnet"));
    assertEquals(68, all.number("mtu"));
    assertEquals(Optional.of("safe"), all.text("mode"));
    assertEquals(Optional.of(Path.of("/a")), all.path("conf"));
    assertEquals(Optional.of(""), all.text("mnt"), "alone");
    assertEquals(Optional.of("/x"), parse(":mnt=/x").text("mnt"));
    assertEquals(Optional.of("me"), all.word());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nat=1 | 'nat' takes no value, not '1'",
        "ip | 'ip' needs a value: ip=ADDRESS",
        "ip=1.2.3 | ip: '1.2.3' is not an IPv4 address.*",
        "subnet=10.0.0.0 | subnet: '10.0.0.0' .*",
        "mtu=67 | mtu: '67' is not a number from 68 to 65535",
        "mtu=65536 | mtu: '65536' is not a number from 68 to 65535",
        "mtu=-1 | mtu: '-1' is not a number from 68 to 65535",
        "mtu=99999999999999999999 | mtu: '99999999999999999999' is not a number from 68 to 65535",
        "mtu=١٥٠٠ | mtu: '١٥٠٠' is not a number from 68 to 65535",
        "mode=slow | mode: 'slow' is not one of fast, safe",
        "conf=a | conf: 'a' is not an absolute path",
        "me,you | unknown option 'you': choose from nat, ip=ADDRESS, .*, mnt\\[=FILE\\], NAME",
        "x=1 | unknown option 'x': choose from nat, ip=ADDRESS, .*",
      })
  void whatIsWrongIsRefusedWithWhatIsAllowed(String options, String message) {
    UsageException refusal = assertThrows(UsageException.class, () -> parse(":" + options));
    assertTrue(
        String.valueOf(refusal.getMessage()).matches("--net=x: " + message), refusal.getMessage());
  }

  @Test
  void withoutDescribedOptionsItTakesNone() {
    UsageException refusal =
        assertThrows(
            UsageException.class,
            () -> ParsedOptions.parse("--net=x", List.of(), Map.of("nat", "")));
    assertEquals("--net=x: unknown option 'nat': it takes none", refusal.getMessage());
  }

  @Test
  void whatIsRequiredIsMissed() {
    List<BackendOption> described =
        List.of(BackendOption.word(new OptionType.Container(), "whose").asRequired());
    UsageException refusal =
        assertThrows(
            UsageException.class, () -> ParsedOptions.parse("--net=x", described, Map.of()));
    assertEquals("--net=x: CONTAINER is missing: --net=x:CONTAINER", refusal.getMessage());
  }

  @Test
  void askingForWhatIsNotDescribedIsAMistakeOfThePlugin() {
    ParsedOptions none = parse("");
    assertThrows(IllegalArgumentException.class, () -> none.flag("typo"));
    assertThrows(IllegalArgumentException.class, () -> none.number("ip"));
  }

  @Test
  void anExampleIsWrittenLikeTheOption() {
    OptionType name = new OptionType.Text("NAME");
    assertEquals(
        Map.of("a", "x"), BackendOption.value("a", name, "h").withExample("x").asExample());
    assertEquals(Map.of("x", ""), BackendOption.word(name, "h").withExample("x").asExample());
    assertEquals(Map.of("f", ""), BackendOption.flag("f", "h").withExample("f").asExample());
    assertEquals(Map.of(), BackendOption.flag("f", "h").asExample());
  }
}
