package io.jcr.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {
  @Test
  void neitherTheExceptionNorTheFileIsNamed(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertEquals(
        "No such file or directory", reason(() -> Files.readString(directory.resolve("none"))));
    assertEquals("File exists", reason(() -> Files.createDirectory(file)));
    assertEquals("Is a directory", reason(() -> Files.readAllBytes(directory)));
    assertEquals("Not a directory", reason(() -> Files.readString(file.resolve("below"))));
  }

  @Test
  void whatHasOnlyATextKeepsIt() {
    assertEquals(
        "No space left on device", FileFailure.reason(new IOException("No space left on device")));
    assertEquals("busy", FileFailure.reason(new FileSystemException("/file", null, "busy")));
  }

  @Test
  void thereIsAlwaysAReason() {
    assertEquals("Input/output error", FileFailure.reason(new IOException()));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static String reason(Work work) {
    return FileFailure.reason(assertThrows(IOException.class, work::run));
  }
}
