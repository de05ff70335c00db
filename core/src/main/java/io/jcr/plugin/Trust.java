package io.jcr.plugin;

import io.jcr.api.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a file is trusted: code in a plugin jar runs with jcr's privileges. A file is trusted
/// when nobody but root can change or replace it: the file, each directory above it and each
/// symbolic link on the way belong to root and are not writable by group or others. In a directory
/// with the sticky bit, such as /tmp, others can neither rename nor remove what belongs to root, so
/// a trusted file may lie below one; but a plugin folder must not be one itself.
public final class Trust {
  private static final int ROOT = 0;
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;

  /// The kernel's own limit.
  private static final int MOST_LINKS = 40;

  private final boolean everything;
  private final @Nullable Path home;
  private @Nullable Path realHome;

  /// Directories already found to be trusted, with links resolved.
  private final Set<Path> above = new HashSet<>();

  private Trust(boolean everything, @Nullable Path home) {
    this.everything = everything;
    this.home = home;
  }

  /// Trusts what only root can change.
  ///
  /// @param home where jcr is installed. The directories above it are not checked for files below
  ///   it: whoever can change those can change jcr itself
  public static Trust ofRoot(Path home) {
    return new Trust(false, home.toAbsolutePath().normalize());
  }

  /// Trusts everything: for when jcr has no privileges that a plugin could misuse, or when the user
  /// asks for it.
  public static Trust inEverything() {
    return new Trust(true, null);
  }

  /// Requires that a file or folder is trusted.
  ///
  /// @param file absolute
  /// @throws PluginException when it is not; the message names what others can change, its owner
  ///   and mode
  public void require(Path file) {
    if (everything) {
      return;
    }
    Path path = file.normalize();
    if (home != null && path.startsWith(home)) {
      walk(file, realHome(home, file), home.relativize(path));
    } else {
      walk(file, path.getRoot(), path.getRoot().relativize(path));
    }
  }

  private Path realHome(Path named, Path file) {
    if (realHome == null) {
      try {
        realHome = named.toRealPath();
      } catch (IOException e) {
        throw new PluginException("plugin " + file + " cannot be opened: " + e, e);
      }
    }
    return realHome;
  }

  /// Follows the path to the file as the kernel does, link by link.
  private void walk(Path file, Path from, Path below) {
    Deque<Path> ahead = new ArrayDeque<>();
    for (Path name : below) {
      ahead.addLast(name);
    }
    Path at = from;
    int links = 0;
    checkDirectory(file, at);
    while (!ahead.isEmpty()) {
      Path name = ahead.removeFirst();
      if (name.toString().equals("..")) {
        at = at.getParent() == null ? at : at.getParent();
        checkDirectory(file, at);
        continue;
      }
      Path next = at.resolve(name);
      if (ahead.isEmpty() || !above.contains(next)) {
        Status status = Status.of(next, file);
        if (status.type() == LINK) {
          if (++links > MOST_LINKS) {
            throw new PluginException("plugin " + file + " cannot be opened: ELOOP", null);
          }
          requireOwner(file, next, status);
          Path target = target(next, file);
          pushFront(ahead, target);
          if (target.isAbsolute()) {
            at = target.getRoot();
            checkDirectory(file, at);
          }
          continue;
        }
        requireUnwritable(file, next, status, ahead.isEmpty());
        if (!ahead.isEmpty()) {
          above.add(next);
        }
      }
      at = next;
    }
  }

  private void checkDirectory(Path file, Path directory) {
    if (above.add(directory)) {
      requireUnwritable(file, directory, Status.of(directory, file), false);
    }
  }

  private static void pushFront(Deque<Path> ahead, Path target) {
    for (int index = target.getNameCount() - 1; index >= 0; index--) {
      if (!target.getName(index).toString().equals(".")) {
        ahead.addFirst(target.getName(index));
      }
    }
  }

  private static Path target(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      throw new PluginException("plugin " + file + " cannot be opened: " + e, e);
    }
  }

  private static void requireUnwritable(Path file, Path part, Status status, boolean last) {
    boolean sticky = !last && status.type() == DIRECTORY && (status.mode() & STICKY) != 0;
    if ((status.mode() & WRITABLE_BY_OTHERS) != 0 && !sticky) {
      refuse(file, part, status);
    }
    requireOwner(file, part, status);
  }

  /// A symbolic link's mode says that everyone can write it, but in fact it can only be replaced.
  private static void requireOwner(Path file, Path part, Status status) {
    if (status.owner() != ROOT) {
      refuse(file, part, status);
    }
  }

  private static void refuse(Path file, Path part, Status status) {
    String where = part.equals(file) ? "" : part + ", on the way to it, ";
    throw new PluginException(
        "plugin "
            + file
            + " can be changed by users other than root ("
            + where
            + "owner "
            + status.owner()
            + ", mode "
            + Integer.toOctalString(status.mode() & 07777)
            + "): chown root and chmod go-w "
            + (part.equals(file) ? "it" : "that")
            + ", or run with --allow-untrusted-plugins",
        null);
  }

  private record Status(int owner, int mode) {
    static Status of(Path path, Path file) {
      try {
        Map<String, Object> attributes =
            Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        return new Status(number(attributes.get("uid")), number(attributes.get("mode")));
      } catch (IOException e) {
        throw new PluginException("plugin " + file + " cannot be opened: " + e, e);
      }
    }

    private static int number(@Nullable Object attribute) {
      return (Integer) Objects.requireNonNull(attribute);
    }

    int type() {
      return mode & TYPE;
    }
  }
}
