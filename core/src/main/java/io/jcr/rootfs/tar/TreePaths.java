package io.jcr.rootfs.tar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Paths inside a directory, whatever the names are: each component is checked, and a symbolic link
/// on the way is resolved as if the directory were `/`. The last component is not followed.
final class TreePaths {
  /// As in the kernel.
  private static final int MAX_LINKS = 40;

  private final Path root;

  /// The directory of the last entry: most entries are in the same one, or one below it. No longer
  /// valid once something on the way has been removed ([#forget]).
  private List<String> lastComponents = List.of();

  private @Nullable Path lastDirectory;

  TreePaths(Path root) {
    this.root = root;
  }

  /// Where to write the entry `name`; creates missing directories on the way.
  ///
  /// @throws MalformedArchiveException when it contains `..`, or something on the way is not a
  ///   directory
  Path entry(String name) throws IOException {
    List<String> components = components(name);
    if (components.isEmpty()) {
      return root;
    }
    Path parent = directory(name, components.subList(0, components.size() - 1), true);
    if (parent == null) {
      throw new NoSuchFileException(name);
    }
    return parent.resolve(components.getLast());
  }

  /// Where `name` is, or null when a directory on the way does not exist.
  @Nullable Path existing(String name) throws IOException {
    List<String> components = components(name);
    if (components.isEmpty()) {
      return root;
    }
    Path parent = directory(name, components.subList(0, components.size() - 1), false);
    return parent == null ? null : parent.resolve(components.getLast());
  }

  /// Call this when something was removed.
  void forget() {
    lastDirectory = null;
  }

  /// The attributes of `path` itself, or null when nothing is there.
  static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /// Creates a directory with exactly this mode, whatever the umask.
  void makeDirectory(Path directory, int mode) throws IOException {
    Files.createDirectory(directory);
    Files.setAttribute(directory, "unix:mode", mode);
  }

  /// A leading `/` is dropped, as tar does, and so is `.`; `..` is not allowed in an archive.
  private static List<String> components(String name) throws MalformedArchiveException {
    List<String> components = new ArrayList<>();
    for (String component : name.split("/", -1)) {
      if (component.equals("..")) {
        throw new MalformedArchiveException(
            "entry " + ShownName.quoted(name) + " leads out of the archive");
      }
      if (component.indexOf('\0') >= 0) {
        throw new MalformedArchiveException("damaged: a name has a NUL character");
      }
      if (!component.isEmpty() && !component.equals(".")) {
        components.add(component);
      }
    }
    return components;
  }

  private @Nullable Path directory(String name, List<String> components, boolean make)
      throws IOException {
    int done = lastComponents.size();
    Path known = lastDirectory;
    if (known != null
        && (done > components.size() || !components.subList(0, done).equals(lastComponents))) {
      known = null;
    }
    Path found =
        known == null
            ? walk(root, name, components, make)
            : walk(known, name, components.subList(done, components.size()), make);
    lastComponents = components;
    lastDirectory = found;
    return found;
  }

  private @Nullable Path walk(Path from, String name, List<String> components, boolean make)
      throws IOException {
    Deque<String> todo = new ArrayDeque<>(components);
    Path at = from;
    int links = 0;
    while (!todo.isEmpty()) {
      String component = todo.pop();
      if (component.equals("..")) { // of a symbolic link
        at = parent(at);
        continue;
      }
      Path next = at.resolve(component);
      BasicFileAttributes found = attributes(next);
      if (found == null && !make) {
        return null;
      } else if (found == null) {
        makeDirectory(next, 0755);
        at = next;
      } else if (found.isDirectory()) {
        at = next;
      } else if (found.isSymbolicLink() && ++links <= MAX_LINKS) {
        at = follow(next, at, todo);
      } else {
        throw new MalformedArchiveException(
            "entry "
                + ShownName.quoted(name)
                + ": "
                + ShownName.quoted(root.relativize(next).toString())
                + " is not a directory");
      }
    }
    return at;
  }

  /// Prepends the components of a link's target to those still to be resolved.
  ///
  /// @return the directory where they start
  private Path follow(Path link, Path parent, Deque<String> todo) throws IOException {
    String target = Files.readSymbolicLink(link).toString();
    String[] components = target.split("/", -1);
    for (int i = components.length - 1; i >= 0; i--) {
      if (!components[i].isEmpty() && !components[i].equals(".")) {
        todo.push(components[i]);
      }
    }
    return target.startsWith("/") ? root : parent;
  }

  /// No path here contains a symbolic link, so this is what `..` means; the root is its own parent.
  private Path parent(Path directory) {
    Path parent = directory.getParent();
    return directory.equals(root) || parent == null ? root : parent;
  }
}
