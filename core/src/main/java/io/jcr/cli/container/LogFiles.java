package io.jcr.cli.container;

import io.jcr.api.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The log of a container: the file that is written to and the older ones that it was rotated to,
/// `log.1` being the newest of those.
///
/// @param log the file that is written to
record LogFiles(Path log) {
  /// All of them, the oldest first.
  List<Path> oldestFirst() {
    List<Path> files = new ArrayList<>(List.of(log));
    for (int i = 1; Files.exists(older(i)); i++) {
      files.addFirst(older(i));
    }
    return files;
  }

  private Path older(int number) {
    return log.resolveSibling(log.getFileName() + "." + number);
  }

  /// Hands over every line that was written so far.
  void read(Consumer<String> lines) {
    try {
      for (Path file : oldestFirst()) {
        if (Files.exists(file)) {
          try (var all = Files.lines(file, StandardCharsets.UTF_8)) {
            all.forEach(lines);
          }
        }
      }
    } catch (IOException e) {
      throw new HostException("read " + log + ": " + e);
    }
  }

  /// Hands over what is written from now on, until `ended` says that no more will come.
  ///
  /// @param from how many bytes of the log are known
  void follow(long from, Consumer<String> lines, BooleanSupplier ended) {
    Path directory = log.toAbsolutePath().resolveSibling("");
    try (WatchService changes = directory.getFileSystem().newWatchService()) {
      directory.register(
          changes,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE);
      Tail tail = new Tail(from);
      boolean last;
      do {
        last = ended.getAsBoolean(); // looked at before reading: what comes later is read once more
        tail.read(lines);
        if (!last) {
          WatchKey key = changes.take();
          key.pollEvents();
          last = !key.reset() && !Files.exists(log);
        }
      } while (!last);
      tail.read(lines);
    } catch (IOException e) {
      throw new HostException("read " + log + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reads on where it stopped. A file that is shorter, or another one, is a rotated log's
  /// successor.
  private final class Tail {
    private final StringBuilder rest = new StringBuilder();
    private long position;
    private Object key = "";

    Tail(long from) throws IOException {
      position = from;
      key = identity();
    }

    private Object identity() throws IOException {
      return Files.exists(log) ? Files.getAttribute(log, "unix:ino") : "";
    }

    void read(Consumer<String> lines) throws IOException {
      Object now = identity();
      if (!now.equals(key)) {
        drain(older(1), lines);
        position = 0;
        key = now;
      }
      drain(log, lines);
    }

    private void drain(Path file, Consumer<String> lines) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        in.skipNBytes(position);
        byte[] bytes = in.readAllBytes();
        position += bytes.length;
        rest.append(new String(bytes, StandardCharsets.UTF_8));
      } catch (NoSuchFileException e) {
        return; // nothing was written yet, or it was removed
      }
      int end;
      while ((end = rest.indexOf("\n")) >= 0) {
        lines.accept(rest.substring(0, end));
        rest.delete(0, end + 1);
      }
    }
  }
}
