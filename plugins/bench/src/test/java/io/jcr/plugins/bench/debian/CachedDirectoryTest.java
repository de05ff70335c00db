package io.jcr.plugins.bench.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedDirectoryTest {
  @TempDir Path cache;

  @Test
  void isMadeOnce() throws Exception {
    Path place = cache.resolve("deep/er/place");
    CachedDirectory.get(place, made -> Files.writeString(made.resolve("file"), "first"));
    CachedDirectory.get(place, made -> Files.writeString(made.resolve("file"), "second"));
    assertEquals("first", Files.readString(place.resolve("file")));
    assertEquals(List.of(place), entries(place.getParent()));
  }

  @Test
  void ofTwoThatMakeItOneWins() throws Exception {
    Path place = cache.resolve("place");
    CachedDirectory.get(
        place,
        made -> {
          CachedDirectory.get(place, other -> Files.writeString(other.resolve("file"), "quicker"));
          Files.writeString(made.resolve("file"), "slower");
        });
    assertEquals("quicker", Files.readString(place.resolve("file")));
    assertEquals(List.of(place), entries(cache));
  }

  @Test
  void aFailureLeavesNothingBehind() throws Exception {
    Path place = cache.resolve("place");
    CachedDirectory.Filling failing =
        made -> {
          Files.writeString(made.resolve("half"), "done");
          throw new IOException("no space");
        };
    IOException failure =
        assertThrows(IOException.class, () -> CachedDirectory.get(place, failing));
    assertEquals("no space", failure.getMessage());
    assertEquals(List.of(), entries(cache));
  }

  @Test
  void removalFollowsNoLinks() throws Exception {
    Path kept = Files.writeString(Files.createDirectory(cache.resolve("kept")).resolve("f"), "x");
    Path removed = Files.createDirectories(cache.resolve("removed/below")).getParent();
    Files.createSymbolicLink(removed.resolve("below/link"), kept.getParent());
    CachedDirectory.remove(removed);
    CachedDirectory.remove(removed);
    assertEquals(List.of(kept.getParent()), entries(cache));
    assertEquals("x", Files.readString(kept));
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
