package io.jcr.plugins.bench.subject;

import io.jcr.api.HostException;
import io.jcr.spi.CommandContext;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A file that records how a bench names its instances and where its files are. It is locked while
/// the bench lives, however that ends: a bench that starts removes what belongs to unlocked files.
final class Claim implements AutoCloseable {
  private static final String PREFIX = "jb";
  private static final Duration ENDING = Duration.ofSeconds(10);
  private static final Duration REMOVAL = Duration.ofMinutes(2);

  private final Path file;
  private final FileChannel channel;

  private Claim(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Removes what dead benches have left, and claims a name and a directory.
  ///
  /// @param claims where the files of all benches are
  /// @param work the directory of this one
  static Claim make(CommandContext jcr, Path claims, Path work)
      throws IOException, InterruptedException {
    Files.createDirectories(claims);
    // Nobody must take a file for a dead bench's after it was created and before it is locked.
    try (FileChannel all = open(claims.resolve("lock"))) {
      all.lock();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(claims, PREFIX + "*")) {
        for (Path file : files) {
          sweep(jcr, file);
        }
      }
      Path file = claims.resolve(PREFIX + ProcessHandle.current().pid());
      Files.writeString(file, work.toString());
      FileChannel channel = open(file);
      channel.lock();
      return new Claim(file, channel);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /// The prefix of its instances' names.
  String prefix() {
    return file.getFileName().toString();
  }

  private static void sweep(CommandContext jcr, Path file)
      throws IOException, InterruptedException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        return;
      }
      String name = file.getFileName().toString();
      Path work = Path.of(Files.readString(file));
      if (!work.isAbsolute()) { // killed before it recorded where
        Files.delete(file);
        return;
      }
      System.err.println("jcr bench: removing what " + name + " has left in " + work);
      endContainers(work.resolve("jcr"));
      removeGroups(jcr, name + "-");
      BenchPlanner.of(jcr, Objects.requireNonNull(file.getParent()), name).stop();
      if (Files.exists(work)) {
        collect(jcr, work.resolve("jcr"));
        Commands.quietly(REMOVAL, "rm", "-rf", "--one-file-system", work.toString());
      }
      Files.delete(file);
    } catch (OverlappingFileLockException e) {
      // of this very process
    }
  }

  /// jcr's supervisors end their containers and undo what was created for them.
  private static void endContainers(Path root) throws InterruptedException {
    String option = "--root=" + root;
    List<ProcessHandle> supervisors =
        ProcessHandle.allProcesses()
            .filter(process ->
                List.of(process.info().arguments().orElse(new String[0])).contains(option))
            .toList();
    supervisors.forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(
              supervisors.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new HostException("bench: containers of " + root + " do not end");
    }
  }

  private static void removeGroups(CommandContext jcr, String prefix) throws IOException {
    for (CgroupHierarchy hierarchy : jcr.facts().cgroups()) {
      try (DirectoryStream<Path> groups =
          Files.newDirectoryStream(hierarchy.mountPoint(), prefix + "*")) {
        for (Path group : groups) {
          CgroupEnd.remove(group);
        }
      }
    }
  }

  private static void collect(CommandContext jcr, Path root)
      throws IOException, InterruptedException {
    if (Files.exists(root)) {
      Process gc =
          jcr.jcr(List.of("gc", "--root=" + root))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      gc.waitFor();
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
