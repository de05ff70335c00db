package io.jcr.cli.daemon;

import io.jcr.plugin.PluginFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Whether a caller can meet no plugin but those that jcr was built with. Only these are loaded
/// into the planner: what anybody else's does to its JVM, no other caller must see.
final class OwnPlugins {
  private static final String INDEX = "plugins.index";
  private static final String FOLDER_OPTION = "--plugin-dir";

  private final Path folder;
  private final Set<Path> known = new HashSet<>();
  private final Map<Path, FileTime> seen = new HashMap<>();

  /// @param home where jcr is installed
  OwnPlugins(Path home) {
    this.folder = home.resolve("plugins");
    known.add(folder.resolve(INDEX));
    try {
      for (String line : Files.readAllLines(home.resolve("lib/jars"))) {
        for (Path file = home.resolve(line);
            file != null && file.startsWith(folder);
            file = file.getParent()) {
          known.add(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether that is so for a call.
  boolean suffice(SessionRequest request) {
    for (String argument : request.arguments()) {
      if (argument.startsWith(FOLDER_OPTION) || argument.equals("--")) {
        if (!argument.equals("--")) {
          return false;
        }
        break;
      }
    }
    return request.environment().getOrDefault("JCR_PLUGIN_PATH", "").isEmpty()
        && isEmpty(PluginFolder.HOST)
        && !hasOthers();
  }

  private static boolean isEmpty(Path directory) {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /// A directory that has not changed is not read again.
  private synchronized boolean hasOthers() {
    try {
      if (!isAsSeen()) {
        seen.clear();
        return look(folder);
      }
      return false;
    } catch (IOException e) {
      seen.clear();
      return true;
    }
  }

  private boolean isAsSeen() throws IOException {
    for (Map.Entry<Path, FileTime> directory : seen.entrySet()) {
      if (!Files.getLastModifiedTime(directory.getKey()).equals(directory.getValue())) {
        return false;
      }
    }
    return !seen.isEmpty();
  }

  private boolean look(Path directory) throws IOException {
    FileTime before = Files.getLastModifiedTime(directory);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!known.contains(entry)
            || (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && look(entry))) {
          seen.clear();
          return true;
        }
      }
    }
    seen.put(directory, before);
    return false;
  }
}
