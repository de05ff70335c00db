package io.jcr.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.HostException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The directory of unpacked root file systems: what is in it, and what must go. Next to each tree
/// `KEY` is a file `.KEY.source` with the tree's size and the archive that it came from; its
/// modification time is that of the last run that used the tree.
public final class ArchiveCache {
  /// What may stay unused.
  ///
  /// @param age since the last use
  /// @param bytes of all trees together; the least recently used go first
  public record Policy(Duration age, long bytes) {
    /// A month, and 10 GiB.
    public static final Policy DEFAULT = new Policy(Duration.ofDays(30), 10L << 30);

    /// Nothing stays.
    public static final Policy NONE = new Policy(Duration.ofSeconds(-1), 0);
  }

  /// A tree to remove.
  ///
  /// @param bytes its size according to its source file; 0 when unknown
  /// @param why a clause
  public record Surplus(Path tree, long bytes, String why) {}

  /// A tree.
  ///
  /// @param source the archive; empty when unknown
  private record Tree(Path path, long bytes, Optional<Path> source, Instant used) {}

  private static final String SOURCE = ".source";
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

  private final Path directory;

  /// @param directory may be missing
  public ArchiveCache(Path directory) {
    this.directory = directory;
  }

  /// Records where a tree came from. Called when it is complete.
  public static void describe(Path tree, long bytes, Path archive) throws IOException {
    Files.writeString(source(tree), bytes + "\n" + archive, UTF_8);
  }

  /// Records that a run uses a tree.
  static void touch(Path tree) throws IOException {
    try {
      Files.setLastModifiedTime(source(tree), FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      Files.setLastModifiedTime(tree, FileTime.from(Instant.now())); // unpacked by an older jcr
    }
  }

  private static Path source(Path tree) {
    return tree.resolveSibling("." + tree.getFileName() + SOURCE);
  }

  /// The trees, complete or not. While no container is being started, nobody is working on an
  /// incomplete one.
  public List<Path> trees() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(entry -> Files.isDirectory(entry, NOFOLLOW)).sorted().toList();
    } catch (IOException e) {
      throw new HostException("list " + directory + ": " + e.getMessage());
    }
  }

  /// The size of all complete trees, as far as known.
  public long bytes() {
    return trees().stream().map(ArchiveCache::read).mapToLong(Tree::bytes).sum();
  }

  /// A human-readable size: `1.5 MiB`.
  public static String size(long bytes) {
    int unit = 0;
    long tenths = bytes * 10;
    while (tenths >= 10_240 && unit < 3) {
      tenths /= 1024;
      unit++;
    }
    String whole = Long.toString(tenths / 10);
    return unit == 0
        ? whole + " bytes"
        : whole + "." + tenths % 10 + " " + "KMG".charAt(unit - 1) + "iB";
  }

  /// Removes the source files of missing trees: left by runs that were killed before a tree was
  /// complete, or when a tree was removed by hand.
  public void removeOrphanedSources() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> sources = Files.newDirectoryStream(directory, ".*" + SOURCE)) {
      for (Path source : sources) {
        String name = String.valueOf(source.getFileName());
        String tree = name.substring(1, name.length() - SOURCE.length());
        if (!Files.isDirectory(directory.resolve(tree), NOFOLLOW)) {
          Files.deleteIfExists(source);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new HostException("remove leftovers in " + directory + ": " + e.getMessage());
    }
  }

  /// The trees to remove.
  ///
  /// @param inUse the trees that containers use
  public List<Surplus> surplus(Set<String> inUse, Policy policy, Instant now) {
    List<Surplus> surplus = new ArrayList<>();
    List<Tree> kept = new ArrayList<>();
    for (Path path : trees()) {
      Tree tree = read(path);
      Optional<String> why =
          inUse.contains(path.toString()) ? Optional.empty() : why(tree, policy, now);
      if (why.isPresent()) {
        surplus.add(new Surplus(path, tree.bytes(), why.get()));
      } else {
        kept.add(tree);
      }
    }
    kept.sort(Comparator.comparing(Tree::used));
    long bytes = kept.stream().mapToLong(Tree::bytes).sum();
    for (Tree tree : kept) {
      if (bytes > policy.bytes() && !inUse.contains(tree.path().toString())) {
        surplus.add(new Surplus(tree.path(), tree.bytes(), "unpacked archives take too much room"));
        bytes -= tree.bytes();
      }
    }
    return surplus;
  }

  private static Optional<String> why(Tree tree, Policy policy, Instant now) {
    if (String.valueOf(tree.path().getFileName()).startsWith(".")) {
      return Optional.of("it is not complete");
    }
    if (tree.source().isPresent()) {
      Path archive = tree.source().get();
      try {
        if (!RootfsArchive.key(archive).equals(String.valueOf(tree.path().getFileName()))) {
          return Optional.of(archive + " has changed");
        }
      } catch (NoSuchFileException e) {
        return Optional.of(archive + " is gone");
      } catch (IOException e) {
        return Optional.empty(); // it may come back, for instance on a disk that is not mounted
      }
    }
    Duration unused = Duration.between(tree.used(), now);
    return unused.compareTo(policy.age()) > 0
        ? Optional.of(
            unused.toDays() > 0 ? "not used for " + unused.toDays() + " days" : "not in use")
        : Optional.empty();
  }

  private static Tree read(Path path) {
    Path file = source(path);
    try {
      if (!Files.exists(file)) {
        return new Tree(
            path, 0, Optional.empty(), Files.getLastModifiedTime(path, NOFOLLOW).toInstant());
      }
      String[] said = Files.readString(file, UTF_8).split("\n", 2);
      return new Tree(
          path,
          Long.parseLong(said[0]),
          Optional.of(Path.of(said[1])),
          Files.getLastModifiedTime(file).toInstant());
    } catch (IOException | RuntimeException e) { // damaged: source unknown, counts as never used
      return new Tree(path, 0, Optional.empty(), Instant.EPOCH);
    }
  }

  /// Removes a tree. If this process is killed halfway, an incomplete tree remains.
  public static void remove(Path tree) {
    String name = String.valueOf(tree.getFileName());
    Path partial =
        name.startsWith(".") ? tree : tree.resolveSibling("." + name + RootfsArchive.PARTIAL);
    try {
      Files.move(tree, partial, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(source(tree));
      delete(partial);
    } catch (FileSystemException e) {
      throw new HostException("remove " + e.getFile() + ": " + e.getReason());
    } catch (IOException e) {
      throw new HostException("remove " + tree + ": " + e.getMessage());
    }
  }

  /// Removes a tree that may be hostile: links are removed, not followed, and no directory is kept
  /// open, however deep the tree is. A directory is first made accessible to its owner, which root
  /// does not need.
  static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, NOFOLLOW)) {
      Files.setAttribute(path, "unix:mode", 0700);
      List<Path> children;
      try (Stream<Path> entries = Files.list(path)) {
        children = entries.toList();
      }
      for (Path child : children) {
        delete(child);
      }
    }
    Files.deleteIfExists(path);
  }
}
