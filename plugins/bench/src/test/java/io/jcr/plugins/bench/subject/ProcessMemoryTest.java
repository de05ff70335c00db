package io.jcr.plugins.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {
  @TempDir Path directory;

  @Test
  void thePssOfAllProcessesIsAdded() throws IOException {
    new ProcFiles(directory).process(7, 1, "sh", 120).process(8, 7, "nginx", 1044);
    ProcessMemory memory = new ProcessMemory(directory);
    assertEquals(OptionalLong.of(1164 * 1024), memory.pss(List.of(7L, 8L)));
    assertEquals(OptionalLong.of(120 * 1024), memory.pss(List.of(7L, 99L)), "99 has ended");
  }

  @Test
  void whatCannotBeReadIsUnknownAndNotNothing() throws IOException {
    ProcessMemory memory = new ProcessMemory(directory);
    assertEquals(OptionalLong.empty(), memory.pss(List.of(99L)));
    assertEquals(OptionalLong.empty(), memory.pss(List.of()));
    Files.createDirectories(directory.resolve("5"));
    assertEquals(OptionalLong.empty(), memory.pss(List.of(5L)), "a kernel without smaps_rollup");
  }

  @Test
  void whatTheMachineHasLeftIsInBytes() throws IOException {
    new ProcFiles(directory).available(4096 * 1024);
    assertEquals(4096 * 1024, new ProcessMemory(directory).available());
    Files.writeString(directory.resolve("meminfo"), "MemTotal: 1 kB\n");
    assertThrows(IOException.class, () -> new ProcessMemory(directory).available());
  }
}
