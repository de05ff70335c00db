package io.jcr.plugins.bench.debian;

import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Packages of the host's Debian (or a derivative), downloaded by apt-get and unpacked by dpkg-deb.
/// Nothing is installed.
public final class DebianPackages {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String subject;

  /// @param subject who needs them, such as `bench vm`: messages begin with it
  public DebianPackages(String subject) {
    this.subject = subject;
  }

  /// The packages that `name` depends on, without alternatives, pre-dependencies and
  /// recommendations.
  public List<String> dependencies(String name) throws IOException, InterruptedException {
    String text =
        HostProgram.run(
                Path.of("/"), PATIENCE, List.of("apt-cache", "depends", "--important", name))
            .text();
    List<String> found = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String word = line.strip();
      if (word.startsWith("Depends: ") && !word.contains("<")) {
        found.add(word.substring("Depends: ".length()));
      }
    }
    return found;
  }

  /// The package and all libraries that it needs, including those that its libraries need.
  public List<String> withLibraries(String name) throws IOException, InterruptedException {
    Set<String> found = new LinkedHashSet<>(List.of(name));
    Deque<String> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      for (String other : dependencies(open.remove())) {
        if ((other.startsWith("lib") || other.startsWith("zlib")) && found.add(other)) {
          open.add(other);
        }
      }
    }
    return List.copyOf(found);
  }

  /// Unpacks the packages into the directory, one on top of the other.
  ///
  /// @throws UnsupportedException if there is no apt-get, or it fails to get them
  public void unpack(List<String> names, Path directory) throws IOException, InterruptedException {
    Path archives = Files.createDirectories(directory.resolve("archives"));
    HostProgram.find(subject, "apt-get", "apt, on Debian or a relative");
    HostProgram.find(subject, "dpkg-deb", "dpkg, on Debian or a relative");
    download(names, archives);
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(archives, "*.deb")) {
      for (Path file : packages) {
        HostProgram.expect(
            directory, PATIENCE, List.of("dpkg-deb", "-x", file.toString(), directory.toString()));
        Files.delete(file);
      }
    }
    Files.delete(archives);
  }

  /// Package lists are missing on a new machine and outdated on an old one, so a failure is
  /// followed by an update.
  private void download(List<String> names, Path archives)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download"));
    command.addAll(names);
    HostProgram.Outcome outcome = HostProgram.run(archives, PATIENCE, command);
    if (outcome.status() == 0) {
      return;
    }
    HostProgram.run(archives, PATIENCE, List.of("apt-get", "-qq", "update"));
    outcome = HostProgram.run(archives, PATIENCE, command);
    if (outcome.status() != 0) {
      throw new UnsupportedException(
          subject,
          "cannot download the Debian packages "
              + String.join(" ", names)
              + ": "
              + outcome.lastLine(),
          "try apt-get update");
    }
  }

  /// The only entry of a directory that matches, such as the versioned name of a kernel.
  ///
  /// @throws HostException if there is none or more than one
  public static Path only(Path directory, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
      entries.forEach(found::add);
    }
    if (found.size() != 1) {
      throw new HostException(
          "expected one file " + directory.resolve(glob) + ", found " + found.size());
    }
    return found.getFirst();
  }
}
