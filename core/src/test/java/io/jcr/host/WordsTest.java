package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.PublishedPort;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostCommand;
import io.jcr.spi.VethPair;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Path FILE = Path.of("/a/b");

  private static Map<HostChange<?>, String> changes() {
    HostCommand command =
        new HostCommand(Path.of("/bin/p"), List.of("-v"), Map.of("A", "B"), Path.of("/dev/null"));
    MacAddress mac = MacAddress.parse("02:42:0a:58:00:07");
    Map<HostChange<?>, String> words = new LinkedHashMap<>();
    words.put(new HostChange.CreateDirectory(FILE, 0711), "mkdir(\"/a/b\", 0711)");
    words.put(
        new HostChange.CreateSnapshot(FILE, Path.of("/c/d")),
        "ioctl(open(\"/c\"), BTRFS_IOC_SNAP_CREATE_V2, {fd=open(\"/a/b\"), name=\"d\"})");
    words.put(
        new HostChange.CreateFile(FILE, "x\n", 0600),
        "open(\"/a/b\", O_WRONLY|O_CREAT|O_EXCL, 0600); write(, \"x\\n\")");
    words.put(
        new HostChange.ReplaceFile(FILE, "y", 0644),
        "open(\"/a/b.new\", O_WRONLY|O_CREAT|O_EXCL, 0644); write(, \"y\");"
            + " rename(\"/a/b.new\", \"/a/b\")");
    words.put(new HostChange.RemoveFile(FILE), "unlink(\"/a/b\")");
    words.put(
        new HostChange.CreateNetworkNamespace(FILE),
        "unshare(CLONE_NEWNET) in a thread;"
            + " mount(\"/proc/thread-self/ns/net\", \"/a/b\", NULL, MS_BIND, NULL)");
    words.put(
        new HostChange.Execute(command, null),
        "execve(\"/bin/p\", [\"/bin/p\", \"-v\"], [\"A=B\"]) < /dev/null");
    words.put(new HostChange.CreateCgroup(FILE), "mkdir(\"/a/b\", 0755)");
    words.put(new HostChange.SetCgroupFile(FILE, "5"), "open(\"/a/b\", O_WRONLY); write(, \"5\")");
    words.put(new HostChange.SetSysctl(FILE, "1"), "open(\"/a/b\", O_WRONLY); write(, \"1\")");
    words.put(
        new HostChange.Lease("pool", "key"),
        "symlink(, \"/leases/pool/key\") /* leads to the container */");
    words.put(
        new HostChange.EnsureBridge("jcr0", Ipv4Prefix.parse("10.88.0.1/16")),
        "sendto(NETLINK_ROUTE, RTM_NEWLINK {name=\"jcr0\", kind=\"bridge\"});"
            + " /proc/sys/net/ipv6/conf/jcr0 {disable_ipv6=1, autoconf=0, accept_redirects=0,"
            + " accept_ra=0}; sendto(NETLINK_ROUTE, RTM_NEWLINK {IFF_UP}, RTM_NEWADDR"
            + " {10.88.0.1/16})");
    words.put(
        new HostChange.CreateVeth(new VethPair("v0", "jcr0", 1500, "eth0", 2, mac, 42, 1000)),
        "sendto(NETLINK_ROUTE, RTM_NEWLINK {kind=\"veth\", name=\"v0\", master=\"jcr0\", mtu=1500,"
            + " peer={name=\"eth0\", index=2, address=02:42:0a:58:00:07, IFLA_NET_NS_PID=42}});"
            + " /proc/sys/net/ipv6/conf/v0 {disable_ipv6=1, autoconf=0, accept_redirects=0,"
            + " accept_ra=0};"
            + " RTM_NEWQDISC {kind=\"tbf\", rate=1000}");
    words.put(
        new HostChange.FilterPort("v0", mac, Ipv4.parse("10.88.0.7")),
        "sendto(NETLINK_NETFILTER, NFT_MSG_NEWTABLE, NFT_MSG_NEWCHAIN {hook ingress device \"v0\""
            + " policy drop}, NFT_MSG_NEWRULE {ether saddr 02:42:0a:58:00:07 ip saddr 10.88.0.7"
            + " accept}, NFT_MSG_NEWRULE {ether saddr 02:42:0a:58:00:07 arp saddr ether"
            + " 02:42:0a:58:00:07 arp saddr ip 10.88.0.7 accept})");
    ContainerLink link = new ContainerLink("dummy", "", "d0", 2, 0, List.of(), 42);
    words.put(new HostChange.CreateLink(link), "sendto(NETLINK_ROUTE, RTM_NEWLINK {" + link + "})");
    words.put(
        new HostChange.Masquerade(Ipv4Prefix.parse("10.88.0.7/32"), "jcr0"),
        "sendto(NETLINK_NETFILTER, NFT_MSG_NEWTABLE, NFT_MSG_NEWCHAIN, NFT_MSG_NEWRULE"
            + " {ip saddr 10.88.0.7/32 oifname != \"jcr0\" masquerade})");
    words.put(
        new HostChange.HoldPorts(PublishedPort.parse("127.0.0.1:8080-8081:80-81/udp")),
        "jcr-init ports: bind(127.0.0.1:8080:80/udp), bind(127.0.0.1:8081:81/udp), listen()");
    words.put(
        new HostChange.RelayPorts(Ipv4.parse("10.88.0.7"), 42),
        "jcr-init ports: accept(), connect(10.88.0.7), until 42 ends");
    return words;
  }

  @Test
  void everyChangeReadsAsStraceWouldWriteIt() {
    Words words = new Words(Path.of("/leases"));
    changes().forEach((change, said) -> assertEquals(said, words.of(change).syscall()));
  }

  @Test
  void noKindOfChangeIsMissingHere() {
    Set<Class<?>> tested =
        changes().keySet().stream().map(Object::getClass).collect(Collectors.toSet());
    assertEquals(Set.copyOf(Arrays.asList(HostChange.class.getPermittedSubclasses())), tested);
  }

  @Test
  void aChangeIsCalledLikeTheMethodOfHostThatMakesIt() {
    Words words = new Words(Path.of("/leases"));
    assertEquals("setSysctl", words.of(new HostChange.SetSysctl(FILE, "1")).method());
  }
}
