package io.jcr.plugins.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.UsageException;
import io.jcr.spi.contract.SampleSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CniOptionsTest {
  private static CniOptions parse(String text, String cniPath) {
    Map<String, String> options = BackendChoice.parse("--net", "cni:" + text).options();
    return CniOptions.of(SampleSpec.of("c1", "net", "cni", options), Optional.ofNullable(cniPath));
  }

  @Test
  void theDefaults() {
    CniOptions options = parse("web", null);
    assertEquals(Optional.of("web"), options.network());
    assertEquals(Path.of("/etc/cni/net.d"), options.files().directory());
    assertEquals("/usr/lib/cni:/opt/cni/bin", options.path().toString());
    assertEquals("eth0", options.ifname());
    assertEquals(Map.of(), options.runtimeConfig());
  }

  @Test
  void theVariableNamesThePathUnlessTheOptionDoes() {
    assertEquals("/a:/b", parse("web", "/a:/b").path().toString());
    assertEquals("/c:/d", parse("web,path=/c:/d", "/a:/b").path().toString());
    assertEquals("/usr/lib/cni:/opt/cni/bin", parse("web", "").path().toString());
  }

  @Test
  void portsAreMapped() {
    assertEquals(
        List.of(
            Map.of("hostPort", 8080, "containerPort", 80, "protocol", "tcp"),
            Map.of("hostPort", 53, "containerPort", 5353, "protocol", "udp", "hostIP", "10.0.0.1")),
        parse("web,ports=8080:80+10.0.0.1:53:5353/udp", null).runtimeConfig().get("portMappings"));
  }

  @Test
  void theRateIsInBits() {
    assertEquals(
        Map.of(
            "ingressRate", 50_000_000L,
            "ingressBurst", 5_000_000L,
            "egressRate", 50_000_000L,
            "egressBurst", 5_000_000L),
        parse("web,rate=50M", null).runtimeConfig().get("bandwidth"));
    assertEquals(1_000_000L, Bandwidth.parse("8k").json().get("ingressBurst"));
  }

  @Test
  void addressesAreGivenAsTheyAre() {
    CniOptions options = parse("web,ip=10.1.2.3/24,mac=02:00:00:00:00:01,args=A=1;B=x y", null);
    assertEquals(List.of("10.1.2.3/24"), options.runtimeConfig().get("ips"));
    assertEquals("02:00:00:00:00:01", options.runtimeConfig().get("mac"));
    assertEquals("A=1;B=x y", options.args());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ports=80 | ports",
        "ports=0:80 | ports",
        "ports=80:65536 | ports",
        "ports=8080:80/icmp | ports",
        "ports=8080:80+ | ports",
        "ports=1.2.3:80:80 | ports",
        "rate=fast | rate",
        "rate=1 | rate",
        "rate=999999G | rate",
        "ip=10.1 | ip",
        "ip=10.1.1.1/33 | ip",
        "mac=zz | mac",
        "args=A | args",
        "args=A=1;;B=2 | args",
        "conf=net.d | conf",
        "path=/a:b | path",
        "ifname=a/b | ifname",
        "check=yes | check",
      })
  void badOnesAreRefused(String option, String key) {
    UsageException refusal = assertThrows(UsageException.class, () -> parse("web," + option, null));
    String message = refusal.getMessage();
    assertTrue(
        message.startsWith("--net=cni: " + key + ": ") || message.contains("'" + key + "'"),
        message);
  }
}
