package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All of the host that a container may change.
///
/// @param facts by kind, such as `mounts`
record HostSnapshot(NavigableMap<String, NavigableSet<String>> facts) {
  /// What jcr has no business to take away; a container, in contrast, may end at any time.
  private static final Set<String> OF_THE_HOST =
      Set.of("mount", "link", "named network namespace", "nftables table", "setting");

  /// jcr's bridge stays when its last container ends, until `jcr gc`.
  private static final String BRIDGE = "jcr0";

  static HostSnapshot take() {
    NavigableMap<String, NavigableSet<String>> facts = new TreeMap<>();
    facts.put("mount", mounts());
    facts.put("link", names("/sys/class/net", name -> !name.equals(BRIDGE)));
    facts.put("cgroup", Cgroups.ofContainers());
    facts.put("named network namespace", names("/run/netns", name -> true));
    facts.put("process", processes());
    facts.put("container", names("/run/jcr/containers", name -> true));
    facts.put("layer", names("/var/lib/jcr/containers", name -> true));
    facts.put("lease", files("/run/jcr/leases"));
    facts.put("shared setting", names("/run/jcr/shared", name -> true));
    facts.put("nftables table", tables());
    facts.put("setting", settings());
    return new HostSnapshot(facts);
  }

  /// What is here and not in `before`, and the reverse: a line each.
  List<String> changesSince(HostSnapshot before) {
    List<String> changes = new ArrayList<>();
    facts.forEach((kind, now) -> {
      NavigableSet<String> then = before.facts.get(kind);
      now.stream().filter(not(then)).forEach(one -> changes.add("left: " + kind + " " + one));
      if (OF_THE_HOST.contains(kind)) {
        then.stream().filter(not(now)).forEach(one -> changes.add("lost: " + kind + " " + one));
      }
    });
    return changes;
  }

  private static Predicate<String> not(NavigableSet<String> set) {
    return one -> !set.contains(one);
  }

  /// Without the numbers, which say nothing.
  private static NavigableSet<String> mounts() {
    return Proc.self()
        .read("mountinfo")
        .orElseThrow()
        .lines()
        .map(line -> line.replaceFirst("^\\d+ \\d+ ", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Those that are jcr's, and those that live in other namespaces than the tests. Whose parent was
  /// killed with it stays as a zombie until the host's init reaps it: no concern of jcr.
  private static NavigableSet<String> processes() {
    Map<String, Long> own = Proc.self().namespaces();
    NavigableSet<String> found = new TreeSet<>();
    for (Proc process : Proc.all()) {
      Optional<String> identity = process.identity();
      boolean contained =
          own.entrySet().stream()
              .anyMatch(namespace ->
                  process
                      .link("ns/" + namespace.getKey())
                      .filter(link -> !link.contains("[" + namespace.getValue() + "]"))
                      .isPresent());
      boolean jcr = process.name().filter(name -> name.equals("jcr-init")).isPresent();
      if (identity.isPresent() && process.isAlive() && (contained || jcr)) {
        found.add(identity.get() + " " + process.name().orElse("gone"));
      }
    }
    return found;
  }

  private static NavigableSet<String> names(String directory, Predicate<String> filter) {
    Path path = Path.of(directory);
    if (!Files.isDirectory(path)) {
      return new TreeSet<>();
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(filter)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NavigableSet<String> files(String directory) {
    NavigableSet<String> found = new TreeSet<>();
    Path path = Path.of(directory);
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        files.filter(Files::isRegularFile).map(Path::toString).forEach(found::add);
      } catch (IOException | UncheckedIOException e) {
        if (!(e instanceof NoSuchFileException || e.getCause() instanceof NoSuchFileException)) {
          throw new IllegalStateException(e);
        }
        // Another container has just ended: to be looked at again.
        found.add("changing: " + e.getMessage());
      }
    }
    return found;
  }

  private static NavigableSet<String> tables() {
    try {
      Process nft =
          new ProcessBuilder("nft", "list", "tables")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(nft.getInputStream().readAllBytes(), UTF_8);
      return output.lines().collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      return new TreeSet<>(); // nft is not installed: NetworkIT says so
    }
  }

  private static NavigableSet<String> settings() {
    NavigableSet<String> found = new TreeSet<>();
    found.add("ip_forward " + Cgroups.read(Path.of("/proc/sys/net/ipv4/ip_forward")));
    found.add("hostname " + Cgroups.read(Path.of("/proc/sys/kernel/hostname")));
    return found;
  }
}
