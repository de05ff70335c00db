package io.jcr.cli;

import io.jcr.cli.session.Session;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The directory of one verification, with a state root for its containers. As root it lies beside
/// the state of all containers, where no one else can write. It is removed at the end; the one of a
/// jcr that was interrupted or killed is removed by the next verification, after an undo of what is
/// in it.
///
/// @param session who calls
/// @param directory it
record VerifyWork(Session session, Path directory) implements AutoCloseable {
  private static final String PREFIX = "verify-";

  /// @param state where all containers are
  static VerifyWork create(Session session, StateRoot state, boolean privileged)
      throws IOException {
    String prefix = PREFIX + ProcessHandle.current().pid() + "-";
    Path parent = null;
    if (privileged) {
      parent = Files.createDirectories(state.lock().getParent());
      removeDead(session, parent);
    }
    return new VerifyWork(
        session,
        parent == null
            ? Files.createTempDirectory(prefix)
            : Files.createTempDirectory(parent, prefix));
  }

  private static void removeDead(Session session, Path parent) throws IOException {
    try (Stream<Path> found = Files.list(parent)) {
      for (Path directory : found.toList()) {
        String[] name = directory.getFileName().toString().split("-", -1);
        if (directory.getFileName().toString().startsWith(PREFIX)
            && !Files.exists(Path.of("/proc", name[1]))) {
          new VerifyWork(session, directory).close();
        }
      }
    }
  }

  /// Undoes what its containers have left, and removes it.
  @Override
  public void close() {
    try {
      if (!Files.exists(directory)) {
        return;
      }
      Path root = directory.resolve("root");
      if (hasContainers(root)) {
        new InstalledJcr(session, new PluginOptions(session))
            .jcr(List.of("gc", "--root=" + root))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.toList().reversed()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasContainers(Path root) throws IOException {
    Path containers = root.resolve("containers");
    if (!Files.isDirectory(containers)) {
      return false;
    }
    try (Stream<Path> found = Files.list(containers)) {
      return found.findAny().isPresent();
    }
  }
}
