package io.jcr.rootfs;

import io.jcr.api.HostException;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a container has changed in its root file system. This reads the upper directory of
/// overlayfs, where a deleted name is a whiteout (a character device 0, 0) and a directory that
/// hides the one below is opaque (`trusted.overlay.opaque`).
///
/// The container may be running and is not trusted, so the upper directory is walked through open
/// directories: a symbolic link put in place of one is never followed.
public final class LayerChanges {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;
  private static final int S_IFMT = 0170000;
  private static final String OPAQUE = "trusted.overlay.opaque";

  private final Libc libc;
  private final Set<String> mountPoints;
  private final List<Change> changes = new ArrayList<>();

  /// @param mountPoints absolute paths in the container; jcr created the missing ones, so they are
  ///   not the container's changes
  public LayerChanges(Libc libc, Set<String> mountPoints) {
    this.libc = libc;
    this.mountPoints = Set.copyOf(mountPoints);
  }

  /// What happened to a path.
  public enum Kind {
    ADDED("A"),
    CHANGED("C"),
    DELETED("D");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }

    /// The letter that docker shows.
    public String letter() {
      return letter;
    }
  }

  /// One changed path.
  ///
  /// @param path absolute, in the container
  public record Change(Kind kind, String path) {}

  /// The changes, sorted by path.
  ///
  /// @param upper what the container wrote; may be missing
  /// @param lower the root file system that it started with
  public List<Change> find(Path upper, Path lower) {
    changes.clear();
    try (DirectoryStream<Path> top = Files.newDirectoryStream(upper)) {
      if (!(top instanceof SecureDirectoryStream<Path> open)) {
        throw new IllegalStateException("no openat for " + upper);
      }
      walk(open, upper, lower, "", false);
    } catch (NoSuchFileException e) {
      return List.of(); // it was never started
    } catch (IOException | DirectoryIteratorException e) {
      throw new HostException("read " + upper + ": " + e.getMessage());
    }
    changes.sort(Comparator.comparing(Change::path));
    return List.copyOf(changes);
  }

  /// @param lower the directory below this one, or null
  /// @param opaque whether `lower` is hidden by it
  /// @return whether there are names here and all of them are mount points
  private boolean walk(
      SecureDirectoryStream<Path> open,
      Path upper,
      @Nullable Path lower,
      String shown,
      boolean opaque)
      throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path entry : open) {
      names.add(String.valueOf(entry.getFileName()));
    }
    boolean onlyMountPoints = !names.isEmpty();
    for (String name : names) {
      onlyMountPoints &= entry(open, upper.resolve(name), lower, shown + "/" + name, opaque);
    }
    if (opaque && lower != null) {
      deleted(lower, names, shown);
      return false;
    }
    return onlyMountPoints;
  }

  /// @return whether it is a mount point that jcr created
  private boolean entry(
      SecureDirectoryStream<Path> open,
      Path upper,
      @Nullable Path lowerDirectory,
      String shown,
      boolean opaque)
      throws IOException {
    Path name = upper.getFileName();
    Path lower = lowerDirectory == null ? null : lowerDirectory.resolve(name);
    boolean below = lower != null && Files.exists(lower, NOFOLLOW);
    if (isWhiteout(upper)) {
      if (below) {
        changes.add(new Change(Kind.DELETED, shown));
      }
      return false;
    }
    if (!below && mountPoints.contains(shown)) {
      return true;
    }
    if (!isDirectory(open, name)) {
      changes.add(new Change(below ? Kind.CHANGED : Kind.ADDED, shown));
      return false;
    }
    // a symbolic link below is not a directory to look into: it may lead out of the root
    Path into = lower != null && Files.isDirectory(lower, NOFOLLOW) ? lower : null;
    boolean hides = opaque || isOpaque(upper);
    boolean onlyMountPoints;
    try (SecureDirectoryStream<Path> directory = open.newDirectoryStream(name, NOFOLLOW)) {
      onlyMountPoints = walk(directory, upper, into, shown, hides);
    } catch (NoSuchFileException e) {
      return false; // removed meanwhile
    }
    if (!onlyMountPoints) {
      changes.add(new Change(below ? Kind.CHANGED : Kind.ADDED, shown));
    }
    return onlyMountPoints;
  }

  private void deleted(Path lower, Set<String> kept, String shown) throws IOException {
    try (DirectoryStream<Path> hidden = Files.newDirectoryStream(lower)) {
      for (Path entry : hidden) {
        String name = String.valueOf(entry.getFileName());
        if (!kept.contains(name)) {
          changes.add(new Change(Kind.DELETED, shown + "/" + name));
        }
      }
    }
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> open, Path name)
      throws IOException {
    try {
      return open.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW)
          .readAttributes()
          .isDirectory();
    } catch (NoSuchFileException e) {
      return false; // removed meanwhile
    }
  }

  private static boolean isWhiteout(Path path) throws IOException {
    try {
      Object mode = Files.getAttribute(path, "unix:mode", NOFOLLOW);
      Object device = Files.getAttribute(path, "unix:rdev", NOFOLLOW);
      return (((Integer) mode) & S_IFMT) == Libc.S_IFCHR && ((Long) device) == 0;
    } catch (NoSuchFileException e) {
      return false; // removed meanwhile
    }
  }

  private boolean isOpaque(Path directory) {
    return libc.lgetxattr(directory, OPAQUE)
        .filter(value -> value.length == 1 && value[0] == 'y')
        .isPresent();
  }
}
