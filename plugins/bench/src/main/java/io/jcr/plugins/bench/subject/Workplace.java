package io.jcr.plugins.bench.subject;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandContext;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// Where all subjects keep their files, so that their storage is the same; removed at the end.
public final class Workplace implements AutoCloseable {
  /// Where downloads are kept beyond one bench.
  public static final Path CACHE = Path.of("/var/cache/jcr");

  /// Who measures, and where; like cgroups, the same for all benches, whatever `JCR_ROOT` is.
  private static final Path CLAIMS = Path.of("/run/jcr/bench");

  /// Where files are written inside: a name of its own, because some runtimes mount a tmpfs at
  /// `/tmp`.
  static final String DATA = "jcr-bench-data";

  private static final Duration COPYING = Duration.ofMinutes(2);

  private final CommandContext jcr;
  private final Path directory;
  private final Tidy tidy;
  private final Claim claim;
  private final AtomicInteger instances = new AtomicInteger();

  private Workplace(CommandContext jcr, Path directory, Tidy tidy, Claim claim) {
    this.jcr = jcr;
    this.directory = directory;
    this.tidy = tidy;
    this.claim = claim;
  }

  /// Reports, before anything is created, that only root can measure.
  ///
  /// @throws UsageException if this user cannot register a measurement
  public static void requireRoot() {
    Path at = CLAIMS;
    while (!Files.exists(at)) {
      at = Objects.requireNonNull(at.getParent());
    }
    if (!Files.isWritable(at)) {
      throw new UsageException("bench: " + at + " cannot be written (run as root)");
    }
  }

  /// Creates the directory, with a copy of the root file system.
  ///
  /// @param rootfs which one: jcr's own, or one made from it
  public static Workplace make(CommandContext jcr, Path rootfs, Path directory, Tidy tidy)
      throws IOException, InterruptedException {
    Claim claim = Claim.make(jcr, CLAIMS, directory);
    tidy.add(claim::close);
    Workplace made = new Workplace(jcr, directory, tidy, claim);
    tidy.add(made::removeFiles);
    made.removeFiles();
    Files.createDirectories(directory.resolve("said"));
    Files.createDirectories(directory.resolve("data"));
    Commands.check(COPYING, "cp", "-a", rootfs.toString(), made.rootfs().toString());
    Files.createDirectories(made.rootfs().resolve(DATA));
    return made;
  }

  CommandContext jcr() {
    return jcr;
  }

  /// Serves the jcr that is measured with a planner.
  BenchPlanner planner() {
    return BenchPlanner.of(jcr, CLAIMS, claim.prefix());
  }

  Tidy tidy() {
    return tidy;
  }

  /// The root file system that all subjects use.
  public Path rootfs() {
    return directory.resolve("rootfs");
  }

  /// A path for whatever a subject needs.
  public Path resolve(String name) {
    return directory.resolve(name);
  }

  /// A name for the next instance of anything.
  String instance() {
    return claim.prefix() + "-" + instances.incrementAndGet();
  }

  /// The file system that everything is on.
  public String storage() throws IOException {
    FileStore store = Files.getFileStore(directory);
    return store.type() + " on " + store.name();
  }

  private void removeFiles() {
    if (Files.exists(directory)) {
      Commands.quietly(
          COPYING, "rm", "-rf", "--one-file-system", directory.toAbsolutePath().toString());
    }
  }

  @Override
  public void close() {
    removeFiles();
    claim.close();
  }
}
