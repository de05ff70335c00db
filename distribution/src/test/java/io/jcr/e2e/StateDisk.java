package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file system for the state of a jcr. Closing it unmounts it.
record StateDisk(Path directory) implements AutoCloseable {
  static StateDisk mount(Path directory) {
    Jcr.host("mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "jcr-test", "" + directory);
    return new StateDisk(directory);
  }

  Jcr used(Jcr jcr) {
    return jcr.with("JCR_ROOT", directory.toString());
  }

  void fill() throws IOException {
    try (var out = Files.newOutputStream(directory.resolve("fill"))) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertEquals("No space left on device", e.getMessage());
    }
  }

  @Override
  public void close() {
    Jcr.host("umount", directory.toString());
  }
}
