package io.jcr.runtime.copy;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import org.jspecify.annotations.Nullable;

/// Where a path leads inside a root: an open directory and a name in it.
///
/// @param parent the directory; the file itself when `name` is `.`
/// @param name one component
/// @param node what is there; null when there is nothing
record Spot(Descriptor parent, String name, @Nullable Descriptor node) implements AutoCloseable {
  /// The name of what has none of its own: a root, or what a path ending in `/.` means.
  static final String ITSELF = ".";

  /// As in the kernel.
  private static final int MAX_LINKS = 40;

  /// Finds `path` as if `root` were `/`, whatever anybody changes there meanwhile.
  ///
  /// @param follow whether the last component may be a symbolic link that leads on; it is one
  ///   anyway when a slash follows
  static Spot find(Descriptor root, String path, boolean follow) throws IOException {
    String at = path;
    for (int links = 0; links <= MAX_LINKS; links++) {
      boolean directory = at.endsWith("/");
      String trimmed = withoutSlashes(at);
      int slash = trimmed.lastIndexOf('/');
      String name = trimmed.substring(slash + 1);
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return itself(root, at.isEmpty() ? "/" : at);
      }
      String above = slash <= 0 ? "/" : trimmed.substring(0, slash);
      Descriptor parent = root.openInside(above, Libc.O_PATH | Libc.O_DIRECTORY);
      try {
        Descriptor node = parent.find(name);
        FileStatus status = node == null ? null : node.status();
        if (node == null || status == null) {
          return new Spot(parent, name, null);
        }
        if (!status.isSymbolicLink() || !(follow || directory)) {
          if (directory && !status.isDirectory()) {
            node.close();
            throw new ErrnoException("open", path, Errno.ENOTDIR);
          }
          return new Spot(parent, name, node);
        }
        node.close();
        at = target(parent, name, above) + (directory ? "/" : "");
      } catch (ErrnoException | IOException e) {
        parent.close();
        throw e;
      }
      parent.close();
    }
    throw new ErrnoException("open", path, Errno.ELOOP);
  }

  private static Spot itself(Descriptor root, String path) {
    Descriptor parent = root.openInside(path, Libc.O_PATH | Libc.O_DIRECTORY);
    return new Spot(parent, ITSELF, parent);
  }

  /// Where a link leads. It may have changed since it was looked at: that is then the way, which is
  /// looked for inside the root as any other.
  private static String target(Descriptor parent, String name, String above) throws IOException {
    try {
      String target = Files.readSymbolicLink(parent.child(name)).toString();
      return target.startsWith("/") ? target : above + "/" + target;
    } catch (NotLinkException | NoSuchFileException e) {
      return above + "/" + name;
    }
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  boolean isDirectory() throws IOException {
    return node != null && node.status().isDirectory();
  }

  @Override
  public void close() {
    parent.close();
    if (node != null && node != parent) {
      node.close();
    }
  }
}
