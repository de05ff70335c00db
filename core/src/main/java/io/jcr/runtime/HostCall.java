package io.jcr.runtime;

import io.jcr.api.Ipv4Prefix;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.VethPair;
import java.nio.file.Path;

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
    return new HostCall(
        "createVeth", "sendto(NETLINK_ROUTE, RTM_NEWLINK {kind=\"veth\", " + pair + "})");
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
