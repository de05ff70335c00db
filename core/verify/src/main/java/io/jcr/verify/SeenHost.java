package io.jcr.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a plugin may have changed on the host, seen at one moment: interfaces, addresses, routes,
/// rules, named network namespaces, mounts and cgroups, a line each.
///
/// @param facts the lines
record SeenHost(Set<String> facts) {
  private static final Path NET = Path.of("/sys/class/net");
  private static final Path NAMED = Path.of("/run/netns");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /// Those of a line of /proc/self/mountinfo: what is mounted, and where.
  private static final int ROOT = 3;

  private static final int MOUNT_POINT = 4;
  private static final int DEEPEST = 6;
  private static final int KERNEL_TIDIES_SECONDS = 5;

  /// Looks.
  static SeenHost now() throws IOException, InterruptedException {
    Set<String> facts = new TreeSet<>();
    list("interface ", NET, 1, facts);
    list("network namespace ", NAMED, 1, facts);
    list("cgroup ", CGROUPS, DEEPEST, facts);
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      String[] words = line.split(" ", -1);
      facts.add("mount " + words[ROOT] + " on " + words[MOUNT_POINT]);
    }
    for (String family : List.of("-4", "-6")) {
      ask("address ", facts, "ip", family, "-o", "address", "show", "scope", "global");
      ask("address ", facts, "ip", family, "-o", "address", "show", "scope", "host");
      ask("route ", facts, "ip", family, "-o", "route", "show", "table", "all");
      ask("rule ", facts, "ip", family, "-o", "rule", "show");
    }
    return new SeenHost(facts);
  }

  /// What has changed since and stays so: the kernel takes its time to tidy up.
  List<String> stayed() throws IOException, InterruptedException {
    List<String> changes = List.of();
    for (int tenths = 0; tenths <= KERNEL_TIDIES_SECONDS * 10; tenths++) {
      changes = now().changesSince(this);
      if (changes.isEmpty()) {
        return changes;
      }
      Thread.sleep(100);
    }
    return changes;
  }

  /// What has come and what is gone, a line each.
  List<String> changesSince(SeenHost before) {
    List<String> changes = new ArrayList<>();
    facts.stream().filter(fact -> !before.facts.contains(fact)).forEach(changes::add);
    before.facts.stream()
        .filter(fact -> !facts.contains(fact))
        .forEach(fact -> changes.add("gone: " + fact));
    return changes;
  }

  /// The files of a directory where `depth` is 1, otherwise the directories below it. One that goes
  /// meanwhile is left out, and nothing else.
  static void list(String kind, Path directory, int depth, Set<String> facts) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        Set.of(),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path seen, BasicFileAttributes attributes) {
            if (!seen.equals(directory)) {
              facts.add(kind + directory.relativize(seen));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path seen, BasicFileAttributes attributes) {
            if (depth == 1 || attributes.isDirectory()) {
              facts.add(kind + directory.relativize(seen));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path seen, IOException e) throws IOException {
            return goneOrThrow(seen, e);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path seen, @Nullable IOException e)
              throws IOException {
            return e == null ? FileVisitResult.CONTINUE : goneOrThrow(seen, e);
          }
        });
  }

  private static FileVisitResult goneOrThrow(Path seen, IOException e) throws IOException {
    // in a cgroup that goes, reading fails with ENODEV
    if (e instanceof NoSuchFileException || Files.notExists(seen)) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  /// Nothing where there is no such program.
  private static void ask(String kind, Set<String> facts, String... command)
      throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor(1, TimeUnit.MINUTES);
      said.lines()
          .map(line -> line.replaceAll("(valid_lft|preferred_lft|expires) \\S+", "").strip())
          .forEach(line -> facts.add(kind + line));
    } catch (IOException e) {
      facts.add(kind + "(cannot be seen: no " + command[0] + ")");
    }
  }
}
