package io.jcr.api.rtnetlink;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DeleteLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.GetLink;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewBridge;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewTbf;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewVeth;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NoLinkLocal;
import io.jcr.api.rtnetlink.RtnetlinkMessage.Peer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// The bytes are written out by hand from linux/rtnetlink.h and if_link.h, and compared with what
/// ip(8) of iproute2 6.1 sends for the command named at each (which names an interface by index
/// where it changes one, and orders attributes differently).
class RtnetlinkMessageTest {
  @Test
  void linkUp() { // ip link set lo up
    assertBytes(
        """
        28000000 1000 0500 01000000 00000000  # length 40, RTM_NEWLINK, REQUEST|ACK, sequence, port
        00 00 0000 00000000 01000000 01000000 # struct ifinfomsg: IFF_UP, and change that
        0700 0300 6c6f00 00                   # IFLA_IFNAME lo
        """,
        new LinkUp("lo"));
  }

  @Test
  void noLinkLocal() { // ip link set eth0 addrgenmode none
    assertBytes(
        """
        3c000000 1000 0500 01000000 00000000  # length 60, RTM_NEWLINK, REQUEST|ACK
        00 00 0000 00000000 00000000 00000000 # struct ifinfomsg
        0900 0300 6574683000 000000           # IFLA_IFNAME eth0
        1000 1a80                             # IFLA_AF_SPEC, nested
        0c00 0a80                             # AF_INET6, nested
        0500 0800 01 000000                   # IFLA_INET6_ADDR_GEN_MODE none
        """,
        new NoLinkLocal("eth0"));
  }

  @Test
  void newBridge() { // ip link add jcr0 address 02:6a:63:72:00:01 type bridge stp_state 0
    assertBytes(
        """
        54000000 1000 0506 01000000 00000000  # length 84, RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
        00 00 0000 00000000 00000000 00000000 # struct ifinfomsg
        0900 0300 6a63723000 000000           # IFLA_IFNAME jcr0
        0a00 0100 026a63720001 0000           # IFLA_ADDRESS
        1c00 1280                             # IFLA_LINKINFO, nested
        0b00 0100 62726964676500 00           # IFLA_INFO_KIND bridge
        0c00 0280                             # IFLA_INFO_DATA, nested
        0800 0500 00000000                    # IFLA_BR_STP_STATE 0
        """,
        new NewBridge("jcr0", MacAddress.parse("02:6a:63:72:00:01")));
  }

  @Test
  void newTbf() { // tc qdisc add dev 77 root handle 1: tbf rate 10mbit burst 16384 limit 147456
    assertBytes(
        """
        6c000000 2400 0506 01000000 00000000  # length 108, RTM_NEWQDISC, REQUEST|ACK|EXCL|CREATE
        00 00 0000 4d000000 00000100 ffffffff 00000000 # struct tcmsg: index 77, 1:, TC_H_ROOT
        0800 0100 74626600                    # TCA_KIND tbf
        4000 0280                             # TCA_OPTIONS, nested
        2800 0100                             # TCA_TBF_PARMS, struct tc_tbf_qopt
        00 01 0000 0000 0000 d0121300         # rate: ethernet, 1250000 bytes a second
        00 01 0000 0000 0000 00000000         # peak rate
        00400200 00000000 00000000            # limit 147456, buffer, mtu
        0c00 0400 d012130000000000            # TCA_TBF_RATE64
        0800 0600 00400000                    # TCA_TBF_BURST 16384
        """,
        NewTbf.of(77, 1_250_000, 1500));
  }

  @Test
  void aTbfLetsTheLargestPacketThrough() {
    assertEquals(65_553, NewTbf.of(77, 1000, 65_535).burst());
    assertEquals(12_500_000, NewTbf.of(77, 1_250_000_000, 1500).burst());
    assertEquals(Integer.MAX_VALUE, NewTbf.of(77, 125_000_000_000L, 1500).limit());
  }

  @Test
  void newVeth() { // ip link add jcrx index 77 mtu 1400 master jcr0 up type veth peer name eth0 …
    assertBytes(
        """
        8c000000 1000 0506 01000000 00000000  # length 140, RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
        00 00 0000 4d000000 01000000 01000000 # struct ifinfomsg: index 77, IFF_UP
        0900 0300 6a63727800 000000           # IFLA_IFNAME jcrx
        0800 0400 78050000                    # IFLA_MTU 1400
        0800 0a00 02000000                    # IFLA_MASTER 2
        5000 1280                             # IFLA_LINKINFO, nested
        0900 0100 7665746800 000000           # IFLA_INFO_KIND veth
        4000 0280                             # IFLA_INFO_DATA, nested
        3c00 0100                             # VETH_INFO_PEER
        00 00 0000 0a000000 00000000 00000000 # struct ifinfomsg: index 10
        0900 0300 6574683000 000000           # IFLA_IFNAME eth0
        0a00 0100 02420a580007 0000           # IFLA_ADDRESS
        0800 0400 78050000                    # IFLA_MTU 1400
        0800 1300 92100000                    # IFLA_NET_NS_PID 4242
        """,
        new NewVeth(
            "jcrx",
            77,
            2,
            1400,
            new Peer("eth0", 10, MacAddress.of(Ipv4.parse("10.88.0.7")), 4242)));
  }

  @Test
  void deleteLink() { // ip link del jcr0
    assertBytes(
        """
        2c000000 1100 0500 01000000 00000000  # length 44, RTM_DELLINK, REQUEST|ACK
        00 00 0000 00000000 00000000 00000000 # struct ifinfomsg
        0900 0300 6a63723000 000000           # IFLA_IFNAME jcr0
        """,
        new DeleteLink("jcr0"));
  }

  @Test
  void getLink() { // ip link show jcr0
    assertBytes(
        """
        2c000000 1200 0500 01000000 00000000  # length 44, RTM_GETLINK, REQUEST|ACK
        00 00 0000 00000000 00000000 00000000 # struct ifinfomsg
        0900 0300 6a63723000 000000           # IFLA_IFNAME jcr0
        """,
        new GetLink("jcr0"));
  }

  @Test
  void newAddress() { // ip addr add 10.88.0.7/16 broadcast 10.88.255.255 dev eth0
    assertBytes(
        """
        30000000 1400 0506 01000000 00000000  # length 48, RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
        02 10 00 00 0a000000                  # struct ifaddrmsg: AF_INET, /16, index 10
        0800 0200 0a580007                    # IFA_LOCAL
        0800 0100 0a580007                    # IFA_ADDRESS
        0800 0400 0a58ffff                    # IFA_BROADCAST
        """,
        new NewAddress(10, Ipv4Prefix.parse("10.88.0.7/16")));
  }

  @Test
  void aNetworkOfTwoHasNoBroadcastAddress() {
    assertBytes(
        """
        28000000 1400 0506 01000000 00000000  # length 40, RTM_NEWADDR, REQUEST|ACK|EXCL|CREATE
        02 1f 00 00 0a000000                  # struct ifaddrmsg: AF_INET, /31, index 10
        0800 0200 0a580007                    # IFA_LOCAL
        0800 0100 0a580007                    # IFA_ADDRESS
        """,
        new NewAddress(10, Ipv4Prefix.parse("10.88.0.7/31")));
  }

  @Test
  void defaultRoute() { // ip route add default via 10.88.0.1
    assertBytes(
        """
        24000000 1800 0506 01000000 00000000  # length 36, RTM_NEWROUTE, REQUEST|ACK|EXCL|CREATE
        02 00 00 00 fe 03 00 01 00000000      # struct rtmsg: AF_INET, main, boot, universe, unicast
        0800 0500 0a580001                    # RTA_GATEWAY
        """,
        new DefaultRoute(Ipv4.parse("10.88.0.1")));
  }

  @Test
  void messagesAreAlignedAndNumbered() {
    assertBytes(
        """
        2c000000 1200 0500 01000000 00000000  # sequence 1
        00 00 0000 00000000 00000000 00000000
        0c00 0300 61626364 65666700           # seven letters need no padding
        28000000 1000 0500 02000000 00000000  # sequence 2
        00 00 0000 00000000 01000000 01000000
        0700 0300 6c6f00 00                   # the padding behind is no part of the attribute
        """,
        new GetLink("abcdefg"),
        new LinkUp("lo"));
  }

  @Test
  void nothingIsNoBytes() {
    assertEquals(0, RtnetlinkMessage.encode(List.of()).length);
  }

  @Test
  void aNameThatNoInterfaceCanHaveIsRefused() {
    Stream<Function<String, RtnetlinkMessage>> makers =
        Stream.of(
            LinkUp::new,
            NoLinkLocal::new,
            DeleteLink::new,
            GetLink::new,
            name -> new NewBridge(name, new MacAddress(0)),
            name -> new NewVeth(name, 1, 1, 1500, new Peer("eth0", 1, new MacAddress(0), 1)),
            name -> new NewVeth("jcrx", 1, 1, 1500, new Peer(name, 1, new MacAddress(0), 1)));
    assertAll(
        makers.<Executable>map(
            maker -> () -> assertThrows(IllegalArgumentException.class, () -> maker.apply("a b"))));
  }

  private static void assertBytes(String commented, RtnetlinkMessage... messages) {
    StringBuilder hex = new StringBuilder();
    commented.lines().forEach(line -> hex.append(line.replaceFirst("#.*", "")));
    assertEquals(
        hex.toString().replace(" ", ""),
        HexFormat.of().formatHex(RtnetlinkMessage.encode(List.of(messages))));
  }
}
