package io.jcr.plugins.demo.stage;

import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A directory that one demo has for itself, and container names that no other demo uses: the first
/// demo is `demo`, a second one at the same time `demo2`.
///
/// What counts is the lock: it ends with the process, however that ends, and the next demo cleans
/// up what was left.
public final class Workshop implements AutoCloseable {
  private static final int MOST = 100;

  private final String prefix;
  private final Path directory;
  private final FileChannel channel;
  private final UndoScript undo;

  private Workshop(String prefix, Path directory, FileChannel channel) {
    this.prefix = prefix;
    this.directory = directory;
    this.channel = channel;
    this.undo = undoScript(directory);
  }

  /// Next to the directory, so that it exists until the directory is removed.
  private static UndoScript undoScript(Path directory) {
    return new UndoScript(directory.resolveSibling(directory.getFileName() + ".undo"));
  }

  /// Takes the first free one.
  ///
  /// @param root where jcr keeps its state
  public static Workshop take(Path root) throws IOException {
    Path demos = root.resolve("demo");
    if (!Files.isWritable(existing(root))) {
      throw new UsageException("demo: " + root + " cannot be written (run as root)");
    }
    Files.createDirectories(demos);
    for (int i = 1; i <= MOST; i++) {
      String prefix = i == 1 ? "demo" : "demo" + i;
      FileChannel channel =
          FileChannel.open(
              demos.resolve(prefix + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        Path directory = demos.resolve(prefix);
        undoScript(directory).run();
        removeTree(directory);
        return new Workshop(prefix, Files.createDirectory(directory), channel);
      }
      channel.close();
    }
    throw new UsageException("demo: " + MOST + " demos are already running");
  }

  private static Path existing(Path directory) {
    @Nullable Path at = directory.toAbsolutePath();
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at == null ? directory : at;
  }

  /// The prefix of its containers' names.
  public String prefix() {
    return prefix;
  }

  /// Initially empty.
  public Path directory() {
    return directory;
  }

  /// Records a /bin/sh command that undoes what is about to be created on the host. It may run
  /// twice, and prints nothing when there is nothing to undo.
  void undoLater(String command) throws IOException {
    undo.add(command);
  }

  /// Undoes what was recorded.
  void undo() throws IOException {
    undo.run();
  }

  @Override
  public void close() throws IOException {
    undo();
    removeTree(directory);
    channel.close();
  }

  private static void removeTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failure)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
