package io.jcr.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;

/// A network namespace that plays the host: what programs of the host do to links and packet
/// filters there does not reach the real one. Beyond it is another that plays the rest of the
/// world.
///
/// ```
///  containers ── bridges … ── this 198.51.100.1 up0 ══ veth ══ out0 198.51.100.2 outside
/// ```
final class PrivateHost implements AutoCloseable {
  static final String ADDRESS = "198.51.100.1";

  private final Jcr jcr;
  private final Started inside;
  private final Started outside;

  PrivateHost(Jcr jcr) {
    Requires.command("ip", "iproute2");
    this.jcr = jcr;
    this.inside = holder();
    this.outside = holder();
    host("ip", "link", "set", "lo", "up");
    host("ip", "link", "add", "up0", "type", "veth", "peer", "name", "out0");
    host("ip", "link", "set", "out0", "netns", pid(outside));
    host("ip", "addr", "add", ADDRESS + "/24", "dev", "up0");
    host("ip", "link", "set", "up0", "up");
    Jcr.host(through(outside, "ip", "addr", "add", "198.51.100.2/24", "dev", "out0"));
    Jcr.host(through(outside, "ip", "link", "set", "out0", "up"));
  }

  private Started holder() {
    Started holder = jcr.launch(List.of("unshare", "--net", "sh", "-c", "echo up; exec cat"));
    holder.awaitLine("up");
    return holder;
  }

  private static String pid(Started holder) {
    return String.valueOf(holder.proc().pid());
  }

  private static String[] through(Started holder, String... command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", pid(holder), "-n"));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  /// The jcr that is at home here.
  Jcr jcr() {
    return jcr.through("nsenter", "-t", pid(inside), "-n");
  }

  /// Runs a command here and returns what it says.
  String host(String... command) {
    return Jcr.host(through(inside, command));
  }

  /// Runs a command outside and returns what it says.
  String outside(String... command) {
    return Jcr.host(through(outside, command));
  }

  /// Starts a command here.
  Started launch(String... command) {
    return jcr.launch(List.of(through(inside, command)));
  }

  /// Runs one of the bundled programs here.
  Result program(String name, String... arguments) {
    return run(inside, name, arguments);
  }

  /// Runs one of the bundled programs outside.
  Result programOutside(String name, String... arguments) {
    return run(outside, name, arguments);
  }

  private Result run(Started holder, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(jcr.rootfs().resolve("usr/local/bin").resolve(name).toString());
    command.addAll(List.of(arguments));
    Started program = jcr.launch(List.of(through(holder, command.toArray(String[]::new))));
    program.closeInput();
    return program.awaitEnd();
  }

  /// The names of the interfaces here.
  List<String> links() {
    return host("ip", "-o", "link")
        .lines()
        .map(line -> line.split(": ", -1)[1].replaceFirst("@.*", ""))
        .sorted()
        .toList();
  }

  /// Skips the test on a kernel that cannot make such an interface on top of `up0`.
  void requireKind(String kind) {
    String[] add = through(inside, "ip", "link", "add", "probe0", "link", "up0", "type", kind);
    boolean made = jcr.launch(List.of(add)).awaitEnd().status() == 0;
    assumeTrue(made, "machine: the kernel has no interfaces of the kind " + kind);
    host("ip", "link", "del", "probe0");
  }

  @Override
  public void close() {
    inside.close();
    outside.close();
  }
}
