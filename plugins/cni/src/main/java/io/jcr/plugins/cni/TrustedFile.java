package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is run as root, or tells root what to run, must belong to root: neither the file nor a
/// directory on the way to it can be written by anyone else. (The same applies for other users,
/// with their own files.)
final class TrustedFile {
  private static final Path WORKING_DIRECTORY = Path.of("/proc/thread-self/cwd");
  private static final int ROOT = 0;
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int STICKY = 01000;

  private TrustedFile() {}

  /// Checks a file and the directories that lead to it, including the target of a link.
  ///
  /// @throws UsageException naming what others can change, and its mode
  static void require(Path file) {
    try {
      requireOwn(file);
      // for a caller of the resident planner, Java's own idea of the working directory is wrong
      Path absolute = WORKING_DIRECTORY.toRealPath().resolve(file);
      for (Path path : new Path[] {absolute.normalize(), absolute.toRealPath()}) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
          requireOwn(above);
        }
      }
    } catch (IOException e) {
      throw new UsageException("--net=cni: " + file + " cannot be looked at: " + e);
    }
  }

  /// In a directory with the sticky bit (`/tmp`), others may add files, but not replace one's own.
  private static void requireOwn(Path file) throws IOException {
    int owner = (int) Files.getAttribute(file, "unix:uid");
    int mode = (int) Files.getAttribute(file, "unix:mode");
    boolean sticky = (mode & STICKY) != 0 && Files.isDirectory(file);
    boolean own = owner == ROOT || owner == self();
    if (!own || ((mode & WRITABLE_BY_OTHERS) != 0 && !sticky)) {
      throw new UsageException(
          "--net=cni: "
              + file
              + " can be changed by users other than root (owner "
              + owner
              + ", mode "
              + Integer.toOctalString(mode & 07777)
              + "): chown root and chmod go-w it");
    }
  }

  private static int self() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }
}
