package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordingHostTest {
  private final RecordingHost host = RecordingHost.of("c1", StubHostFacts.root());

  @Test
  void aFileThatWasRemovedIsNotThereAnyMore() {
    Path file = host.paths().state().resolve("request");
    host.createFile(file, "a", 0600);
    assertEquals(Map.of("file " + file, "c1"), host.holds());
    host.another("c2").removeFile(file); // none of its own
    assertEquals(Map.of("file " + file, "c1"), host.holds());
    host.removeFile(file);
    assertEquals(Map.of(), host.holds());
    host.createFile(file, "b", 0600);
  }
}
