package io.jcr.linux.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.GetLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.netlink.LinuxLinks;
import io.jcr.linux.netlink.Netns;
import io.jcr.spi.VethPair;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three network namespaces of the test's own: a container, its host, and a world that knows the
/// host only.
///
/// ```
///  box 10.88.0.7 ── jcr0 10.88.0.1 │ host │ jcrworld 192.0.2.1 ── 192.0.2.2 world
/// ```
class MasqueradeTest {
  private static final int PORT = 7777;
  private static final int PATIENCE_MS = 10_000;
  private static final int BRIEFLY_MS = 500;

  private final Netns host = Netns.create();
  private final Netns box = Netns.create();
  private final Netns world = Netns.create();

  @BeforeEach
  void connect() {
    attach("jcr0", Ipv4Prefix.parse("10.88.0.1/16"), box, Ipv4Prefix.parse("10.88.0.7/16"));
    attach("jcrworld", Ipv4Prefix.parse("192.0.2.1/24"), world, Ipv4Prefix.parse("192.0.2.2/24"));
    box.request(new DefaultRoute(Ipv4Prefix.parse("10.88.0.1/16").address()));
    host.in(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1"));
  }

  @AfterEach
  void close() {
    host.close();
    box.close();
    world.close();
  }

  @Test
  void theWorldSeesTheHost() throws IOException {
    masquerade();
    assertEquals("192.0.2.1", peerOf(box, world, "192.0.2.2", PATIENCE_MS));
  }

  @Test
  void theHostSeesTheContainer() throws IOException {
    masquerade();
    assertEquals("10.88.0.7", peerOf(box, host, "10.88.0.1", PATIENCE_MS));
  }

  @Test
  void withoutItTheWorldCannotAnswer() {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class, () -> peerOf(box, world, "192.0.2.2", BRIEFLY_MS));
    assertInstanceOf(SocketTimeoutException.class, failure.getCause());
  }

  private void masquerade() {
    host.in(() -> {
      new NfTables(new FfmLibc()).masquerade("jcr-box", Ipv4Prefix.parse("10.88.0.7/32"), "jcr0");
      return true;
    });
  }

  /// Connects a namespace to the host.
  private void attach(String bridge, Ipv4Prefix gateway, Netns netns, Ipv4Prefix address) {
    String name = bridge + "-end";
    MacAddress mac = MacAddress.of(address.address());
    try (LinuxLinks links = host.in(() -> new LinuxLinks(new FfmLibc()))) {
      links.ensureBridge(bridge, gateway);
      links.createVeth(new VethPair(name, bridge, 1500, "eth0", 10, mac, netns.tid()));
    }
    netns.request(new LinkUp("eth0"), new NewAddress(10, address));
    host.request(new GetLink(name), new GetLink(bridge));
  }

  /// The address that a server in `to` sees when `from` connects to it.
  private static String peerOf(Netns from, Netns to, String address, int patience)
      throws IOException {
    try (ServerSocket server = to.in(() -> new ServerSocket(PORT));
        Socket client = new Socket()) {
      from.in(() -> {
        client.connect(new InetSocketAddress(address, PORT), patience);
        return true;
      });
      try (Socket accepted = server.accept()) {
        return accepted.getInetAddress().getHostAddress();
      }
    }
  }
}
