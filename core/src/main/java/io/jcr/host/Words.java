package io.jcr.host;

import static java.util.stream.Collectors.joining;

import io.jcr.api.PublishedPort;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostCommand;
import io.jcr.spi.VethPair;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Puts changes to the host into words, for `explain`, `--dry-run` and `--trace`.
///
/// This is a `switch` over types rather than a [HostChange.Visitor]: a run that nobody observes
/// does not get here (ADR 11).
///
/// @param leases where the lease pools are
public record Words(Path leases) {
  private static final int MAX_STRING = 120;

  /// A change in words.
  ///
  /// @param method the method of [io.jcr.spi.Host], such as `createDirectory`
  /// @param syscall the system call that makes the change, as strace would write it; for a group of
  ///   messages, the one that matters
  public record Call(String method, String syscall) {}

  /// A change in words.
  public Call of(HostChange<?> change) {
    return new Call(change.verb(), syscall(change));
  }

  private String syscall(HostChange<?> change) {
    return switch (change) {
      case HostChange.CreateDirectory c -> mkdir(c.directory(), c.mode());
      case HostChange.CreateSnapshot c -> snapshot(c);
      case HostChange.CreateFile c -> create(c.file(), c.content(), c.mode());
      case HostChange.ReplaceFile c -> replace(c);
      case HostChange.RemoveFile c -> "unlink(" + quoted(c.file()) + ")";
      case HostChange.CreateNetworkNamespace c ->
          "unshare(CLONE_NEWNET) in a thread; mount(\"/proc/thread-self/ns/net\", "
              + quoted(c.file())
              + ", NULL, MS_BIND, NULL)";
      case HostChange.Execute c -> execve(c.command());
      case HostChange.CreateCgroup c -> mkdir(c.directory(), 0755);
      case HostChange.SetCgroupFile c -> write(c.file(), c.value());
      case HostChange.SetSysctl c -> write(c.file(), c.value());
      case HostChange.Lease c ->
          "symlink(, "
              + quoted(leases.resolve(c.pool()).resolve(c.key()))
              + ") /* leads to the container */";
      case HostChange.EnsureBridge c ->
          "sendto(NETLINK_ROUTE, RTM_NEWLINK {name="
              + quoted(c.name())
              + ", kind=\"bridge\"})"
              + withoutIpv6(c.name())
              + "; sendto(NETLINK_ROUTE, RTM_NEWLINK {IFF_UP}, RTM_NEWADDR {"
              + c.address()
              + "})";
      case HostChange.CreateVeth c -> veth(c.pair());
      case HostChange.FilterPort c -> filter(c);
      case HostChange.CreateLink c -> "sendto(NETLINK_ROUTE, RTM_NEWLINK {" + c.link() + "})";
      case HostChange.Masquerade c ->
          "sendto(NETLINK_NETFILTER, NFT_MSG_NEWTABLE, NFT_MSG_NEWCHAIN, NFT_MSG_NEWRULE {ip saddr "
              + c.source()
              + " oifname != "
              + quoted(c.exceptInterface())
              + " masquerade})";
      case HostChange.HoldPorts c -> bind(c.ports());
      case HostChange.RelayPorts c ->
          "jcr-init ports: accept(), connect(" + c.address() + "), until " + c.pid() + " ends";
    };
  }

  private static String snapshot(HostChange.CreateSnapshot change) {
    return "ioctl(open("
        + quoted(change.directory().resolveSibling(""))
        + "), BTRFS_IOC_SNAP_CREATE_V2, {fd=open("
        + quoted(change.source())
        + "), name="
        + quoted(String.valueOf(change.directory().getFileName()))
        + "})";
  }

  private static String create(Path file, String content, int mode) {
    return "open("
        + quoted(file)
        + ", O_WRONLY|O_CREAT|O_EXCL, "
        + octal(mode)
        + "); write(, "
        + quoted(content)
        + ")";
  }

  private static String replace(HostChange.ReplaceFile change) {
    Path temporary = Path.of(change.file() + ".new");
    return create(temporary, change.content(), change.mode())
        + "; rename("
        + quoted(temporary)
        + ", "
        + quoted(change.file())
        + ")";
  }

  private static String execve(HostCommand command) {
    String words =
        Stream.concat(Stream.of(command.program().toString()), command.arguments().stream())
            .map(Words::quoted)
            .collect(joining(", "));
    String environment =
        command.environment().entrySet().stream()
            .map(variable -> quoted(variable.getKey() + "=" + variable.getValue()))
            .collect(joining(", "));
    return "execve("
        + quoted(command.program())
        + ", ["
        + words
        + "], ["
        + environment
        + "]) < "
        + command.input();
  }

  private static String veth(VethPair pair) {
    StringBuilder call = new StringBuilder("sendto(NETLINK_ROUTE, RTM_NEWLINK {kind=\"veth\"");
    call.append(", name=").append(quoted(pair.hostName()));
    call.append(", master=").append(quoted(pair.bridge()));
    call.append(", mtu=").append(pair.mtu());
    call.append(", peer={name=").append(quoted(pair.peerName()));
    call.append(", index=").append(pair.peerIndex());
    call.append(", address=").append(pair.peerMac());
    call.append(", IFLA_NET_NS_PID=").append(pair.pid()).append("}})");
    call.append(withoutIpv6(pair.hostName()));
    if (pair.rate() > 0) {
      call.append("; RTM_NEWQDISC {kind=\"tbf\", rate=").append(pair.rate()).append("}");
    }
    return call.toString();
  }

  private static String filter(HostChange.FilterPort change) {
    String from = "ether saddr " + change.mac();
    return "sendto(NETLINK_NETFILTER, NFT_MSG_NEWTABLE, NFT_MSG_NEWCHAIN {hook ingress device "
        + quoted(change.link())
        + " policy drop}, NFT_MSG_NEWRULE {"
        + from
        + " ip saddr "
        + change.address()
        + " accept}, NFT_MSG_NEWRULE {"
        + from
        + " arp saddr ether "
        + change.mac()
        + " arp saddr ip "
        + change.address()
        + " accept})";
  }

  private static String withoutIpv6(String link) {
    return "; /proc/sys/net/ipv6/conf/"
        + link
        + " {disable_ipv6=1, autoconf=0, accept_redirects=0, accept_ra=0}";
  }

  private static String bind(List<PublishedPort> ports) {
    StringBuilder call = new StringBuilder("jcr-init ports: ");
    for (PublishedPort port : ports) {
      call.append("bind(").append(port).append("), ");
    }
    return call.append("listen()").toString();
  }

  private static String mkdir(Path directory, int mode) {
    return "mkdir(" + quoted(directory) + ", " + octal(mode) + ")";
  }

  static String write(Path file, String value) {
    return "open(" + quoted(file) + ", O_WRONLY); write(, " + quoted(value) + ")";
  }

  static String quoted(Path path) {
    return quoted(path.toString());
  }

  /// A C string, shortened when it is long.
  public static String quoted(String text) {
    String shown = text.length() > MAX_STRING ? text.substring(0, MAX_STRING) : text;
    String escaped =
        shown.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t");
    return '"' + escaped + '"' + (text.length() > MAX_STRING ? "..." : "");
  }

  private static String octal(int mode) {
    return "0" + Integer.toOctalString(mode);
  }
}
