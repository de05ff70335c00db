package io.jcr.plugin;

import io.jcr.api.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder of plugins. Each plugin is a jar, or a subfolder with one jar and the libraries it
/// needs in `lib/`.
///
/// @param path absolute; need not exist
/// @param origin who named it
public record PluginFolder(Path path, Origin origin) {
  /// The host's folder: where an administrator puts plugins for all users of the host.
  public static final Path HOST = Path.of("/etc/jcr/plugins");

  /// Who named a folder, in search order.
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

  /// All folders in search order, each once.
  ///
  /// @param options the values of `--plugin-dir`
  /// @param variable the value of `JCR_PLUGIN_PATH`: folders separated by colons
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
        if (end > begin) { // an empty element would mean the working directory
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
