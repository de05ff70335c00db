package io.jcr.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One cell of the matrix of backends.
///
/// @param user whether with a user namespace
record Combination(String ns, String fs, String net, String limiter, boolean user) {
  static final long FIRST_UID = 200_000;

  private static final int IDS = 65_536;

  /// Those without a user namespace with each network, those with one with the networks that are
  /// its own. To join a namespace and to have a user namespace is a case of [SetnsIT].
  static Stream<Combination> all(Surroundings around, List<String> limiters) {
    List<Combination> all = new ArrayList<>();
    for (String limiter : limiters) {
      for (String fs : List.of("overlay", "bind", "chroot")) {
        for (String ns : List.of("clone", "unshare", "setns", "setns:uts=" + around.uts())) {
          for (String net :
              List.of("none", "veth", "host", around.netnsOption(), around.containerOption())) {
            all.add(new Combination(ns, fs, net, limiter, false));
          }
        }
        for (String ns : List.of("clone", "unshare", "setns")) {
          for (String net : List.of("none", "veth")) {
            all.add(new Combination(ns, fs, net, limiter, true));
          }
        }
      }
    }
    return all.stream();
  }

  /// The options of `jcr run`.
  List<String> options() {
    String ids = ":user,uid=" + FIRST_UID + ",count=" + IDS;
    List<String> options =
        new ArrayList<>(
            List.of(
                "--ns=" + ns + (user ? ids : ""),
                "--fs=" + fs,
                "--net=" + net,
                "--limiter=" + limiter));
    if (!joinsUts()) {
      options.add("--hostname=box");
    }
    return options;
  }

  boolean joinsUts() {
    return ns.contains("uts=");
  }

  /// The backend of `--net` without what follows it.
  String network() {
    return net.replaceFirst(":.*", "");
  }

  /// Root of the container, as a user of the host.
  long root() {
    return user ? FIRST_UID : 0;
  }

  @Override
  public String toString() {
    return String.join(" ", ns.replaceFirst("=.*", ""), fs, network(), limiter)
        + (user ? " user" : "");
  }
}
