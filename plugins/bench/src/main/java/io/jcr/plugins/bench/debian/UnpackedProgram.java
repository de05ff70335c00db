package io.jcr.plugins.bench.debian;

import io.jcr.api.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A program from a Debian package that is not installed, with the libraries that it needs; its own
/// dynamic loader runs it.
///
/// @param directory into which the packages were unpacked
/// @param program its path in there, such as `usr/bin/wrk`
public record UnpackedProgram(Path directory, String program) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LOADER = "ld-linux-x86-64.so.2";

  /// Where packages have their libraries, before and after the /usr merge.
  private static final List<String> LIBRARY_DIRECTORIES =
      List.of("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu");

  /// The program from the cache, or from Debian.
  ///
  /// @param subject who needs it: messages begin with it
  public static UnpackedProgram fetch(
      String subject, String debianPackage, String program, Path cache)
      throws IOException, InterruptedException {
    DebianPackages debian = new DebianPackages(subject);
    Path place = cache.toAbsolutePath().resolve(debianPackage);
    Path directory =
        CachedDirectory.get(
            place, made -> debian.unpack(debian.withLibraries(debianPackage), made));
    return new UnpackedProgram(directory, program);
  }

  /// The words with which its command line begins.
  public List<String> command() {
    return List.of(loader().toString(), "--library-path", libraryPath(), file().toString());
  }

  /// Copies it with its loader and libraries into a root file system, where it runs under its own
  /// name.
  public void copyInto(Path rootfs) throws IOException, InterruptedException {
    copy(file(), rootfs.resolve(program));
    copy(loader(), rootfs.resolve("lib64").resolve(LOADER));
    Path target = rootfs.resolve(LIBRARY_DIRECTORIES.getFirst());
    for (Map.Entry<String, Path> library : libraries().entrySet()) {
      copy(library.getValue(), target.resolve(Path.of(library.getKey()).getFileName()));
    }
  }

  /// What the loader would load, by the name that it looks for; the loader itself is asked.
  Map<String, Path> libraries() throws IOException, InterruptedException {
    List<String> ask = new ArrayList<>(command());
    ask.add(1, "--list");
    Map<String, Path> found = new TreeMap<>();
    for (String line : HostProgram.expect(directory, PATIENCE, ask).lines().toList()) {
      int arrow = line.indexOf(" => ");
      int end = line.lastIndexOf(" (0x");
      // The loader itself is listed by its absolute path, and is already in place.
      if (arrow > 0 && end > arrow && !line.strip().startsWith("/")) {
        Path library = Path.of(line.substring(arrow + " => ".length(), end));
        if (!library.startsWith(directory)) {
          throw new HostException(program + " needs " + library + ", which its packages lack");
        }
        found.put(line.substring(0, arrow).strip(), library);
      }
    }
    return found;
  }

  private Path file() {
    return directory.resolve(program);
  }

  /// The link in lib64 is absolute, so it would lead to the host's loader.
  private Path loader() {
    for (String place : LIBRARY_DIRECTORIES) {
      Path loader = directory.resolve(place).resolve(LOADER);
      if (Files.exists(loader)) {
        return loader;
      }
    }
    throw new HostException("the packages of " + program + " have no " + LOADER);
  }

  private String libraryPath() {
    return String.join(
        ":",
        LIBRARY_DIRECTORIES.stream().map(place -> directory.resolve(place).toString()).toList());
  }

  /// Copies files themselves, not the links that packages have in their place.
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from.toRealPath(), to);
    Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from.toRealPath()));
  }
}
