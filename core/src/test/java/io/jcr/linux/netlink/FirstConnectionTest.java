package io.jcr.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.GetLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import io.jcr.linux.FfmLibc;
import io.jcr.spi.VethPair;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.RepeatedTest;

/// A bridge that has just got its first port, and a packet that comes at once: without [GetLink],
/// one of ten of these fails.
class FirstConnectionTest {
  private static final Ipv4Prefix GATEWAY = Ipv4Prefix.parse("10.88.0.1/16");
  private static final Ipv4Prefix ADDRESS = Ipv4Prefix.parse("10.88.0.7/16");
  private static final MacAddress MAC = MacAddress.of(ADDRESS.address());
  private static final int PORT = 7777;

  @RepeatedTest(10)
  void isMadeAtOnceBothWays() throws IOException {
    assumeKernelSynchronizesCarrier();
    try (Netns host = Netns.create();
        Netns box = Netns.create();
        LinuxLinks links = host.in(() -> new LinuxLinks(new FfmLibc()))) {
      links.ensureBridge("jcr0", GATEWAY);
      links.createVeth(new VethPair("jcrtest", "jcr0", 1500, "eth0", 10, MAC, box.tid()));
      box.request(
          new LinkUp("lo"),
          new LinkUp("eth0"),
          new NewAddress(10, ADDRESS),
          new DefaultRoute(GATEWAY.address()));
      host.request(new GetLink("jcrtest"), new GetLink("jcr0"));
      assertConnects(box, ADDRESS, host, GATEWAY);
      assertConnects(host, GATEWAY, box, ADDRESS);
    }
  }

  /// Within less than the second after which TCP repeats a lost first packet.
  private static void assertConnects(Netns from, Ipv4Prefix source, Netns to, Ipv4Prefix target)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(target.address().toString(), PORT);
    try (ServerSocket server = to.in(() -> new ServerSocket(PORT));
        Socket client = new Socket()) {
      from.in(() -> {
        client.connect(address, 900);
        return client.isConnected();
      });
      try (Socket accepted = server.accept()) {
        assertEquals(source.address().toString(), accepted.getInetAddress().getHostAddress());
      }
    }
  }

  private static void assumeKernelSynchronizesCarrier() {
    String[] version = System.getProperty("os.version").split("[.-]", 3);
    int number = Integer.parseInt(version[0]) * 1000 + Integer.parseInt(version[1]);
    assumeTrue(number >= 6008, "requires Linux 6.8, which acts on a carrier before RTM_GETLINK");
  }
}
