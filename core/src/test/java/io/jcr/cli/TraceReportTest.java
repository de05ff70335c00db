package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.init.Teardown;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceReportTest {
  private static TraceReport.Event event(
      TraceReport.Lane lane, String backend, String call, String text, long begin, long end) {
    return new TraceReport.Event(lane, backend, call, text, "", begin, end);
  }

  private static final TraceReport REPORT =
      new TraceReport(
          5_000_000,
          List.of(
              event(TraceReport.Lane.PHASE, "", "", "java main", 5_000_000, 72_345_678),
              event(
                  TraceReport.Lane.HOST,
                  "network veth",
                  "createDirectory",
                  "mkdir(\"x\", 0700)",
                  73_000_000,
                  73_001_949),
              event(
                  TraceReport.Lane.PROCESS,
                  "jcr",
                  "Setsid",
                  "setsid()",
                  1_005_000_000,
                  12_345_678_901_000L)),
          List.of("--fs=chroot is weak"),
          List.of());

  @Test
  void textHasColumns() {
    assertEquals(
        """
           67.346 ms   67345.7 µs                       ── java main
           68.002 ms       1.9 µs  network veth         mkdir("x", 0700)
        12345673.901 ms 12344673901.0 µs  jcr                    [pid 1] setsid()
        """,
        TraceText.of(REPORT));
  }

  @Test
  void jsonHasMicroseconds() {
    assertEquals(
        "{\"displayTimeUnit\":\"ms\",\"messages\":[\"--fs=chroot is weak\"],\"errors\":[],"
            + "\"traceEvents\":["
            + "{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":1,\"tid\":0,\"args\":{\"name\":\"jcr\"}},"
            + "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":1,\"args\":{\"name\":\"phase\"}},"
            + "{\"name\":\"thread_sort_index\",\"ph\":\"M\",\"pid\":1,\"tid\":1,\"args\":{\"sort_index\":1}},"
            + "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":2,\"args\":{\"name\":\"host\"}},"
            + "{\"name\":\"thread_sort_index\",\"ph\":\"M\",\"pid\":1,\"tid\":2,\"args\":{\"sort_index\":2}},"
            + "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":3,\"args\":{\"name\":\"process\"}},"
            + "{\"name\":\"thread_sort_index\",\"ph\":\"M\",\"pid\":1,\"tid\":3,\"args\":{\"sort_index\":3}},"
            + "{\"name\":\"java main\",\"cat\":\"phase\",\"ph\":\"X\",\"ts\":0.0,\"dur\":67345.67,\"pid\":1,\"tid\":1,\"args\":{\"backend\":\"\"}},"
            + "{\"name\":\"mkdir(\\\"x\\\", 0700)\",\"cat\":\"host\",\"ph\":\"X\",\"ts\":68000.0,\"dur\":1.94,\"pid\":1,\"tid\":2,\"args\":{\"backend\":\"network veth\",\"call\":\"createDirectory\"}},"
            + "{\"name\":\"setsid()\",\"cat\":\"process\",\"ph\":\"X\",\"ts\":1000000.0,\"dur\":1.234467390099E10,\"pid\":1,\"tid\":3,\"args\":{\"backend\":\"jcr\",\"call\":\"Setsid\"}}"
            + "]}\n",
        TraceJson.of(REPORT));
  }

  @Test
  void anErrorIsFields() {
    ErrnoException call = new ErrnoException("mkdir", "/sys/x", Errno.EPERM);
    Throwable failure = new HostException("limiter cgroup-v1", call, "");
    TraceReport report = new TraceReport(0, List.of(), List.of(), List.of(ErrorReport.of(failure)));
    String json = TraceJson.of(report);
    assertTrue(
        json.contains(
            "\"errors\":[{\"kind\":\"host\",\"exitStatus\":125,\"backend\":\"limiter cgroup-v1\","
                + "\"operation\":\"mkdir\",\"object\":\"/sys/x\",\"errno\":\"EPERM\","
                + "\"message\":\"limiter cgroup-v1: mkdir /sys/x: EPERM\"}],"),
        json);
  }

  @Test
  void aFailedCallIsShownAsStraceDoes() {
    TraceReport.Event failed =
        new TraceReport.Event(
            TraceReport.Lane.HOST, "jcr", "createDirectory", "mkdir(\"x\")", "EEXIST", 0, 1000);
    TraceReport report = new TraceReport(0, List.of(failed), List.of(), List.of());
    assertTrue(TraceText.of(report).endsWith("mkdir(\"x\") = -1 EEXIST\n"), TraceText.of(report));
    assertTrue(
        TraceJson.of(report).contains("\"call\":\"createDirectory\",\"errno\":\"EEXIST\""),
        TraceJson.of(report));
  }

  @Test
  void theTeardownTakesThePlaceOfTheEnd() {
    String json = TraceJson.of(REPORT);
    Teardown teardown = TraceJson.teardown(Path.of("/tmp/t.json"), 5);
    String start = json.substring(0, json.length() - (int) teardown.tail());
    assertTrue((start + teardown.text().getLast()).endsWith("}}]}\n"), json);
    assertTrue(start.endsWith("}}"), json);
  }
}
