package io.jcr.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;

/// What a test needs of the machine. What is missing skips the test, with the reason as the
/// message; one that begins with `machine:` is nobody's fault (see CONTRIBUTING).
final class Requires {
  private Requires() {}

  static void root() {
    assumeTrue("root".equals(System.getProperty("user.name")), "not root");
  }

  /// A program of the host, with the package that has it.
  static void command(String name, String debianPackage) {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    assumeTrue(found, name + " is missing (apt-get install " + debianPackage + ")");
  }

  /// A directory that every user of the machine can enter, and those above it.
  static void openToAll(Path directory) {
    for (Path path = directory.toAbsolutePath(); path != null; path = path.getParent()) {
      try {
        assumeTrue(
            Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE),
            "machine: only its owner can enter " + path + ", where jcr is");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// A cgroup controller in any of the mounted hierarchies.
  static void controller(String name) {
    assumeTrue(
        Cgroups.hierarchy(name).isPresent(),
        "machine: no mounted cgroup hierarchy has the controller " + name);
  }

  /// A file system of the kernel, built in or as a module.
  static void filesystem(String type) {
    String known = "grep -qw '" + type + "' /proc/filesystems || modprobe '" + type + "'";
    try {
      Process process = new ProcessBuilder("sh", "-c", known).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      assumeTrue(process.waitFor() == 0, "machine: the kernel has no " + type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// A file that the kernel has or has not.
  static void file(Path path, String whyNot) {
    assumeTrue(Files.exists(path), "machine: " + whyNot + ": there is no " + path);
  }
}
