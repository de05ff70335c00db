package io.jcr.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import io.jcr.linux.LivingTreeVisitor;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whose cgroup is whose: each group that jcr makes for a container carries the container's state
/// directory in the extended attribute `user.jcr.owner` (xattr(7)). So a group can be given to its
/// container again when the undo journal that named it is lost.
public final class OwnedCgroups {
  private static final String OWNER = "user.jcr.owner";
  private static final int MAX_VALUE = 255;

  private final Libc libc;

  public OwnedCgroups(Libc libc) {
    this.libc = libc;
  }

  /// Marks a group that was just made. Without the mark the container works all the same: where the
  /// kernel has no such attributes, or the path is too long, there is none.
  void mark(Path group, Path owner) {
    byte[] value = owner.toString().getBytes(UTF_8);
    if (value.length <= MAX_VALUE) {
      try {
        libc.lsetxattr(group, OWNER, value);
      } catch (ErrnoException e) {
        // the journal names the group, too; the mark is for when that is lost
      }
    }
  }

  /// The state directory of the container that a group was made for; empty when jcr did not make
  /// it, or it has just gone.
  public Optional<Path> owner(Path group) {
    try {
      return libc.lgetxattr(group, OWNER).map(value -> Path.of(new String(value, UTF_8)));
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// All groups that were made for containers, with their owners.
  public Map<Path, Path> all(List<CgroupHierarchy> hierarchies) {
    Map<Path, Path> owners = new TreeMap<>();
    for (CgroupHierarchy hierarchy : hierarchies) {
      for (Path group : topDown(hierarchy.mountPoint())) {
        owner(group).ifPresent(owner -> owners.put(group, owner));
      }
    }
    return owners;
  }

  /// The groups that stand where jcr makes those of containers, and carry nobody's name: of a jcr
  /// that was killed before it had marked them, or that did not yet.
  public List<Path> unmarked(List<CgroupHierarchy> hierarchies) {
    List<Path> found = new ArrayList<>();
    for (CgroupHierarchy hierarchy : hierarchies) {
      for (Path group : topDown(hierarchy.mountPoint())) {
        Path parent = group.getParent();
        if (parent != null
            && SharedCgroups.isMarked(parent)
            && !SharedCgroups.isMarked(group)
            && owner(group).isEmpty()) {
          found.add(group);
        }
      }
    }
    return found;
  }

  /// Removes a group with those below it.
  ///
  /// @return false when processes live in it
  public boolean remove(Path group) {
    for (Path each : topDown(group).reversed()) {
      try {
        libc.rmdir(each);
      } catch (ErrnoException e) {
        if (e.errno() == Errno.EBUSY) {
          return false;
        }
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
    return true;
  }

  /// Removes the groups that jcr has made for containers to share, and that none is in.
  ///
  /// @return those removed
  public List<Path> removeIdle(List<CgroupHierarchy> hierarchies) {
    List<Path> removed = new ArrayList<>();
    for (CgroupHierarchy hierarchy : hierarchies) {
      for (Path group : topDown(hierarchy.mountPoint()).reversed()) {
        if (SharedCgroups.isMarked(group) && isRemoved(group)) {
          removed.add(group);
        }
      }
    }
    return removed;
  }

  private boolean isRemoved(Path group) {
    try {
      libc.rmdir(group);
      return true;
    } catch (ErrnoException e) {
      return false; // containers live there, or it has just gone
    }
  }

  /// Removes those of the groups above `group` that jcr has made and nobody needs any more.
  public void removeIdleParents(Path group) {
    for (Path parent : SharedCgroups.markedAbove(group).reversed()) {
      if (!isRemoved(parent)) {
        return;
      }
    }
  }

  /// A directory and all below it. Groups come and go meanwhile.
  private static List<Path> topDown(Path top) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          top,
          new LivingTreeVisitor() {
            @Override
            public FileVisitResult preVisitDirectory(Path group, BasicFileAttributes attributes) {
              found.add(group);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new HostException("list the cgroups in " + top + ": " + FileFailure.reason(e));
    }
    return found;
  }
}
