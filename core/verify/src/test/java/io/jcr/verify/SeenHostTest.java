package io.jcr.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenHostTest {
  private static final int LOOKS = 300;

  @TempDir Path directory;

  @Test
  void directoriesOfATreeAndFilesOfADirectory() throws IOException {
    Files.createDirectories(directory.resolve("a/b/c"));
    Files.createFile(directory.resolve("a/file"));
    Files.createFile(directory.resolve("file"));

    assertEquals(Set.of("d a", "d a/b"), listed("d ", 2));
    assertEquals(Set.of("f a", "f file"), listed("f ", 1));
    assertEquals(Set.of(), listed(directory.resolve("none"), "f ", 1));
  }

  @Test
  void whatStandsBesideADirectoryThatGoesIsSeen() throws Exception {
    for (int i = 0; i < 20; i++) {
      Files.createDirectories(directory.resolve("a%02d/a".formatted(i)));
      Files.createDirectories(directory.resolve("z%02d/z".formatted(i)));
    }
    Set<String> stays = listed("", 2);
    AtomicBoolean ends = new AtomicBoolean();
    Thread others = Thread.ofPlatform().start(() -> comeAndGo(ends));
    try {
      for (int i = 0; i < LOOKS; i++) {
        Set<String> seen = listed("", 2);
        seen.removeIf(name -> name.startsWith("m"));
        assertEquals(stays, seen);
      }
    } finally {
      ends.set(true);
      others.join();
    }
  }

  private void comeAndGo(AtomicBoolean ends) {
    try {
      while (!ends.get()) {
        for (int i = 0; i < 20; i++) {
          Files.createDirectories(directory.resolve("m" + i + "/m"));
        }
        for (int i = 0; i < 20; i++) {
          Files.delete(directory.resolve("m" + i + "/m"));
          Files.delete(directory.resolve("m" + i));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> listed(String kind, int depth) throws IOException {
    return listed(directory, kind, depth);
  }

  private static Set<String> listed(Path from, String kind, int depth) throws IOException {
    Set<String> facts = new TreeSet<>();
    SeenHost.list(kind, from, depth, facts);
    return facts;
  }
}
