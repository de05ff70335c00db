package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What jcr may leave on the host ([Belongings] says what that can be), and what of the host it has
/// no business to take away. Containers of others come and go meanwhile.
///
/// @param facts by kind, such as `mount`
record HostSnapshot(NavigableMap<String, NavigableSet<String>> facts) {
  /// What nobody takes away from a host that runs: the kernel's file systems, hardware.
  private static final Set<String> OF_THE_HOST = Set.of("kernel's mount", "interface", "setting");

  /// jcr's bridge stays when its last container ends, until `jcr gc`.
  private static final String BRIDGE = "jcr0";

  private static final Path INTERFACES = Path.of("/sys/class/net");

  private static final Belongings JCRS =
      new Belongings(Jcr.HOME.toAbsolutePath(), System.getProperty("java.io.tmpdir") + "/junit");

  static HostSnapshot take() {
    NavigableMap<String, NavigableSet<String>> facts = new TreeMap<>();
    facts.put("mount", mounts(JCRS::isMount));
    facts.put("kernel's mount", mounts(HostSnapshot::isTheKernels));
    facts.put("link", names(INTERFACES, HostSnapshot::isOwnLink));
    facts.put("interface", names(INTERFACES, HostSnapshot::isHardware));
    facts.put("cgroup", Cgroups.ofContainers());
    facts.put("named network namespace", names(Path.of("/run/netns"), Belongings::isName));
    facts.put("process", processes());
    facts.put("container", names(Path.of("/run/jcr/containers"), name -> true));
    facts.put("layer", names(Path.of("/var/lib/jcr/containers"), name -> true));
    facts.put("lease", files("/run/jcr/leases"));
    facts.put("shared setting", names(Path.of("/run/jcr/shared"), name -> true));
    facts.put("nftables table", tables());
    facts.put("setting", settings());
    return new HostSnapshot(facts);
  }

  /// What is here and not in `before`, and the reverse: a line each.
  List<String> changesSince(HostSnapshot before) {
    List<String> changes = new ArrayList<>();
    facts.forEach((kind, now) -> {
      NavigableSet<String> then = before.facts.get(kind);
      if (!OF_THE_HOST.contains(kind) || kind.equals("setting")) {
        now.stream().filter(not(then)).forEach(one -> changes.add("left: " + kind + " " + one));
      }
      if (OF_THE_HOST.contains(kind)) {
        then.stream().filter(not(now)).forEach(one -> changes.add("lost: " + kind + " " + one));
      }
    });
    return changes;
  }

  private static Predicate<String> not(NavigableSet<String> set) {
    return one -> !set.contains(one);
  }

  /// Without the numbers, which say nothing, and without the peer group, which another one's
  /// unmounting may change.
  private static NavigableSet<String> mounts(Predicate<String> filter) {
    return Proc.self()
        .read("mountinfo")
        .orElseThrow()
        .lines()
        .filter(filter)
        .map(line -> line.replaceFirst("^\\d+ \\d+ ", "").replaceAll(" (shared|master):\\d+", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isTheKernels(String line) {
    String point = line.split(" ", -1)[4];
    return point.equals("/") || Stream.of("/proc", "/sys", "/dev").anyMatch(point::startsWith);
  }

  private static boolean isOwnLink(String name) {
    return !name.equals(BRIDGE) && Belongings.isLink(name, master(name));
  }

  private static @Nullable String master(String name) {
    try {
      Path bridge = Files.readSymbolicLink(INTERFACES.resolve(name).resolve("master"));
      return String.valueOf(bridge.getFileName());
    } catch (IOException e) {
      return null; // it is no port, or has just gone
    }
  }

  private static boolean isHardware(String name) {
    return name.equals("lo") || Files.exists(INTERFACES.resolve(name).resolve("device"));
  }

  /// Whose parent was killed with it stays as a zombie until the host's init reaps it: no concern
  /// of jcr.
  private static NavigableSet<String> processes() {
    String own = Proc.self().link("ns/mnt").orElseThrow();
    List<Belongings.Seen> all =
        Proc.all().stream()
            .filter(Proc::isAlive)
            .flatMap(process -> process.seen(own).stream())
            .toList();
    NavigableSet<String> found = new TreeSet<>();
    for (long pid : JCRS.processes(all, Proc.self().pid())) {
      Proc process = new Proc(pid);
      process
          .identity()
          .ifPresent(identity -> found.add(identity + " " + process.name().orElse("gone")));
    }
    return found;
  }

  private static NavigableSet<String> names(Path directory, Predicate<String> filter) {
    NavigableSet<String> found = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (filter.test(name)) {
          found.add(name);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new TreeSet<>();
    } catch (IOException | DirectoryIteratorException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  private static NavigableSet<String> files(String directory) {
    NavigableSet<String> found = new TreeSet<>();
    Path path = Path.of(directory);
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        files
            .filter(file -> !Files.isDirectory(file, NOFOLLOW_LINKS))
            .map(Path::toString)
            .forEach(found::add);
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

  static NavigableSet<String> tables() {
    try {
      Process nft =
          new ProcessBuilder("nft", "list", "tables")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(nft.getInputStream().readAllBytes(), UTF_8);
      return output
          .lines()
          .filter(Belongings::isTable)
          .collect(Collectors.toCollection(TreeSet::new));
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
