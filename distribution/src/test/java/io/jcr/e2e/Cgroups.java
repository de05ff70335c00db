package io.jcr.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The cgroup file systems of the host.
final class Cgroups {
  private Cgroups() {}

  /// A mounted hierarchy.
  ///
  /// @param version 1 or 2
  record Hierarchy(int version, Path directory, List<String> controllers) {
    boolean has(String controller) {
      return controllers.contains(controller);
    }

    /// The directory of a process.
    Path of(Proc process, String controller) {
      String below = process.cgroup(version == 2 ? "" : controller).orElseThrow();
      return directory.resolve(below.substring(1));
    }
  }

  static List<Hierarchy> hierarchies() {
    return Proc.self().read("mountinfo").orElseThrow().lines().flatMap(Cgroups::parse).toList();
  }

  private static Stream<Hierarchy> parse(String line) {
    String[] fields = line.split(" ", -1);
    Path directory = Path.of(fields[4]);
    String type = line.replaceFirst("^.* - (\\S+) .*$", "$1");
    String options = line.substring(line.lastIndexOf(' ') + 1);
    return switch (type) {
      case "cgroup" -> Stream.of(new Hierarchy(1, directory, List.of(options.split(",", -1))));
      case "cgroup2" -> {
        String controllers = read(directory.resolve("cgroup.controllers"));
        yield Stream.of(new Hierarchy(2, directory, List.of(controllers.split(" ", -1))));
      }
      default -> Stream.empty();
    };
  }

  /// The hierarchy that carries a controller.
  static Optional<Hierarchy> hierarchy(String controller) {
    return hierarchies().stream().filter(hierarchy -> hierarchy.has(controller)).findFirst();
  }

  /// The directory of a process in the hierarchy of a controller.
  static Path of(Proc process, String controller) {
    return hierarchy(controller).orElseThrow().of(process, controller);
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What jcr has made below any hierarchy, but not the empty parent of all containers.
  static NavigableSet<String> ofContainers() {
    NavigableSet<String> found = new TreeSet<>();
    for (Hierarchy hierarchy : hierarchies()) {
      directories(hierarchy.directory().resolve("jcr")).map(Path::toString).forEach(found::add);
      directories(hierarchy.directory()) // of third parties' plugins
          .filter(group -> group.getFileName().toString().startsWith("jcr-"))
          .map(Path::toString)
          .forEach(found::add);
    }
    return found;
  }

  private static Stream<Path> directories(Path parent) {
    try (Stream<Path> directories = Files.list(parent)) {
      return directories.filter(Files::isDirectory).toList().stream();
    } catch (NoSuchFileException e) {
      return Stream.of(); // no container was ever there, or the last one has just ended
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
