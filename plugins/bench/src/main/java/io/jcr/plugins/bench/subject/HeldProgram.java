package io.jcr.plugins.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds an instance's program on the host by its command line, whoever its parent is: `busybox sh
/// -c SCRIPT TOKEN`. The program that started it has the same words after others.
final class HeldProgram {
  private static final int WORDS = 5;

  private HeldProgram() {}

  static long find(String token, String subject) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .filter(entry -> isHeld(entry, token))
          .map(entry -> Long.parseLong(entry.getFileName().toString()))
          .findFirst()
          .orElseThrow(
              () -> new HostException(subject + ": its program is not among the host's processes"));
    }
  }

  private static boolean isHeld(Path entry, String token) {
    try {
      String line = new String(Files.readAllBytes(entry.resolve("cmdline")), UTF_8);
      List<String> words = List.of(line.split("\0"));
      return words.size() == WORDS
          && words.getFirst().endsWith("busybox")
          && words.getLast().equals(token);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return false; // ESRCH: it has ended meanwhile
    }
  }
}
