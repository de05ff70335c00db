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
import org.jspecify.annotations.Nullable;

/// The groups between the root of a hierarchy and the containers' own groups. jcr marks those that
/// it creates. When a container in a marked group ends, it tries to remove the group, whoever
/// created it; only the last one succeeds, because rmdir(2) refuses a group that holds others.
/// Groups that existed before any container are unmarked and stay.
///
/// The mark is an extended attribute on the group itself, `user.jcr` (xattr(7)), so it disappears
/// with the group, no matter which process is killed when.
final class SharedCgroups implements CgroupMaker {
  private static final String MARK = "jcr";

  private final Libc libc;
  private final Path directory;

  /// @param directory is locked while groups are created; created if missing
  SharedCgroups(Libc libc, Path directory) {
    this.libc = libc;
    this.directory = directory;
  }

  /// Under a lock, or another jcr could see a group that is not marked yet.
  @Override
  public void create(Path group, Journal journal, Runnable make) {
    int lock = lock();
    try {
      List<Path> between = journal(group, journal);
      try {
        make.run();
      } finally {
        between.forEach(SharedCgroups::mark);
      }
    } finally {
      libc.close(lock);
    }
  }

  /// Journals the removal of `group` and of those groups above it that are missing or marked. If
  /// `group` already exists, it is someone else's: undoing would kill what runs in it.
  ///
  /// @return the groups above, from the top
  static List<Path> journal(Path group, Journal journal) {
    List<Path> between = new ArrayList<>();
    Path above = group.getParent();
    while (above != null && (!Files.exists(above) || isMarked(above))) {
      between.addFirst(above);
      above = above.getParent();
    }
    between.forEach(parent -> journal.append("rmdir", parent));
    if (!Files.exists(group, LinkOption.NOFOLLOW_LINKS)) {
      journal.append("cgroup", group);
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

  private static boolean isMarked(Path group) {
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
