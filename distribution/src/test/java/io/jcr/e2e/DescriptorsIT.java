package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that the caller's shell has opened above 2 are there for options, and for nothing else.
@WithJcr
class DescriptorsIT {
  @TempDir Path directory;

  @BeforeEach
  void needBash() {
    Requires.command("bash", "bash");
  }

  /// A bash script in which `$1` is jcr.
  private static Jcr script(Jcr jcr, String script) {
    return jcr.through("bash", "-c", script, "bash");
  }

  @Test
  void environmentComesFromAProcessSubstitution(Jcr jcr) {
    Result seen =
        script(jcr, "exec \"$1\" run --net=none --env-file <(printf 'A=1\\nB=two words\\n') -- env")
            .run();

    assertTrue(seen.succeeded().lines().containsAll(List.of("A=1", "B=two words")), seen.output());
  }

  @Test
  void environmentComesFromStandardInput(Jcr jcr) {
    Result result =
        jcr.callWithInput(
            "A=1\n", "run", "--net=none", "--env-file=-", "--", "sh", "-c", "echo $A; wc -c");

    assertEquals(
        List.of("1", "0"), result.succeeded().lines().stream().map(String::strip).toList());
  }

  @Test
  void theFirstNumbersAreTheCallersToo(Jcr jcr) {
    Result result =
        script(jcr, "exec \"$1\" run --net=none --env-file=/dev/fd/3 -- env 3< <(echo A=1)").run();

    assertTrue(result.succeeded().lines().contains("A=1"), result.output());
  }

  @Test
  void aDescriptorThatIsNotOpenIsRefused(Jcr jcr) {
    jcr.run("--net=none", "--env-file=/dev/fd/77", "--", "true")
        .failed(2, "jcr: --env-file /dev/fd/77: the file does not exist");
    jcr.run("--net=none", "--trace=/dev/fd/77", "--", "true")
        .failed(2, "jcr: --trace=/dev/fd/77: cannot be written: this file descriptor is not open");
  }

  @Test
  void anArchiveFromAPipeIsRefused(Jcr jcr) {
    script(jcr, "exec \"$1\" run --net=none --rootfs=/dev/fd/8 -- true 8< <(echo no archive)")
        .run()
        .failed(2, "jcr: --rootfs=/dev/fd/8: neither a directory nor a file: .* to a file first");
  }

  @Test
  void theRootIsADirectoryThatTheCallerHasOpened(Jcr jcr) {
    for (String filesystem : List.of("overlay", "bind", "chroot")) {
      String run = "run --net=none --fs=" + filesystem + " --rootfs=/dev/fd/8 -- echo works 8<";

      Result result = script(jcr, "exec \"$1\" " + run + jcr.rootfs()).run();

      assertEquals("works", result.exited(0).output().strip(), filesystem);
    }
  }

  @Test
  void aVolumeIsADirectoryThatTheCallerHasOpened(Jcr jcr) throws IOException {
    Files.writeString(directory.resolve("of-the-host"), "");

    Result result =
        script(jcr, "exec \"$1\" run --net=none -v /dev/fd/8:/mnt -- ls /mnt 8<" + directory).run();

    assertEquals("of-the-host", result.succeeded().line());
  }

  @Test
  void theTraceGoesToADescriptor(Jcr jcr) throws IOException {
    Path file = directory.resolve("trace");

    script(jcr, "exec \"$1\" run --net=none --trace=/dev/fd/5 -- true 5> >(cat > " + file + ")")
        .run()
        .exited(0);

    Await.until("the trace is there", () -> read(file).contains("execve("));
  }

  @Test
  void neitherTheProgramNorItsSupervisorHoldsThem(Jcr jcr) throws IOException {
    Path file = directory.resolve("ended");
    String script =
        "exec \"$1\" run --net=none -- sh -c 'echo ready; exec cat' 7> >(cat >/dev/null; echo ended"
            + " > "
            + file
            + ") 8<"
            + file
            + ".in";
    Files.writeString(Path.of(file + ".in"), "");
    try (Started run = script(jcr, script).start()) {
      run.awaitLine("ready");
      Proc container = run.contained().orElseThrow();
      Await.until("the pipe has ended", () -> read(file).equals("ended\n"));

      assertEquals(List.of("0", "1", "2"), open(container));
      for (String fd : open(run.proc())) {
        String target = run.proc().link("fd/" + fd).orElse("");
        assertFalse(target.startsWith(file.toString()), fd + " is " + target);
      }
      run.closeInput();
      run.awaitEnd().exited(0);
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> open(Proc process) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.map(fd -> fd.getFileName().toString()).sorted().toList();
    }
  }
}
