package io.jcr.runtime;

import static java.util.stream.Collectors.joining;

import io.jcr.api.Ipv4Prefix;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.HostCommand;
import io.jcr.spi.VethPair;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A change to the host in words.
///
/// @param method the method of [io.jcr.spi.Host], such as `createDirectory`
/// @param syscall the system call that makes the change, as strace would write it; of a group of
///   messages the one that matters
public record HostCall(String method, String syscall) {
  static HostCall createDirectory(Path directory, int mode) {
    return new HostCall("createDirectory", mkdir(directory, mode));
  }

  static HostCall createFile(Path file, String content, int mode) {
    return new HostCall(
        "createFile",
        "open("
            + quoted(file)
            + ", O_WRONLY|O_CREAT|O_EXCL, "
            + octal(mode)
            + "); write(, "
            + Strace.quoted(content)
            + ")");
  }

  static HostCall replaceFile(Path file, String content, int mode) {
    Path temporary = Path.of(file + ".new");
    return new HostCall(
        "replaceFile",
        createFile(temporary, content, mode).syscall()
            + "; rename("
            + quoted(temporary)
            + ", "
            + quoted(file)
            + ")");
  }

  static HostCall removeFile(Path file) {
    return new HostCall("removeFile", "unlink(" + quoted(file) + ")");
  }

  static HostCall createNetworkNamespace(Path file) {
    return new HostCall(
        "createNetworkNamespace",
        "unshare(CLONE_NEWNET) in a thread; mount(\"/proc/thread-self/ns/net\", "
            + quoted(file)
            + ", NULL, MS_BIND, NULL)");
  }

  static HostCall execute(HostCommand command) {
    String words =
        Stream.concat(Stream.of(command.program().toString()), command.arguments().stream())
            .map(Strace::quoted)
            .collect(joining(", "));
    String environment =
        command.environment().entrySet().stream()
            .map(variable -> Strace.quoted(variable.getKey() + "=" + variable.getValue()))
            .collect(joining(", "));
    return new HostCall(
        "execute",
        "execve("
            + quoted(command.program())
            + ", ["
            + words
            + "], ["
            + environment
            + "]) < "
            + command.input());
  }

  static HostCall createCgroup(Path directory) {
    return new HostCall("createCgroup", mkdir(directory, 0755));
  }

  static HostCall setCgroupFile(Path file, String value) {
    return new HostCall("setCgroupFile", write(file, value));
  }

  static HostCall setSysctl(Path file, String value) {
    return new HostCall("setSysctl", write(file, value));
  }

  static HostCall lease(Path file) {
    return new HostCall("lease", "open(" + quoted(file) + ", O_WRONLY|O_CREAT|O_EXCL, 0644)");
  }

  static HostCall ensureBridge(String name, Ipv4Prefix address) {
    return new HostCall(
        "ensureBridge",
        "sendto(NETLINK_ROUTE, RTM_NEWLINK {name="
            + Strace.quoted(name)
            + ", kind=\"bridge\", IFF_UP}, RTM_NEWADDR {"
            + address
            + "})");
  }

  static HostCall createVeth(VethPair pair) {
    StringBuilder call = new StringBuilder("sendto(NETLINK_ROUTE, RTM_NEWLINK {kind=\"veth\"");
    call.append(", name=").append(Strace.quoted(pair.hostName()));
    call.append(", master=").append(Strace.quoted(pair.bridge()));
    call.append(", mtu=").append(pair.mtu());
    call.append(", peer={name=").append(Strace.quoted(pair.peerName()));
    call.append(", index=").append(pair.peerIndex());
    call.append(", address=").append(pair.peerMac());
    call.append(", IFLA_NET_NS_PID=").append(pair.pid()).append("}})");
    if (pair.rate() > 0) {
      call.append("; RTM_NEWQDISC {kind=\"tbf\", rate=").append(pair.rate()).append("}");
    }
    return new HostCall("createVeth", call.toString());
  }

  static HostCall createLink(ContainerLink link) {
    return new HostCall("createLink", "sendto(NETLINK_ROUTE, RTM_NEWLINK {" + link + "})");
  }

  static HostCall masquerade(Ipv4Prefix source, String exceptInterface) {
    return new HostCall(
        "masquerade",
        "sendto(NETLINK_NETFILTER, NFT_MSG_NEWTABLE, NFT_MSG_NEWCHAIN, NFT_MSG_NEWRULE {ip saddr "
            + source
            + " oifname != "
            + Strace.quoted(exceptInterface)
            + " masquerade})");
  }

  private static String mkdir(Path directory, int mode) {
    return "mkdir(" + quoted(directory) + ", " + octal(mode) + ")";
  }

  private static String write(Path file, String value) {
    return "open(" + quoted(file) + ", O_WRONLY); write(, " + Strace.quoted(value) + ")";
  }

  private static String quoted(Path path) {
    return Strace.quoted(path.toString());
  }

  private static String octal(int mode) {
    return "0" + Integer.toOctalString(mode);
  }
}
