package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.init.ControlSocket;
import io.jcr.init.LaunchPlan;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsedLibcTest {
  @TempDir Path directory;
  private Path stage;
  private RehearsedLibc libc;

  @BeforeEach
  void start() throws IOException {
    stage = Files.createDirectory(directory.resolve("stage"));
    libc = new RehearsedLibc(stage);
  }

  @Test
  void theSupervisorsPartIsPlayed() {
    ControlSocket init = ControlSocket.inherited(libc, Map.of("JCR_CONTROL", "3"));
    Path journal = stage.resolve("box/undo");
    LaunchPlan plan = new LaunchPlan(List.of(), List.of(), List.of(), false, false, false);
    init.begin(journal);
    assertTrue(Files.isRegularFile(journal));
    assertEquals(ProcessHandle.current().pid(), init.launch(plan).pid());
    assertEquals(List.of(), init.awaitExec(plan));
    assertTrue(init.reclaim(journal));
  }

  @Test
  void onTheStageFilesAreReal() throws IOException {
    libc.mkdir(stage.resolve("d"), 0700);
    write(stage.resolve("d/f"));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(stage.resolve("d/f")));
  }

  @Test
  void elsewhereNothingIsChanged() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[] {7});
    write(file);
    libc.mkdir(directory.resolve("d"), 0700);
    libc.chmod(file, 0777);
    libc.unlink(file);
    libc.rmdir(stage);
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
    assertFalse(Files.isExecutable(file));
    assertFalse(Files.exists(directory.resolve("d")));
    assertTrue(Files.exists(stage));
    assertThrows(UnsupportedOperationException.class, () -> libc.socket(Libc.AF_NETLINK, 3, 0));
  }

  private void write(Path file) {
    int fd = libc.open(file, Libc.O_WRONLY | Libc.O_CREAT, 0600);
    libc.write(fd, new byte[] {1}, file);
    libc.close(fd);
  }
}
