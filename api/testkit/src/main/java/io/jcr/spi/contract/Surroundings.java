package io.jcr.spi.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a backend could change without its [io.jcr.spi.Host]: the container's own directories,
/// which are real here, mounts below them, and processes.
final class Surroundings implements AutoCloseable {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

  private final Path directory;
  private Set<String> remembered = Set.of();

  Surroundings() {
    try {
      directory = Files.createTempDirectory("jcr-contract");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The directory with the container's own directories.
  Path directory() {
    return directory;
  }

  /// Starts watching for changes.
  void remember() {
    remembered = look();
  }

  /// What has appeared or disappeared since then; empty for nothing.
  String changes() {
    Set<String> now = look();
    return Stream.concat(
            now.stream().filter(thing -> !remembered.contains(thing)),
            remembered.stream().filter(thing -> !now.contains(thing)).map(thing -> "no " + thing))
        .collect(Collectors.joining(", "));
  }

  private Set<String> look() {
    Set<String> seen = new TreeSet<>();
    try (Stream<Path> files = Files.walk(directory);
        Stream<ProcessHandle> children = ProcessHandle.current().children()) {
      for (Path file : files.toList()) {
        Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        String content = Files.isRegularFile(file) ? Files.readString(file) : "";
        seen.add(directory.relativize(file) + " (" + mode + ") " + content);
      }
      children.forEach(child -> seen.add("process " + child.pid()));
      if (Files.exists(MOUNTINFO)) {
        Files.readAllLines(MOUNTINFO).stream()
            .filter(line -> line.contains(" " + directory))
            .forEach(line -> seen.add("mount " + line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seen;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
