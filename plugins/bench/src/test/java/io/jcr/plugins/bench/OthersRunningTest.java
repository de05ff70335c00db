package io.jcr.plugins.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OthersRunningTest {
  @TempDir Path proc;

  @Test
  void whoAsksIsNotCounted() throws IOException {
    OthersRunning others = new OthersRunning(proc);
    assertTrue(Double.isNaN(others.average()));
    look(others, 1);
    assertEquals(0, others.average(), 0);
    look(others, 6);
    assertEquals(2.5, others.average(), 0);
  }

  private void look(OthersRunning others, int running) throws IOException {
    Files.writeString(
        proc.resolve("stat"),
        "cpu  4705 356 584 3699 23 0 46 0\nbtime 1764343200\nprocs_running "
            + running
            + "\nprocs_blocked 3\n");
    others.look();
  }
}
