package io.jcr.e2e;

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
    return Shared.ENVIRONMENT;
  }

  private static final class Shared {
    static final Map<String, String> ENVIRONMENT = isShared() ? begin() : Map.of();

    private static Map<String, String> begin() {
      try {
        Path socket = Files.createTempDirectory("jcr-planner").resolve("planner.sock");
        Jcr jcr = Jcr.cold();
        Resident resident = start(jcr, socket, "--idle-timeout=0");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(resident::close));
        return Map.of("JCR_DAEMON_SOCKET", socket.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
