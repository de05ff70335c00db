package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `--trace` tells of a run.
@WithJcr
class TraceIT {
  @TempDir Path dir;

  @Test
  void eachStepHasItsTimeAndItsBackend(Jcr jcr) {
    Result run = jcr.run("--trace", "--net=veth", "--", "echo", "done").exited(0);

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
    jcr.run("--trace=" + file, "--", "true").exited(0);

    List<Json> events = Json.parse(Files.readString(file)).get("traceEvents").elements().toList();
    assertTrue(events.stream().anyMatch(event -> event.get("name").text().startsWith("execve(")));
    assertTrue(events.stream().anyMatch(event -> event.get("ph").text().equals("M")));
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
