package io.jcr.plugins.demo.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracedCallTest {
  @Test
  void callsAreReadByTheirFields(@TempDir Path directory) throws Exception {
    Path trace = directory.resolve("trace.json");
    Files.writeString(
        trace,
        """
        {"messages": [], "traceEvents": [
         {"ph": "M", "name": "thread_name", "args": {"name": "host"}},
         {"ph": "X", "cat": "phase", "name": "prepared", "args": {"backend": ""}},
         {"ph": "X", "cat": "process", "name": "setsid()", "args": {"backend": "jcr", "call": "Setsid"}}]}
        """);
    assertEquals(List.of(new TracedCall("Setsid", "jcr: setsid()")), TracedCall.read(trace));
  }
}
