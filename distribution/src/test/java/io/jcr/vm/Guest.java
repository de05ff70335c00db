package io.jcr.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A throw-away QEMU guest with unified cgroup v2, in which a script has run the built jcr.
///
/// The script prints lines `NAME: TEXT`, of which several may have the same name.
///
/// @param texts the texts of each name, in the order in which they were printed
record Guest(Map<String, List<String>> texts) {
  private static final Path VMRUN = Path.of("src/test/vm/vmrun").toAbsolutePath();
  private static final Path HOME = Path.of(System.getProperty("jcr.home"));
  private static final int MEMORY_MB = 1536;
  private static final int GUEST_SECONDS = 900; // an idle machine needs 150
  private static final int KERNEL_SECONDS = 120;

  /// Runs `src/test/vm/SCRIPT` in a guest to its end, or skips the test when there can be no guest.
  static Guest run(String script) throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")), "not root");
    requireCommand("qemu-system-x86_64", "qemu-system-x86");
    requireCommand("busybox", "busybox-static");
    requireCommand("mke2fs", "e2fsprogs");
    requireKernel();
    Output output =
        vmrun(
            GUEST_SECONDS + 60,
            "--timeout",
            "" + GUEST_SECONDS,
            "--mem",
            "" + MEMORY_MB,
            "--dir",
            HOME + ":/opt/jcr",
            "--dir",
            VMRUN.getParent() + ":/vm-test",
            "--",
            "sh",
            "/vm-test/" + script,
            "/opt/jcr");
    assertEquals(0, output.status(), output::text);
    return new Guest(
        output
            .text()
            .lines()
            .filter(line -> line.contains(": "))
            .map(line -> line.split(": ", 2))
            .collect(groupingBy(pair -> pair[0], mapping(pair -> pair[1], toList()))));
  }

  /// A file beside the scripts.
  static Path script(String name) {
    return VMRUN.resolveSibling(name);
  }

  private static void requireCommand(String name, String debianPackage) {
    boolean found =
        Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    assumeTrue(found, name + " is missing (apt-get install " + debianPackage + ")");
  }

  /// The kernel is a package that is downloaded once; the machine may have no network.
  private static void requireKernel() throws IOException, InterruptedException {
    Output output = vmrun(KERNEL_SECONDS, "--fetch");
    assumeTrue(
        output.status() == 0,
        () -> "machine: no kernel for the guest: " + output.text().lines().toList());
  }

  /// @param text what was printed to standard output and standard error
  private record Output(int status, String text) {}

  private static Output vmrun(int seconds, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(VMRUN.toString()));
    command.addAll(List.of(arguments));
    Path file = Files.createTempFile("jcr-vm", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(file.toFile())
              .start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor();
      }
      String text = new String(Files.readAllBytes(file), UTF_8);
      return ended
          ? new Output(process.exitValue(), text)
          : new Output(-1, text + "not at its end after " + seconds + " s");
    } finally {
      Files.delete(file);
    }
  }

  /// All texts of a name, none when there is no such line.
  List<String> all(String name) {
    return texts.getOrDefault(name, List.of());
  }

  /// The text of a name that was printed once.
  String one(String name) {
    List<String> all = all(name);
    assertEquals(1, all.size(), () -> name + " in " + texts);
    return all.getFirst();
  }
}
