package io.jcr.plugin;

import io.jcr.api.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder of plugins: each a jar, or a folder with one jar and, in its `lib/`, the libraries that
/// it needs.
///
/// @param path absolute; need not exist
/// @param origin who named it
public record PluginFolder(Path path, Origin origin) {
  /// Where an administrator puts plugins for all users of a host. The folder of the host.
  public static final Path HOST = Path.of("/etc/jcr/plugins");

  /// Who named a folder, in the order in which folders are looked into.
  public enum Origin {
    /// `--plugin-dir`.
    OPTION("--plugin-dir"),
    /// The environment.
    VARIABLE("JCR_PLUGIN_PATH"),
    /// `/etc/jcr/plugins`.
    HOST("host"),
    /// jcr's own.
    DISTRIBUTION("distribution");

    private final String text;

    Origin(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public PluginFolder {
    path = path.toAbsolutePath().normalize();
  }

  /// All folders in their order, each once.
  ///
  /// @param options what `--plugin-dir` says
  /// @param variable what `JCR_PLUGIN_PATH` says: folders with colons between them
  /// @param home where jcr is installed
  /// @throws UsageException when a folder of `options` is missing; the others may be
  public static List<PluginFolder> inOrder(
      List<Path> options, @Nullable String variable, Path home) {
    List<PluginFolder> all = new ArrayList<>();
    for (Path option : options) {
      if (option.toString().isEmpty() || !Files.isDirectory(option)) {
        throw new UsageException(
            "--plugin-dir=" + option + ": no such folder: a folder with plugin jars is wanted");
      }
      add(all, option, Origin.OPTION);
    }
    if (variable != null) {
      for (int begin = 0; begin <= variable.length(); ) {
        int colon = variable.indexOf(':', begin);
        int end = colon < 0 ? variable.length() : colon;
        if (end > begin) { // an empty one would be the working directory
          add(all, Path.of(variable.substring(begin, end)), Origin.VARIABLE);
        }
        begin = end + 1;
      }
    }
    add(all, HOST, Origin.HOST);
    add(all, home.resolve("plugins"), Origin.DISTRIBUTION);
    return all;
  }

  private static void add(List<PluginFolder> all, Path path, Origin origin) {
    PluginFolder folder = new PluginFolder(path, origin);
    for (PluginFolder earlier : all) {
      if (earlier.path.equals(folder.path)) {
        return;
      }
    }
    all.add(folder);
  }
}
