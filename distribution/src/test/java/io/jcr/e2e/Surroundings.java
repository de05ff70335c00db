package io.jcr.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What combinations want to join: a network namespace of `ip netns`, a UTS namespace that
/// `unshare` keeps, and a container that runs. They stay as they are until [#close].
final class Surroundings implements AutoCloseable {
  static final String HOSTNAME = "kept";
  static final String ADDRESS = "10.99.0.1";

  private static final String NETNS = "jcr-it-matrix";
  private static final String PEER = "jcr-it-peer";

  private final Path uts;
  private final Started peer;

  Surroundings() {
    try {
      uts = Files.createTempFile("jcr-uts", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Jcr.host("unshare", "--uts=" + uts, "hostname", HOSTNAME);
    Jcr.host("ip", "netns", "add", NETNS);
    Jcr.host("ip", "-n", NETNS, "addr", "add", ADDRESS + "/32", "dev", "lo");
    peer = Jcr.built().start("--name=" + PEER, "--net=veth", "--", "sig-print");
    try {
      peer.awaitLine("ready.*");
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  Path uts() {
    return uts;
  }

  String netnsOption() {
    return "netns:" + NETNS;
  }

  String containerOption() {
    return "container:" + PEER;
  }

  Proc peer() {
    return peer.container();
  }

  String peerAddress() {
    return addressOf(PEER);
  }

  /// The address that jcr says a container has.
  static String addressOf(String container) {
    return Json.parse(Cgroups.read(Jcr.state(container).resolve("state.json")))
        .get("annotations")
        .get("address")
        .text()
        .replaceFirst("/.*", "");
  }

  long utsInode() {
    return inode(uts);
  }

  static long netnsInode() {
    return inode(Path.of("/run/netns", NETNS));
  }

  private static long inode(Path file) {
    try {
      return (Long) Files.getAttribute(file, "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    peer.close();
    Jcr.host("ip", "netns", "del", NETNS);
    Jcr.host("umount", uts.toString());
    Jcr.host("rm", uts.toString());
  }
}
