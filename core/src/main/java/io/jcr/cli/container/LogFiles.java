package io.jcr.cli.container;

import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the log of a container: the file that is being written and those it was rotated to, of
/// which `log.1` is the newest. A program may write arbitrary bytes, so a line has one character
/// for each byte (ISO 8859-1).
///
/// The file being read stays open. So its last lines can be read after a rotation, even if the file
/// was deleted, and its inode number is not reused.
final class LogFiles implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final Path log;
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
  private @Nullable Opened current;

  /// @param log the file that is being written
  LogFiles(Path log) {
    this.log = log;
  }

  /// An opened file, whose name may already have changed.
  private record Opened(FileChannel channel, Object inode) {}

  /// Passes on the lines added since the last call, oldest first; the first call passes on all.
  void read(Consumer<String> lines) {
    try {
      for (Opened next : newer()) {
        if (current != null) {
          drain(current, lines);
          current.channel().close();
        }
        current = next;
      }
      if (current != null) {
        drain(current, lines);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /// Passes on new lines until `ended` says that no more will come.
  void follow(Consumer<String> lines, BooleanSupplier ended) {
    follow(lines, ended, Instant.MAX);
  }

  /// The same, but no longer than until `deadline`.
  void follow(Consumer<String> lines, BooleanSupplier ended, Instant deadline) {
    Path directory = log.toAbsolutePath().resolveSibling("");
    try (WatchService changes = directory.getFileSystem().newWatchService()) {
      directory.register(
          changes,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE);
      boolean last;
      do {
        last =
            ended
                .getAsBoolean(); // checked before reading, so that lines added in between are still
        // read
        read(lines);
        if (!last) {
          WatchKey key = next(changes, deadline);
          last = key == null || isGone(key);
        }
      } while (!last);
      read(lines);
    } catch (NoSuchFileException e) {
      read(lines); // the container has been removed
    } catch (IOException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return null if nothing changes before the deadline
  private static @Nullable WatchKey next(WatchService changes, Instant deadline)
      throws InterruptedException {
    if (deadline.equals(Instant.MAX)) {
      return changes.take();
    }
    long left = Duration.between(Instant.now(), deadline).toMillis();
    return left < 0 ? null : changes.poll(left + 1, TimeUnit.MILLISECONDS);
  }

  private boolean isGone(WatchKey key) {
    key.pollEvents();
    return !key.reset() && !Files.exists(log);
  }

  /// The files after the current one, oldest first. They are opened newest first: if a file is
  /// renamed meanwhile, it is then seen twice; in the other order it would be missed.
  private Deque<Opened> newer() throws IOException {
    Deque<Opened> files = new ArrayDeque<>();
    for (int age = 0; ; age++) {
      Optional<Opened> file =
          open(age == 0 ? log : log.resolveSibling(log.getFileName() + "." + age));
      if (file.isEmpty()) {
        return files;
      }
      Object inode = file.get().inode();
      boolean known = current != null && inode.equals(current.inode());
      if (known || files.stream().anyMatch(one -> one.inode().equals(inode))) {
        file.get().channel().close();
      } else {
        files.addFirst(file.get());
      }
      if (known) {
        return files;
      }
    }
  }

  private static Optional<Opened> open(Path file) throws IOException {
    while (true) {
      try {
        Object before = Files.getAttribute(file, "unix:ino");
        FileChannel channel = FileChannel.open(file);
        if (before.equals(Files.getAttribute(file, "unix:ino"))) {
          return Optional.of(new Opened(channel, before));
        }
        channel.close(); // rotated in between
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
  }

  private void drain(Opened file, Consumer<String> lines) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    while (file.channel().read(chunk) > 0) {
      chunk.flip();
      while (chunk.hasRemaining()) {
        byte next = chunk.get();
        if (next == '\n') {
          lines.accept(rest.toString(StandardCharsets.ISO_8859_1));
          rest.reset();
        } else {
          rest.write(next);
        }
      }
      chunk.clear();
    }
  }

  private HostException failure(IOException e) {
    return new HostException("read " + log + ": " + FileFailure.reason(e));
  }

  @Override
  public void close() {
    try {
      if (current != null) {
        current.channel().close();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
