package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A running `jcr daemon`, at a socket of its own. Closing it stops it.
final class Resident implements AutoCloseable {
  private final Started process;
  private final Jcr jcr;

  private Resident(Started process, Jcr jcr) {
    this.process = process;
    this.jcr = jcr;
  }

  /// Starts one, and waits until it listens.
  ///
  /// @param options of `jcr daemon`
  static Resident start(Jcr jcr, Path socket, String... options) {
    Jcr through = jcr.with("JCR_DAEMON_SOCKET", socket.toString());
    String[] words = new String[options.length + 1];
    words[0] = "daemon";
    System.arraycopy(options, 0, words, 1, options.length);
    Started process = through.launch(through.command(words));
    Await.value(
        "the planner listens at " + socket,
        () ->
            through.call("daemon", "status").status() == 0
                ? Optional.of(socket)
                : process.isAlive() ? Optional.empty() : Optional.of(socket));
    return new Resident(process, through);
  }

  /// Calls jcr through it.
  Jcr jcr() {
    return jcr;
  }

  Started process() {
    return process;
  }

  /// What it says of itself.
  String status() {
    return status(jcr);
  }

  /// What the planner says that serves `jcr`.
  static String status(Jcr jcr) {
    return jcr.call("daemon", "status").succeeded().line();
  }

  /// How many sessions it has served.
  int served() {
    return served(status());
  }

  /// How many that were.
  static int served(String status) {
    return Integer.parseInt(status.replaceAll(".* (\\d+) served.*", "$1"));
  }

  /// Whether a planner serves every test's jcr.
  static boolean isShared() {
    return Boolean.getBoolean("jcr.daemon");
  }

  /// Its JVM.
  Proc java() {
    return new Proc(Long.parseLong(status().replaceAll("pid (\\d+),.*", "$1")));
  }

  void kill() {
    LibC.kill(java().pid(), LibC.SIGKILL);
    process.awaitEnd();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      jcr.call("daemon", "stop").succeeded();
      process.awaitEnd().exited(0);
    }
  }

  /// With `-Djcr.daemon=true` every test's jcr is served by one planner of this JVM.
  static Map<String, String> environment() {
    return isShared()
        ? Map.of("JCR_DAEMON_SOCKET", Shared.PLANNER.jcr.variable("JCR_DAEMON_SOCKET"))
        : Map.of();
  }

  /// Requires that the shared planner still runs: without it every jcr would start a Java, and the
  /// tests would not try what they are to try.
  static void requireShared() {
    if (isShared()) {
      assertTrue(Shared.PLANNER.process.isAlive(), "the tests' planner has ended");
    }
  }

  private static final class Shared {
    static final Resident PLANNER = begin();

    private static Resident begin() {
      try {
        Path socket = Files.createTempDirectory("jcr-planner").resolve("planner.sock");
        Resident planner = start(Jcr.cold(), socket, "--idle-timeout=0");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(planner::close));
        return planner;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
