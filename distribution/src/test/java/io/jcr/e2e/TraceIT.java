package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `--trace` tells of a run.
@WithJcr
class TraceIT {
  @TempDir Path dir;

  @Test
  void eachStepHasItsTimeAndItsBackend(Jcr jcr) {
    Result run = jcr.run("--net=veth", "--trace", "echo", "done").exited(0);

    assertEquals("done", run.line());
    List<String> trace = run.errors().lines().toList();
    assertTrue(
        has(
            trace,
            " *[0-9.]+ ms +[0-9.]+ µs +network veth +sendto\\(NETLINK_ROUTE, RTM_NEWLINK \\{kind=\"veth\".*"));
    assertTrue(has(trace, ".*\\[pid 1\\] clone3\\(\\{flags=CLONE_NEWNS.*"));
    assertTrue(has(trace, ".*process made: mnt:\\[\\d+\\].* net:\\[\\d+\\].*"));
    assertTrue(has(trace, "jcr-init: trace: teardown [0-9.]+ ms"));
  }

  @Test
  void aJsonFileHasTheTraceEventFormat(Jcr jcr) throws IOException {
    Path file = dir.resolve("trace.json");
    Result run = jcr.run("--trace=" + file, "--", "true").exited(0);

    Json trace = Json.parse(Files.readString(file));
    assertEquals("ms", trace.get("displayTimeUnit").text());
    Map<Long, String> lanes = new TreeMap<>();
    Map<Long, Double> ends = new TreeMap<>();
    List<String> names = new ArrayList<>();
    for (Json event : trace.get("traceEvents").elements().toList()) {
      long lane = event.get("tid").number();
      assertEquals(1, event.get("pid").number());
      if (event.get("ph").text().equals("M")) {
        switch (event.get("name").text()) {
          case "process_name" -> assertEquals("jcr", event.get("args.name").text());
          case "thread_name" -> lanes.put(lane, event.get("args.name").text());
          default -> assertEquals(lane, event.get("args.sort_index").number(), event::toString);
        }
        continue;
      }
      assertEquals("X", event.get("ph").text(), "a complete event");
      assertEquals(lanes.get(lane), event.get("cat").text());
      double begin = ((Number) event.get("ts").value()).doubleValue();
      double end = begin + ((Number) event.get("dur").value()).doubleValue();
      assertTrue(begin >= 0 && end >= begin, event::toString);
      assertTrue(end >= ends.getOrDefault(lane, 0.0), "in the order of time: " + event);
      assertTrue(
          lane != 1 || begin >= ends.getOrDefault(lane, 0.0), "a phase in another: " + event);
      ends.put(lane, end);
      names.add(event.get("cat").text() + " " + event.get("name").text());
      assertEquals(lane == 1, event.get("args.backend").text().isEmpty(), event::toString);
      assertEquals(lane == 1, !event.get("args").members().containsKey("call"), event::toString);
    }
    assertEquals(List.of("phase", "host", "process"), List.copyOf(lanes.values()));
    for (String name :
        List.of(
            "phase java main",
            "phase program runs",
            "phase teardown",
            "host mkdir\\(\"/run/jcr/containers/.*",
            "process clone3\\(.*",
            "process chdir\\(.*\\); pivot_root\\(.*",
            "process execve\\(\"true\".*")) {
      assertTrue(names.stream().anyMatch(one -> one.matches(name)), name);
    }
    assertTrue(ends.get(3L) <= ends.get(1L), "the process has run before the report was made");
    assertEquals("phase teardown", names.getLast());
    assertEquals(List.of(), trace.get("errors").elements().toList());
    assertEquals(List.of(), trace.get("messages").elements().toList());
    assertEquals("", run.errors(), "the teardown is in the file only");
  }

  @Test
  void whatFailedIsFields(Jcr jcr) throws IOException {
    assertEquals(
        "init 127 jcr execve no-such-command ENOENT",
        error(jcr, 127, "--net=none", "--", "no-such-command"));
    assertEquals("usage 2", error(jcr, 2, "--net=bogus", "--", "true"));
    assertEquals("usage 2", error(jcr, 2, "--limit=memory:x", "--", "true"));
    assertEquals(
        "init 125 jcr chdir /no/such ENOENT",
        error(jcr, 125, "--net=none", "-w", "/no/such", "--", "true"));
  }

  @Test
  void theStepsOfAProcessThatFailedAreInTheFile(Jcr jcr) throws IOException {
    assertEquals("Execve ENOENT", lastStep(jcr, 127, "run", "--net=none", "--", "no-such"));
    assertEquals(
        "Chdir ENOENT", lastStep(jcr, 125, "run", "-d", "--net=none", "-w", "/none", "--", "true"));
    try (Detached _ = Detached.offline(jcr, "traced", "--", "sleep", "600")) {
      assertEquals("Execve ENOENT", lastStep(jcr, 127, "exec", "traced", "no-such"));
    }
  }

  /// The last operation of a process that failed, and its errno.
  private String lastStep(Jcr jcr, int status, String command, String... arguments)
      throws IOException {
    Path file = dir.resolve("steps.json");
    List<String> line = new ArrayList<>(List.of("--trace=" + file));
    line.addAll(List.of(arguments));
    line.addFirst(command);
    Result ended = jcr.call(line.toArray(String[]::new)).exited(status);
    assertEquals(1, ended.errors().lines().count(), "the error alone: " + ended.errors());
    return Json.parse(Files.readString(file))
        .get("traceEvents")
        .elements()
        .filter(event -> event.get("ph").text().equals("X"))
        .filter(event -> event.get("cat").text().equals("process"))
        .reduce((_, last) -> last)
        .map(last -> last.get("args.call").text() + " " + last.get("args.errno").text())
        .orElseThrow();
  }

  @Test
  void warningsAreInTheFile(Jcr jcr) throws IOException {
    Path file = dir.resolve("trace.json");
    Result run = jcr.run("--fs=chroot", "--net=none", "--trace=" + file, "--", "true").exited(0);
    List<Json> messages = Json.parse(Files.readString(file)).get("messages").elements().toList();
    assertEquals(1, messages.size());
    assertEquals(run.errors().strip(), "jcr: " + messages.getFirst().text());
  }

  /// The one error of a run as words, without its message, which has to be what jcr said.
  private String error(Jcr jcr, int status, String... arguments) throws IOException {
    Path file = dir.resolve("error.json");
    List<String> line = new ArrayList<>(List.of("--trace=" + file));
    line.addAll(List.of(arguments));
    Result run = jcr.run(line.toArray(String[]::new)).exited(status);
    List<Json> errors = Json.parse(Files.readString(file)).get("errors").elements().toList();
    assertEquals(1, errors.size());
    Json error = errors.getFirst();
    assertEquals("jcr: " + error.get("message").text(), run.errors().strip());
    String words = error.get("kind").text() + " " + error.get("exitStatus").number();
    for (String field : List.of("backend", "operation", "object", "errno")) {
      words += " " + error.get(field).text();
    }
    return words.strip();
  }

  @Test
  void aFailedRunIsTracedUpToTheFailure(Jcr jcr) {
    Result run = jcr.run("--trace", "--", "no-such-command").exited(127);
    assertTrue(has(run.errors().lines().toList(), ".*mkdir\\(\"/run/jcr/containers/.*"));
    assertTrue(has(run.errors().lines().toList(), "jcr: command 'no-such-command' not found.*"));
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedFirst(Jcr jcr) {
    jcr.run("--trace=" + dir.resolve("no/such"), "--", "true").failed(2, "jcr: --trace=.*");
  }

  private static boolean has(List<String> lines, String pattern) {
    return lines.stream().anyMatch(line -> line.matches(pattern));
  }
}
