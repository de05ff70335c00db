package io.jcr.plugins.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectSpecTest {
  @Test
  void optionsAreReadInTheirOrder() {
    SubjectSpec spec = SubjectSpec.parse("jcr:ns=unshare,net=veth");
    assertEquals("jcr", spec.name());
    assertEquals(Map.of("ns", "unshare", "net", "veth"), spec.options());
    assertEquals("jcr:ns=unshare,net=veth", spec.text());
  }

  @Test
  void aBackendsOwnOptionsStayWithIt() {
    SubjectSpec spec = SubjectSpec.parse("jcr:net=veth:ip=10.88.0.7,rate=10M,fs=bind");
    assertEquals(Map.of("net", "veth:ip=10.88.0.7,rate=10M", "fs", "bind"), spec.options());
    SubjectSpec resident = SubjectSpec.parse("jcr:net=veth:rate=10M,daemon=always");
    assertEquals(Map.of("net", "veth:rate=10M", "daemon", "always"), resident.options());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker",
        "",
        "jcr:",
        "jcr:color=red",
        "jcr:net",
        "jcr:net=",
        "jcr:daemon=perhaps",
        "vm:daemon=always",
        "bare:net=veth",
        "vm:cpus=1,cpus=2"
      })
  void nonsenseIsRefusedWithWhatIsKnown(String text) {
    String message = assertThrows(UsageException.class, () -> SubjectSpec.parse(text)).getMessage();
    assertTrue(message.startsWith("--subject=" + text + ": "), message);
    assertTrue(message.contains("choose from") || message.contains("twice"), message);
  }

  @ParameterizedTest
  @CsvSource({"64M, 67108864", "1G, 1073741824", "536870912, 536870912", "524288K, 536870912"})
  void sizes(String text, long bytes) {
    assertEquals(bytes, Amount.bytes(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1M", "0", "-1", "lots", "64m", "99999999999G", "67108865"})
  void wrongSizesAreRefused(String text) {
    assertThrows(UsageException.class, () -> Amount.bytes(text));
  }

  @Test
  void times() {
    assertEquals(Duration.ofSeconds(90), Amount.time("90s"));
    assertEquals(Duration.ofMinutes(10), Amount.time("10m"));
    assertEquals(Duration.ofHours(2), Amount.time("2h"));
    assertThrows(UsageException.class, () -> Amount.time("0"));
    assertThrows(UsageException.class, () -> Amount.time("soon"));
    assertThrows(UsageException.class, () -> Amount.cpus("0.5"));
  }
}
