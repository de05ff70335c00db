package io.jcr.plugin;

import io.jcr.api.PluginException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A folder of plugins: each a jar, or a folder with one jar and, in its `lib/`, the libraries that
/// it needs.
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
    List<Path> jars = jars(path);
    for (Path folder : list(path, Files::isDirectory)) {
      if (requireTrusted) {
        requireTrusted(folder);
      }
      jars.addAll(jars(folder));
    }
    jars.sort(null);
    return jars;
  }

  /// The libraries of a plugin, sorted by name.
  ///
  /// @param jar one of [#jars]
  /// @throws PluginException when the folder or a jar is not to be trusted
  List<Path> libraries(Path jar) {
    Path lib = jar.resolveSibling("lib");
    if (path.equals(jar.getParent()) || !Files.isDirectory(lib)) {
      return List.of();
    }
    if (requireTrusted) {
      requireTrusted(lib);
    }
    return jars(lib);
  }

  private List<Path> jars(Path folder) {
    List<Path> jars = list(folder, file -> file.toString().endsWith(".jar"));
    if (requireTrusted) {
      jars.forEach(this::requireTrustedJar);
    }
    return jars;
  }

  private static List<Path> list(Path folder, DirectoryStream.Filter<Path> wanted) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, wanted)) {
      found.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new PluginException("plugins in " + folder + " cannot be listed: " + e, e);
    }
    files.sort(null);
    return files;
  }

  /// Who can write the directory that a link leads to can put another file there.
  private void requireTrustedJar(Path jar) {
    requireTrusted(jar);
    try {
      Path directory = jar.toRealPath().getParent();
      if (directory != null && !directory.equals(path.toRealPath())) {
        requireTrusted(directory);
      }
    } catch (IOException e) {
      throw new PluginException("plugin " + jar + " cannot be opened: " + e, e);
    }
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
      throw new PluginException("plugin " + file + " cannot be opened: " + e, e);
    }
  }
}
