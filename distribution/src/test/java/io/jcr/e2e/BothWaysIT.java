package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command says and does the same with a resident planner as with a Java of its own.
@WithJcr
class BothWaysIT {
  /// What one word at a time would not be right for is quoted as for a shell.
  private static final List<String> LINES =
      List.of(
          "run --net=none -- echo hi",
          "run --net=none -- sh -c 'echo out; echo err >&2; exit 7'",
          "run --net=none -- no-such-program",
          "run --no-such-option",
          "run --net=none --limit=memory:1 -- true",
          "run --net=none -v no-such-file:/mnt -- true",
          "run --net=none -v .:/mnt -- ls /mnt",
          "run --net=none --env-file=env -e LC_ALL -- sh -c 'echo $A $LC_ALL'",
          "run --net=none -- sh -c 'kill -9 $$'",
          "run --name= -- true",
          "explain --net=none --name=same -- true",
          "inspect no-such-container",
          "stop no-such-container",
          "exec no-such-container true",
          "logs no-such-container",
          "gc",
          "doctor",
          "plugins",
          "plugins veth",
          "version",
          "completion bash",
          "matrix --format=csv net=none,no-such -- true",
          "demo --list",
          "bench --help",
          "daemon start");

  /// What the planner leaves to a Java of their own, as `docs/daemon.md` says; the two runs of the
  /// matrix it serves.
  private static final Map<String, Integer> SERVED =
      Map.of("daemon", 0, "plugins", 0, "demo", 0, "bench", 0, "matrix", 2);

  /// A container from its making to its removal.
  private static final List<String> LIFE =
      List.of(
          "create --net=none --name=life -i -- sh -c 'echo ready; cat'",
          "start life",
          "ps",
          "exec life touch /tmp/made",
          "exec life sh -c 'exit 3'",
          "diff life",
          "cp life:/tmp/made .",
          "logs life",
          "top life",
          "stats --no-stream life",
          "port life",
          "update --limit=pids:20 life",
          "pause life",
          "ps --filter=status=paused",
          "unpause life",
          "rename life lived",
          "restart lived",
          "attach lived",
          "wait lived",
          "ps -a --filter=name=lived",
          "inspect lived",
          "start lived",
          "kill -s KILL lived",
          "wait lived",
          "stop lived",
          "rm lived",
          "ps -a --filter=name=lived");

  @TempDir Path directory;
  private Resident daemon;

  @BeforeEach
  void startPlanner(Jcr jcr) throws IOException {
    jcr.gc(); // what other tests have left to it
    daemon = Resident.start(jcr, directory.resolve("planner.sock"));
    Files.writeString(directory.resolve("env"), "A=from the file\n");
    Files.createDirectory(directory.resolve("empty"));
  }

  @AfterEach
  void stopPlanner() {
    daemon.close();
  }

  @Test
  void saysAndDoesTheSame() {
    assertAll(LINES.stream().map(line -> () -> compare(line)));
  }

  private void compare(String line) {
    Result cold = call(Jcr.cold(), line);
    int before = daemon.served();
    Result resident = call(daemon.jcr(), line);

    assertEquals(cold.status(), resident.status(), line + ": " + resident);
    assertEquals(masked(cold.output()), masked(resident.output()), line);
    assertEquals(masked(cold.errors()), masked(resident.errors()), line);
    int served = SERVED.getOrDefault(name(line), 1);
    assertEquals(before + served, daemon.served(), line + ": served by the planner");
  }

  @Test
  void aContainersLifeIsTheSame() {
    List<String> cold = live(Jcr.cold());
    List<String> resident = live(daemon.jcr());

    assertEquals(String.join("\n", cold), String.join("\n", resident));
    assertTrue(cold.contains("ready"), cold.toString());
  }

  /// All that is said in a life, with its events.
  private List<String> live(Jcr jcr) {
    Instant begin = Instant.now();
    List<String> said = new ArrayList<>();
    for (String line : LIFE) {
      Result result = call(jcr, line);
      said.add("$ jcr " + line + " = " + result.status());
      masked(result.output()).lines().forEach(said::add);
      masked(result.errors()).lines().forEach(said::add);
    }
    List<String> events =
        call(jcr, "events --filter=container=lived --since=" + begin).succeeded().lines();
    // a signal and the end that it causes are written by two processes, in either order
    events.stream().map(BothWaysIT::masked).sorted().forEach(said::add);
    return said;
  }

  /// A command that is new has to be added to one of the lists.
  @Test
  void everyCommandIsCompared(Jcr jcr) {
    Set<String> compared = new HashSet<>(Set.of("events"));
    LINES.forEach(line -> compared.add(name(line)));
    LIFE.forEach(line -> compared.add(name(line)));

    String help = jcr.call("--help").succeeded().output();
    Set<String> all =
        help.substring(help.indexOf("Commands:"))
            .lines()
            .filter(line -> line.matches("  [a-z]+ .*"))
            .map(line -> line.strip().split(" ", 2)[0])
            .collect(Collectors.toSet());

    assertTrue(all.size() > 30, help);
    all.removeAll(compared);
    assertEquals(Set.of(), all);
  }

  @Test
  void anUnknownCommandIsNotServed() {
    Result cold = call(Jcr.cold(), "no-such-command");
    int before = daemon.served();
    Result resident = call(daemon.jcr(), "no-such-command");

    assertEquals(cold.status(), resident.status());
    assertEquals(cold.errors(), resident.errors());
    assertEquals(before, daemon.served());
  }

  @Test
  void tracesTheSameSteps() {
    String line = "run --net=none --name=traced --trace -- true";

    List<String> cold = steps(call(Jcr.cold(), line).exited(0));
    List<String> resident = steps(call(daemon.jcr(), line).exited(0));

    assertTrue(cold.size() > 20, cold.toString());
    assertEquals(cold, resident);
  }

  /// The lines without their times, pids and other numbers, and without the moment at which Java
  /// hears that the process is made: that one goes on meanwhile.
  private static List<String> steps(Result result) {
    assertTrue(result.errors().contains("── process made"), result.errors());
    return masked(result.errors())
        .lines()
        .filter(line -> !line.contains("── process made"))
        .toList();
  }

  private Result call(Jcr jcr, String line) {
    Jcr there = jcr.with("LC_ALL", "en_US.UTF-8");
    String script = "cd '" + directory + "' && exec \"$0\" " + line;
    List<String> command = List.of("/bin/sh", "-c", script, Jcr.HOME.resolve("bin/jcr").toString());
    try (Started started = there.launch(command)) {
      started.closeInput();
      return started.awaitEnd();
    }
  }

  private static String name(String line) {
    return line.split(" ", 2)[0];
  }

  /// Without what differs from one container, and one moment, to the next: ids, numbers, units.
  private static String masked(String text) {
    return text.replaceAll("\\b[0-9a-f]{12,64}\\b", "ID")
        .replaceAll("[0-9]+([.:][0-9]+)*( ?[kKMG]i?B?\\b| ?B\\b| ?m?s\\b| seconds?\\b)?", "N")
        .replaceAll("(?m)[ ]+", " ");
  }
}
