package io.jcr.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewBridge;
import io.jcr.linux.FfmLibc;
import io.jcr.spi.VethPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the real kernel, in a network namespace of the test's own.
class Ipv6SettingsTest {
  private static final Path CONF = Path.of("/proc/sys/net/ipv6/conf");
  private static final Ipv4Prefix GATEWAY = Ipv4Prefix.parse("10.88.0.1/16");
  private static final List<String> CLOSED =
      List.of("accept_ra 0", "autoconf 0", "accept_redirects 0", "disable_ipv6 1");

  private final Netns host = Netns.create();
  private final Netns box = Netns.create();

  @BeforeEach
  void requireIpv6() {
    assumeTrue(Files.exists(CONF), "machine: the kernel has no IPv6");
  }

  @AfterEach
  void close() {
    host.close();
    box.close();
  }

  @Test
  void aNewBridgeIsClosed() {
    ensureBridge();
    assertEquals(CLOSED, settings("jcr0"));
  }

  @Test
  void aBridgeOfAnOlderJcrIsClosed() {
    host.request(new NewBridge("jcr0", MacAddress.parse("02:6a:63:72:00:01")));
    ensureBridge();
    assertEquals(CLOSED, settings("jcr0"));
  }

  @Test
  void whoSwitchesIpv6OnAgainStillBelievesNoRouter() {
    ensureBridge();
    host.in(() -> Files.writeString(CONF.resolve("jcr0/disable_ipv6"), "0"));
    ensureBridge();
    assertEquals(
        List.of("accept_ra 0", "autoconf 0", "accept_redirects 0", "disable_ipv6 0"),
        settings("jcr0"));
  }

  @Test
  void theHostEndOfAPairIsClosed() {
    createVeth(1500);
    assertEquals(CLOSED, settings("jcrtest"));
  }

  @Test
  void anInterfaceTooSmallForIpv6NeedsNothing() {
    createVeth(576);
    assertFalse(host.in(() -> Files.exists(CONF.resolve("jcrtest"))));
  }

  private void ensureBridge() {
    host.in(() -> {
      try (LinuxLinks links = new LinuxLinks(new FfmLibc())) {
        links.ensureBridge("jcr0", GATEWAY);
      }
      return "done";
    });
  }

  private void createVeth(int mtu) {
    ensureBridge();
    MacAddress mac = MacAddress.of(GATEWAY.address());
    host.in(() -> {
      try (LinuxLinks links = new LinuxLinks(new FfmLibc())) {
        links.createVeth(new VethPair("jcrtest", "jcr0", mtu, "eth0", 10, mac, box.tid()));
      }
      return "done";
    });
  }

  private List<String> settings(String link) {
    return host.in(() ->
        Stream.of("accept_ra", "autoconf", "accept_redirects", "disable_ipv6")
            .map(name -> name + " " + read(CONF.resolve(link).resolve(name)))
            .toList());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
