package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A command is stopped at each of its steps: a call fails, the JVM is killed, a jcr-init is
/// killed. After `jcr gc` the host is as before, and another container has noticed nothing.
///
/// The steps are found by a run in which nothing fails: each change to the host, each operation of
/// the container's process, each message between jcr's processes. By default a sample of them is
/// tried; `-Djcr.faults=all` tries them all, `-Djcr.faults=N` N of each command, and
/// `-Djcr.faults.seed=N` others. The command that meets a fault starts a Java of its own; what
/// comes before and after it need not.
@WithJcr
class FaultIT {
  private static final String SAMPLE = System.getProperty("jcr.faults", "12");
  private static final long SEED = Long.getLong("jcr.faults.seed", 20_261_129);
  private static final int ATTEMPTS = 4;
  private static final String NAME = "faulty";

  private static final List<String> CONTAINER =
      List.of(
          "-d",
          "--name=" + NAME,
          "--net=veth",
          "--limit=memory:100M",
          "--limit=pids:50",
          "-p",
          "18080:80",
          "--",
          "sleep",
          "1000");

  /// The command that meets faults.
  enum Command {
    RUN("none"),
    EXEC("veth"),
    STOP("veth"),
    RM("veth");

    /// That of the other container: where it is `none` the first bridge is made, too.
    final String network;

    Command(String network) {
      this.network = network;
    }

    boolean onAContainer() {
      return this != RUN;
    }

    String[] line() {
      List<String> line = new ArrayList<>();
      switch (this) {
        case RUN -> {
          line.add("run");
          line.addAll(CONTAINER);
        }
        case EXEC -> line.addAll(List.of("exec", NAME, "true"));
        case STOP -> line.addAll(List.of("stop", "-t", "1", NAME));
        case RM -> line.addAll(List.of("rm", "-f", NAME));
      }
      return line.toArray(String[]::new);
    }
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void leavesNothingWhereverItIsStopped(Command command, Jcr jcr, @TempDir Path directory) {
    FaultInjector injector = FaultInjector.build(Jcr.cold(), directory);
    jcr.gc();
    try (Detached other =
        Detached.run(jcr, "other", "--net=" + command.network, "sleep", "1000000")) {
      String identity = other.container().identity().orElseThrow();
      String cgroups = other.container().read("cgroup").orElseThrow();
      HostSnapshot before = HostSnapshot.take();
      List<Fault> faults = found(command, injector, jcr);
      List<String> wrong = new ArrayList<>();
      for (Fault fault : faults) {
        try {
          meet(command, fault, injector, before, jcr);
          assertEquals(Optional.of(identity), other.container().identity(), "the other container");
          assertEquals(Optional.of(cgroups), other.container().read("cgroup"));
        } catch (AssertionError e) {
          wrong.add(command + " at " + fault + ": " + e.getMessage());
          System.out.println("FaultIT: " + wrong.getLast());
          injector.jcr().stopAll();
          removeByForce(jcr);
        }
      }
      assertTrue(wrong.isEmpty(), () -> wrong.size() + " faults:\n" + String.join("\n\n", wrong));
    }
  }

  /// The faults to try, among all that there are.
  private static List<Fault> found(Command command, FaultInjector injector, Jcr jcr) {
    arrange(command, jcr);
    injector.recording().call(command.line()).exited(0);
    tidy(jcr);
    List<String> points = injector.points();
    List<Fault> all =
        new ArrayList<>(points.stream().map(Fault::at).flatMap(List::stream).toList());
    int number = SAMPLE.equals("all") ? all.size() : Integer.parseInt(SAMPLE);
    Collections.shuffle(all, new Random(SEED));
    System.out.printf(
        "FaultIT: jcr %s has %d points, where %d things can go wrong; tries %d, seed %d%n",
        command.line()[0], points.size(), all.size(), Math.min(number, all.size()), SEED);
    return all.subList(0, Math.min(number, all.size()));
  }

  private static void arrange(Command command, Jcr jcr) {
    if (command.onAContainer()) {
      jcr.run(CONTAINER.toArray(String[]::new)).exited(0);
    }
  }

  private static void meet(
      Command command, Fault fault, FaultInjector injector, HostSnapshot before, Jcr jcr) {
    for (int attempt = 1; ; attempt++) {
      arrange(command, jcr);
      Result result = injector.with(fault).call(command.line());
      requireASentence(fault, result);
      if (command == Command.EXEC) {
        assertEquals("running", state(), "the container that was entered, after " + result);
        assertEquals("", result.output());
      }
      if (!fault.kills() && command != Command.EXEC) {
        stop(command, result, jcr);
      }
      tidy(jcr);
      injector.awaitDone();
      requireUnchanged(before, result);
      if (injector.hit()) {
        return;
      }
      if (attempt == ATTEMPTS) {
        // a JVM that is just being executed may be there at one time and not at another
        assertTrue(injector.has("reached"), "was not reached in " + attempt + " attempts");
        return;
      }
    }
  }

  /// Whoever fails says so, and nobody shows a stack trace.
  private static void requireASentence(Fault fault, Result result) {
    assertTrue(!result.errors().contains("\tat "), () -> "a stack trace: " + result);
    assertTrue(!result.errors().contains("Exception"), () -> "an exception's name: " + result);
    assertTrue(
        fault.kills() || result.status() == 0 || result.errors().startsWith("jcr"),
        () -> "fails without a word: " + result);
  }

  private static String state() {
    return new Detached(Jcr.cold(), NAME).container().isAlive() ? "running" : "ended";
  }

  /// A command that says that it worked has worked; one that failed works the next time.
  private static void stop(Command command, Result result, Jcr jcr) {
    if (command == Command.RUN && result.status() == 0) {
      Result stop = jcr.call("stop", "-t", "1", NAME);
      assertEquals(0, stop.status(), () -> stop + "\nafter " + result);
    } else if (command == Command.STOP) {
      jcr.call("stop", "-t", "1", NAME).exited(0);
      assertTrue(Files.exists(Jcr.state(NAME).resolve("record")), "the record is gone");
    } else if (command == Command.RM && result.status() == 0) {
      assertTrue(!Files.exists(Jcr.state(NAME)), () -> "it is still there after " + result);
    }
  }

  private static void tidy(Jcr jcr) {
    if (Files.exists(Jcr.state(NAME).resolve("record"))) {
      jcr.call("rm", "-f", NAME).exited(0);
    }
    jcr.gc();
  }

  /// What a fault has left that jcr itself cannot remove, so that the next one is met alone.
  private static void removeByForce(Jcr jcr) {
    for (Proc process : Proc.all()) {
      String environment = process.read("environ").orElse("");
      String command = process.read("cmdline").orElse("");
      if (environment.contains("faults.log") || command.contains("--name=" + NAME)) {
        LibC.kill(process.pid(), LibC.SIGKILL);
      }
    }
    tidy(jcr);
  }

  private static void requireUnchanged(HostSnapshot before, Result result) {
    List<String> left = WithJcr.Extension.changesThatStay(before);
    assertEquals(List.of(), left, () -> "on the host after " + result);
    assertEquals(
        List.of(), before.changesSince(HostSnapshot.take()), () -> "lost on the host by " + result);
  }
}
