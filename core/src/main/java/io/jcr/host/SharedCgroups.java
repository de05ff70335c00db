package io.jcr.host;

import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The groups between the root of a hierarchy and the containers' own groups. jcr marks those that
/// it creates. When a container in a marked group ends, it tries to remove the group, whoever
/// created it; only the last one succeeds, because rmdir(2) refuses a group that holds others.
/// Groups that existed before any container are unmarked and stay.
///
/// The mark is an extended attribute on the group itself, `user.jcr` (xattr(7)), so it disappears
/// with the group, no matter which process is killed when.
public final class SharedCgroups implements CgroupMaker {
  private static final String MARK = "jcr";

  private final Libc libc;
  private final Path directory;
  private final OwnedCgroups owned;

  /// @param directory is locked while groups are created; created if missing
  SharedCgroups(Libc libc, Path directory) {
    this.libc = libc;
    this.directory = directory;
    this.owned = new OwnedCgroups(libc);
  }

  /// Under a lock, or another jcr could see a group that is not marked yet. If an earlier run of
  /// the same container left the group behind because its journal was lost, it is removed first.
  @Override
  public void create(Path group, Path owner, Journal journal, Runnable make) {
    int lock = lock();
    try {
      if (Files.exists(group, LinkOption.NOFOLLOW_LINKS)
          && owned.owner(group).filter(owner::equals).isPresent()) {
        var _ = owned.remove(group); // if it cannot go, making it says so
      }
      requireShared(group);
      List<Path> between = journal(group, journal);
      try {
        make.run();
        owned.mark(group, owner);
      } finally {
        between.forEach(SharedCgroups::mark);
      }
    } finally {
      libc.close(lock);
    }
  }

  /// A group inside a container's own would be emptied and removed with that container.
  private void requireShared(Path group) {
    Path above = group.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null || isMarked(above)) {
      return;
    }
    Optional<Path> owner = owned.owner(above);
    if (owner.isPresent()) {
      throw new HostException(
          "cgroup "
              + group
              + ": "
              + above
              + " is the cgroup of container "
              + owner.get().getFileName()
              + " (choose another parent)");
    }
  }

  /// Journals the removal of `group` and of those groups above it that are missing or marked. If
  /// `group` already exists, it is someone else's: undoing would kill what runs in it.
  ///
  /// @return the groups above, from the top
  static List<Path> journal(Path group, Journal journal) {
    List<Path> between = above(group, above -> !Files.exists(above) || isMarked(above));
    between.forEach(parent -> journal.append("rmdir", parent));
    if (!Files.exists(group, LinkOption.NOFOLLOW_LINKS)) {
      journal.append("cgroup", group);
    }
    return between;
  }

  /// The groups above `group` that jcr has made for containers to share, from the top.
  public static List<Path> markedAbove(Path group) {
    return above(group, SharedCgroups::isMarked);
  }

  private static List<Path> above(Path group, Predicate<Path> belongs) {
    List<Path> between = new ArrayList<>();
    Path above = group.getParent();
    while (above != null && belongs.test(above)) {
      between.addFirst(above);
      above = above.getParent();
    }
    return between;
  }

  private int lock() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new HostException("make " + directory + ": " + FileFailure.reason(e));
    }
    int fd = libc.open(directory, Libc.O_RDONLY | Libc.O_DIRECTORY, 0);
    libc.flock(fd, Libc.LOCK_EX);
    return fd;
  }

  static boolean isMarked(Path group) {
    try {
      UserDefinedFileAttributeView attributes = attributes(group);
      return attributes != null && attributes.list().contains(MARK);
    } catch (IOException e) {
      return false;
    }
  }

  /// On a file system without such attributes, a group goes with the container that created it, or
  /// stays.
  private static void mark(Path group) {
    try {
      UserDefinedFileAttributeView attributes = attributes(group);
      if (attributes != null) {
        attributes.write(MARK, ByteBuffer.wrap(new byte[] {'1'}));
      }
    } catch (IOException e) {
      // The only consequence is that the group stays; or it has just disappeared.
    }
  }

  private static @Nullable UserDefinedFileAttributeView attributes(Path group) {
    return Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
  }
}
