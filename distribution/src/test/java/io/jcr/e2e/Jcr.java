package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Starts the built `bin/jcr`. One belongs to a test, and knows what the test has started.
final class Jcr {
  /// The distribution that is tested.
  static final Path HOME = Path.of(System.getProperty("jcr.home"));

  private static final Path RUN = Path.of("/run/jcr");
  private static final Path LIB = Path.of("/var/lib/jcr");

  private final Path home;
  private final List<String> prefix;
  private final Map<String, String> environment;
  private final List<Started> started;

  private Jcr(
      Path home, List<String> prefix, Map<String, String> environment, List<Started> started) {
    this.home = home;
    this.prefix = prefix;
    this.environment = environment;
    this.started = started;
  }

  /// With an almost empty environment: what a test does not set, it does not depend on. A resident
  /// planner serves it, unless `-Djcr.daemon=false`.
  static Jcr built() {
    Jcr jcr = cold();
    Map<String, String> more = new HashMap<>(jcr.environment);
    more.putAll(Resident.environment());
    return new Jcr(HOME, List.of(), more, new ArrayList<>());
  }

  /// The same, with a Java of its own unless a test says otherwise.
  static Jcr cold() {
    var environment = Map.of("PATH", System.getenv("PATH"), "LANG", "C.UTF-8");
    return new Jcr(HOME, List.of(), environment, new ArrayList<>());
  }

  /// The same in another working directory.
  Jcr in(Path directory) {
    return through("env", "-C", directory.toString());
  }

  /// The same from another installation.
  Jcr installedAt(Path otherHome) {
    return new Jcr(otherHome, prefix, environment, started);
  }

  /// The same with one more variable in jcr's own environment.
  Jcr with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Jcr(home, prefix, more, started);
  }

  /// A variable of jcr's own environment.
  String variable(String name) {
    return Objects.requireNonNull(environment.get(name));
  }

  /// The same, started by another program: `through("setpriv", "--reuid=65534")`.
  Jcr through(String... program) {
    return new Jcr(home, List.of(program), environment, started);
  }

  /// The same for somebody who is not root. Skips the test where such a user cannot come to jcr at
  /// all, as below a `/root` that only root enters.
  Jcr asNobody() {
    Requires.command("setpriv", "util-linux");
    Requires.openToAll(home);
    return through("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
  }

  /// The bundled root file system, as the host sees it.
  Path rootfs() {
    return home.resolve("rootfs");
  }

  /// Where a container's state is kept.
  static Path state(String id) {
    return RUN.resolve("containers").resolve(id);
  }

  /// Where a container's writable layer is kept.
  static Path data(String id) {
    return LIB.resolve("containers").resolve(id);
  }

  /// The command line of `jcr ARGUMENTS`.
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(home.resolve("bin/jcr").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /// Runs `jcr ARGUMENTS` to its end.
  Result call(String... arguments) {
    return callWithInput("", arguments);
  }

  Result callWithInput(String input, String... arguments) {
    try (Started jcr = launch(command(arguments))) {
      jcr.type(input);
      jcr.closeInput();
      return jcr.awaitEnd();
    }
  }

  /// Runs `jcr run ARGUMENTS` to its end.
  Result run(String... arguments) {
    return call(runArguments(arguments));
  }

  /// Runs a command in a container that has no network, and requires that it succeeds in silence.
  Result inside(String... arguments) {
    return run(arguments).succeeded();
  }

  /// Starts `jcr run ARGUMENTS`.
  Started start(String... arguments) {
    return launch(command(runArguments(arguments)));
  }

  /// Starts one of the bundled programs on the host.
  Started onHost(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(rootfs().resolve("usr/local/bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return launch(command);
  }

  /// Starts a command of the host.
  Started launch(List<String> command) {
    return launch(new ProcessBuilder(command));
  }

  private Started launch(ProcessBuilder builder) {
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Started process = new Started(builder.command(), builder.start());
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a command of the host with its three standard streams in a terminal.
  Started launchIn(Pty terminal, List<String> command) {
    File device = new File(terminal.name());
    var builder = new ProcessBuilder(command);
    builder.redirectInput(device).redirectOutput(device).redirectError(device);
    return launch(builder);
  }

  /// Removes what dead containers have left.
  Result gc() {
    return call("gc").exited(0);
  }

  private static String[] runArguments(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  /// Ends what the test has left running, and says what that was.
  List<String> stopAll() {
    List<String> stopped = new ArrayList<>();
    for (Started process : started) {
      if (process.isAlive()) {
        stopped.add(String.join(" ", process.command()));
        process.close();
      }
    }
    return stopped;
  }

  /// Runs a command of the host for the test's own needs.
  static String host(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor() == 0, () -> String.join(" ", command) + ": " + output);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
