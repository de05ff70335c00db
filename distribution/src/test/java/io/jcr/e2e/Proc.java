package io.jcr.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A process as proc(5) shows it to the host. What is asked of a process that has ended is empty.
///
/// @param pid in the host's PID namespace
record Proc(long pid) {
  static final List<String> NAMESPACES = List.of("mnt", "pid", "uts", "net", "ipc", "cgroup");

  private static final Pattern STAT = Pattern.compile("\\d+ \\((.*)\\) (\\S) (.*)", Pattern.DOTALL);
  private static final int START_TIME = 22 - 4;

  static Proc self() {
    return new Proc(ProcessHandle.current().pid());
  }

  /// All processes.
  static List<Proc> all() {
    List<Proc> all = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path directory : directories) {
        all.add(new Proc(Long.parseLong(directory.getFileName().toString())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /// Its threads, which are processes to proc(5).
  List<Proc> threads() {
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(file("task"))) {
      List<Proc> threads = new ArrayList<>();
      tasks.forEach(task -> threads.add(new Proc(Long.parseLong("" + task.getFileName()))));
      return threads;
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // it has ended
    }
  }

  private Path file(String name) {
    return Path.of("/proc/" + pid).resolve(name);
  }

  Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(file(name)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Optional<String> link(String name) {
    try {
      return Optional.of(Files.readSymbolicLink(file(name)).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The inode number of its namespace `type`, such as `net`.
  long namespace(String type) {
    String target =
        link("ns/" + type).orElseThrow(() -> new IllegalStateException(pid + " has ended"));
    return Long.parseLong(target.replaceAll("\\D", ""));
  }

  /// All of [#NAMESPACES].
  Map<String, Long> namespaces() {
    Map<String, Long> inodes = new TreeMap<>();
    NAMESPACES.forEach(type -> inodes.put(type, namespace(type)));
    return inodes;
  }

  private Optional<Matcher> stat() {
    return read("stat").map(STAT::matcher).filter(Matcher::matches);
  }

  /// Its name; empty when it has ended.
  Optional<String> name() {
    return stat().map(stat -> stat.group(1));
  }

  /// `R`, `S`, `T`, `Z` …; empty when it has ended.
  Optional<String> state() {
    return stat().map(stat -> stat.group(2));
  }

  /// Whether it is there, and no zombie.
  boolean isAlive() {
    return state().filter(state -> !state.equals("Z")).isPresent();
  }

  /// Its pid and when it was started: no other process ever has the same.
  Optional<String> identity() {
    return stat().map(stat -> pid + "@" + stat.group(3).split(" ", -1)[START_TIME]);
  }

  /// A number of its `status`, such as of `NoNewPrivs`.
  Optional<String> status(String field) {
    return read("status").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst();
  }

  /// All that tells whose it is; empty when it has ended.
  ///
  /// @param hostsMounts the mount namespace of the host, as a link in `/proc/PID/ns` says it
  Optional<Belongings.Seen> seen(String hostsMounts) {
    boolean inside = link("ns/mnt").filter(own -> !own.equals(hostsMounts)).isPresent();
    return stat()
        .map(stat ->
            new Belongings.Seen(
                pid,
                Long.parseLong(stat.group(3).split(" ", 2)[0]),
                stat.group(1),
                link("exe").orElse(""),
                read("cgroup").orElse(""),
                inside ? read("mountinfo").orElse("") : ""));
  }

  List<Proc> children() {
    return read("task/" + pid + "/children").stream()
        .flatMap(text -> Pattern.compile("\\d+").matcher(text).results())
        .map(match -> new Proc(Long.parseLong(match.group())))
        .toList();
  }

  /// Its cgroup of the controller `name`, as a path below the hierarchy's root; of the unified
  /// hierarchy when `name` is empty.
  Optional<String> cgroup(String name) {
    return read("cgroup").stream()
        .flatMap(String::lines)
        .map(line -> line.split(":", 3))
        .filter(fields -> List.of(fields[1].split(",", -1)).contains(name))
        .map(fields -> fields[2])
        .findFirst();
  }

  /// The memory that is its own, in KiB: proportional set size.
  long pss() {
    return read("smaps_rollup").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("Pss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
