package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The directories in which plugins are looked for: CNI_PATH.
///
/// @param directories in their order; each absolute
record PluginPath(List<Path> directories) {
  PluginPath {
    directories = List.copyOf(directories);
  }

  /// The program of this name, provided that nobody else can have put it there.
  ///
  /// @throws UsageException when there is none, or it is not trusted
  Path find(String type, Path askedBy) {
    Path program =
        directories.stream()
            .map(directory -> directory.resolve(type))
            .filter(Files::isExecutable)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "--net=cni: "
                        + askedBy
                        + " wants the plugin '"
                        + type
                        + "', which is not in "
                        + this
                        + " (install containernetworking-plugins, or name its directory: path=DIR)"));
    TrustedFile.require(program);
    return program;
  }

  /// As in the variable.
  @Override
  public String toString() {
    return directories.stream().map(Path::toString).collect(Collectors.joining(":"));
  }
}
