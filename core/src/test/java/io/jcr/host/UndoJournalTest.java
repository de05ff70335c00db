package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UndoJournalTest {
  @TempDir Path directory;

  @Test
  void anEntryIsOneLine() throws IOException {
    Path file = directory.resolve("undo");
    try (UndoJournal journal = UndoJournal.create(new FfmLibc(), file)) {
      journal.append("tree", Path.of("/run/jcr/containers/a"));
      journal.append("lease", Path.of("/l/10.88.0.7"), "/run/jcr/containers/a");
      assertEquals(file, journal.file());
    }
    assertEquals(
        "tree /run/jcr/containers/a\nlease /l/10.88.0.7 /run/jcr/containers/a\n",
        Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void whatWouldEndAFieldIsEscapedAsInProcMounts() throws IOException {
    Path file = directory.resolve("undo");
    try (UndoJournal journal = UndoJournal.create(new FfmLibc(), file)) {
      journal.append("write", "a b\tc\nd\\e", "\\040");
    }
    assertEquals("write a\\040b\\011c\\012d\\134e \\134040\n", Files.readString(file));
  }

  @Test
  void anEntryIsWrittenInOneCall() {
    Libc libc = mock(Libc.class);
    try (UndoJournal journal = UndoJournal.create(libc, directory.resolve("undo"))) {
      journal.append("lease", "/l/10.88.0.7", "/run/jcr/containers/a");
    }
    verify(libc, times(1)).write(anyInt(), any(), any());
  }

  @Test
  void aJournalThatExistsIsNotTakenOver() throws IOException {
    Path file = Files.writeString(directory.resolve("undo"), "tree /\n");
    Libc libc = new FfmLibc();
    ErrnoException refusal =
        assertThrows(ErrnoException.class, () -> UndoJournal.create(libc, file));
    assertEquals(Errno.EEXIST, refusal.errno());
    assertEquals("tree /\n", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a b", "a\nb", "a\tb", "a\\b", "a\\040b", "ä", "-x", "*"})
  void jcrInitFindsWhatWasMeant(String name) throws IOException, InterruptedException {
    Path file = directory.resolve("undo");
    Path meant = Files.writeString(directory.resolve(name), "x");
    Path other = Files.writeString(directory.resolve("other"), "x");
    try (UndoJournal journal = UndoJournal.create(new FfmLibc(), file)) {
      journal.append("unlink", meant);
    }
    JcrInit.undo(file);
    assertFalse(Files.exists(meant), meant + " is gone");
    assertTrue(Files.exists(other));
  }
}
