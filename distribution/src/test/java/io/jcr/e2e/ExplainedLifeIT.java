package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands on one container that are explained, then traced: what was explained has not happened,
/// and then happens as explained.
@WithJcr
class ExplainedLifeIT {
  private static final Pattern QUOTED = Pattern.compile("\"(/[^\"]*)\"");

  private static final String POLITE =
      "trap : HUP; trap 'exit 3' INT; echo ready; while :; do sleep 1000 & wait $!; done";

  @TempDir Path scratch;

  @BeforeEach
  void machine() {
    Requires.root();
    Requires.controller("memory");
    Requires.controller("freezer");
  }

  /// What `jcr explain` says, step by step.
  private static List<Json> explained(Jcr jcr, String... command) {
    List<String> all = new ArrayList<>(List.of("explain", "--format=json"));
    all.addAll(List.of(command));
    Json plan = jcr.call(all.toArray(String[]::new)).succeeded().json();
    assertEquals("jcr-plan/1", plan.get("schema").text());
    return plan.get("steps").elements().toList();
  }

  private static List<String> calls(List<Json> steps, String phase) {
    return steps.stream()
        .filter(step -> step.get("phase").text().equals(phase))
        .map(step -> step.get("syscall").text())
        .toList();
  }

  /// What it does, step by step, as its trace says.
  private List<String> traced(Jcr jcr, String command, String... more) throws IOException {
    Path file = scratch.resolve(command + ".json");
    List<String> all = new ArrayList<>(List.of(command, "--trace=" + file));
    all.addAll(List.of(more));
    assertEquals("told", jcr.call(all.toArray(String[]::new)).succeeded().line());
    return Json.parse(Files.readString(file))
        .get("traceEvents")
        .elements()
        .filter(event -> event.get("ph").text().equals("X"))
        .filter(event -> event.get("cat").text().equals("host"))
        .map(event -> event.get("name").text())
        .toList();
  }

  /// What the commands change: the container's files, and those of the kernel's that they write to.
  private static Map<String, String> around(Detached one) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (var files = Files.list(one.file("."))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file.toString(), Files.readString(file));
      }
    }
    for (String controller : List.of("memory", "freezer")) {
      Path group = Cgroups.of(one.container(), controller);
      for (String name :
          List.of("memory.limit_in_bytes", "memory.max", "freezer.state", "cgroup.freeze")) {
        if (Files.exists(group.resolve(name))) {
          all.put(group.resolve(name).toString(), Cgroups.read(group.resolve(name)));
        }
      }
    }
    all.put("events", Files.readString(Path.of("/run/jcr/events")));
    return all;
  }

  @Test
  void whatIsExplainedIsWhatHappens(Jcr jcr) throws IOException {
    try (Detached one =
        Detached.offline(
            jcr, "told", "--limit=memory:64M", "--stop-signal=INT", "--", "sh", "-c", POLITE)) {
      one.awaitLog(".*ready.*");
      Map<String, String> files = around(one);
      HostSnapshot host = HostSnapshot.take();

      List<Json> update = explained(jcr, "update", "-m", "100M", "told");
      List<Json> pause = explained(jcr, "pause", "told");
      List<Json> kill = explained(jcr, "kill", "-s", "HUP", "told");
      List<Json> stop = explained(jcr, "stop", "-t", "7", "told");
      List<Json> remove = explained(jcr, "rm", "-f", "told");

      assertEquals(files, around(one));
      assertEquals(List.of(), HostSnapshot.take().changesSince(host));

      assertTrue(calls(update, "change").getFirst().contains("\"104857600\") /* was \"67108864\""));
      assertEquals(calls(update, "change"), traced(jcr, "update", "-m", "100M", "told"));
      assertEquals(calls(kill, "change"), traced(jcr, "kill", "-s", "HUP", "told"));
      assertEquals(calls(pause, "change"), traced(jcr, "pause", "told"));
      List<Json> unpause = explained(jcr, "unpause", "told");
      assertEquals(calls(unpause, "change"), traced(jcr, "unpause", "told"));
      stopped(jcr, one, stop);
      removed(jcr, one, remove);
    }
  }

  private void stopped(Jcr jcr, Detached one, List<Json> explained) throws IOException {
    List<String> calls = new ArrayList<>(calls(explained, "change"));
    assertTrue(calls.get(2).contains("(" + one.supervisor().pid() + "), SIGINT)"), calls.get(2));
    assertTrue(calls.get(3).contains("(" + one.container().pid() + "), POLLIN, 7000)"));
    assertTrue(calls.get(5).contains("SIGKILL"));
    calls.subList(4, 7).clear(); // they follow only if it has not ended in time
    assertEquals(calls, traced(jcr, "stop", "-t", "7", "told"));
    List<Json> undone =
        explained.stream().filter(step -> step.get("phase").text().equals("undo")).toList();
    assertTrue(undone.stream().anyMatch(step -> step.get("call").text().equals("cgroup")));
    for (Json step : undone) {
      if (List.of("cgroup", "unlink").contains(step.get("call").text())) {
        assertGone(step.get("syscall").text());
      }
    }
  }

  private void removed(Jcr jcr, Detached one, List<Json> forced) throws IOException {
    List<Json> explained = explained(jcr, "rm", "told");
    assertEquals(calls(forced, "remove"), calls(explained, "remove"));
    assertTrue(Files.exists(one.file("record")));
    assertEquals(calls(explained, "change"), traced(jcr, "rm", "told"));
    assertEquals(2, calls(explained, "remove").size());
    calls(explained, "remove").forEach(ExplainedLifeIT::assertGone);
  }

  private static void assertGone(String call) {
    Matcher path = QUOTED.matcher(call);
    assertTrue(path.find(), call);
    assertFalse(Files.exists(Path.of(path.group(1)), LinkOption.NOFOLLOW_LINKS), call);
  }

  @Test
  void whatTheCommandRefusesIsRefusedInItsWords(Jcr jcr) {
    jcr.call("create", "--name=told", "--net=none").succeeded();
    try (Detached one = new Detached(jcr, "told")) {
      for (String command :
          List.of(
              "stop",
              "stop nobody",
              "stop -t soon told",
              "stop -s NOPE told",
              "stop --nope told",
              "kill told",
              "kill -s 99 told",
              "rm nobody",
              "pause told",
              "unpause told",
              "update told",
              "update --limit=memory:1 told",
              "update --limit=memory:100M nobody",
              "exec told true",
              "exec told")) {
        String[] words = command.split(" ", -1);
        Result itself = jcr.call(words);
        List<String> explain = new ArrayList<>(List.of("explain"));
        explain.addAll(List.of(words));
        Result explained = jcr.call(explain.toArray(String[]::new));
        assertEquals(itself.status(), explained.status(), command);
        assertEquals(first(itself), first(explained), command);
      }
      assertTrue(Files.exists(one.file("record")));
    }
  }

  private static String first(Result result) {
    return result.errors().lines().findFirst().orElse("");
  }

  @Test
  void aRunningOneIsNotRemovedAndTheOthersAreExplained(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "told", "--", "sig-print")) {
      Result plan =
          jcr.call("explain", "rm", "told").failed(2, "jcr: container 'told' is running.*");
      assertEquals("", plan.output());
      Result both = jcr.call("explain", "stop", "nobody", one.name()).exited(2);
      assertTrue(both.output().endsWith("\nNothing was changed.\n"), both.output());
      assertTrue(both.errors().contains("no container 'nobody'"), both.errors());
      jcr.call("stop", "--trace=/nowhere/x", "told")
          .failed(2, "jcr: --trace=/nowhere/x: cannot be written: .*");
      Result json = jcr.call("explain", "kill", "told", "--format=json").succeeded();
      assertEquals("jcr-plan/1", json.json().get("schema").text());
    }
  }

  @Test
  void helpIsPrinted(Jcr jcr) {
    for (String command :
        List.of("run", "exec", "stop", "kill", "rm", "update", "pause", "unpause")) {
      Result help = jcr.call("explain", command, "--help").succeeded();
      assertTrue(help.output().startsWith("Usage: jcr " + command + " "), help.output());
    }
  }
}
