package io.jcr.verify;

import io.jcr.plugin.verify.VerifyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A folder with the plugin and nothing else, which no one else can change, whatever the umask.
///
/// @param folder for `--plugin-dir`
/// @param jar the plugin
/// @param libraries the jars in its `lib`
record PluginCopy(Path folder, Path jar, List<Path> libraries) implements AutoCloseable {
  static PluginCopy of(VerifyRequest request) throws IOException {
    Path folder = directory(request.work().resolve("plugins"));
    Path own = directory(folder.resolve("verified"));
    if (request.isProgram()) {
      return ofProgram(request, folder, own);
    }
    Path jar = copy(request.jar(), own.resolve("verified.jar"));
    List<Path> libraries = new ArrayList<>();
    if (!request.libraries().isEmpty()) {
      Path lib = directory(own.resolve("lib"));
      for (Path library : request.libraries()) {
        libraries.add(copy(library, lib.resolve(library.getFileName())));
      }
    }
    return new PluginCopy(folder, jar, libraries);
  }

  /// Each file with the owner's rights that it has.
  private static PluginCopy ofProgram(VerifyRequest request, Path folder, Path own)
      throws IOException {
    List<Path> copies = new ArrayList<>();
    List<Path> files = new ArrayList<>(request.libraries());
    files.addFirst(request.jar());
    for (Path file : files) {
      Path copy = Files.copy(file, own.resolve(file.getFileName()));
      String mode = Files.isExecutable(file) ? "rwx------" : "rw-------";
      copies.add(Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode)));
    }
    return new PluginCopy(folder, copies.getFirst(), copies.subList(1, copies.size()));
  }

  private static Path directory(Path directory) throws IOException {
    return Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static Path copy(Path from, Path to) throws IOException {
    return Files.setPosixFilePermissions(
        Files.copy(from, to), PosixFilePermissions.fromString("rw-------"));
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
