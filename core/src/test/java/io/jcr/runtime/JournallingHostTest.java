package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.FfmLibc;
import io.jcr.spi.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournallingHostTest {
  @TempDir Path directory;
  private final Host real = mock(Host.class);
  private UndoJournal journal;
  private JournallingHost host;

  @BeforeEach
  void open() {
    FfmLibc libc = new FfmLibc();
    journal = UndoJournal.create(libc, directory.resolve("undo"));
    SharedSettings shared = new SharedSettings(libc, directory.resolve("shared"));
    host = new JournallingHost(real, journal, shared, directory.resolve("leases"));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void aCgroupIsRemovedBeforeTheGroupsAboveItThatItsContainerMade() throws IOException {
    Path group = directory.resolve("ci/jobs/web");
    host.createCgroup(group);
    verify(real).createCgroup(group);
    assertEquals(
        List.of(
            "rmdir " + directory.resolve("ci"),
            "rmdir " + directory.resolve("ci/jobs"),
            "cgroup " + group),
        entries());
  }

  @Test
  void aCgroupThatExistsIsNotUndone() throws IOException {
    Path group = Files.createDirectory(directory.resolve("docker"));
    doThrow(new ErrnoException("mkdir", group.toString(), Errno.EEXIST))
        .when(real)
        .createCgroup(group);
    assertThrows(ErrnoException.class, () -> host.createCgroup(group));
    assertEquals(List.of(), entries());
  }

  private List<String> entries() throws IOException {
    return Files.readAllLines(directory.resolve("undo"));
  }
}
