package io.jcr.verify;

import io.jcr.plugin.verify.VerifyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A folder with the plugin and nothing else, which no one else can change.
///
/// @param folder for `--plugin-dir`
/// @param jars the jar, then its libraries
record PluginCopy(Path folder, List<Path> jars) implements AutoCloseable {
  static PluginCopy of(VerifyRequest request) throws IOException {
    Path folder = Files.createDirectory(request.work().resolve("plugins"));
    Path own = Files.createDirectory(folder.resolve("verified"));
    List<Path> jars = new ArrayList<>();
    jars.add(Files.copy(request.jar(), own.resolve("verified.jar")));
    if (!request.libraries().isEmpty()) {
      Path lib = Files.createDirectory(own.resolve("lib"));
      for (Path library : request.libraries()) {
        jars.add(Files.copy(library, lib.resolve(library.getFileName())));
      }
    }
    return new PluginCopy(folder, jars);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
