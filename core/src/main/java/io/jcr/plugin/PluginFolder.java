package io.jcr.plugin;

import io.jcr.api.PluginException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A folder of plugin jars.
///
/// @param path the folder; need not exist
/// @param requireTrusted whether jars that someone other than root can write are refused: what they
///   hold runs with jcr's privileges
public record PluginFolder(Path path, boolean requireTrusted) {
  private static final int ROOT = 0;
  private static final int WRITABLE_BY_OTHERS = 0022;

  /// The jars in it, sorted by name.
  ///
  /// @throws PluginException when the folder or a jar is not to be trusted
  List<Path> jars() {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    if (requireTrusted) {
      requireTrusted(path);
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (requireTrusted) {
      jars.forEach(PluginFolder::requireTrusted);
    }
    jars.sort(null);
    return jars;
  }

  private static void requireTrusted(Path file) {
    try {
      int owner = (int) Files.getAttribute(file, "unix:uid");
      int mode = (int) Files.getAttribute(file, "unix:mode");
      if (owner != ROOT || (mode & WRITABLE_BY_OTHERS) != 0) {
        throw new PluginException(
            "plugin "
                + file
                + " can be changed by others than root (owner "
                + owner
                + ", mode "
                + Integer.toOctalString(mode & 07777)
                + "): chown root and chmod go-w it, or run with --allow-untrusted-plugins",
            null);
      }
    } catch (IOException e) {
      throw new PluginException("plugin " + file + ": " + e.getMessage(), e);
    }
  }
}
