package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The exit status is the command's own; 126, 127, 128+N, 125 and 2 as documented.
@WithJcr
class ExitStatusIT {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 125, 126, 127, 200, 255})
  void ofTheCommand(int status, Jcr jcr) {
    Result result = jcr.run("--net=none", "--", "sh", "-c", "exit " + status);

    assertEquals("", result.exited(status).errors());
  }

  @Test
  void ofTheCommandBelowAnInit(Jcr jcr) {
    jcr.run("--net=none", "--init", "--", "sh", "-c", "exit 7").exited(7);
  }

  @Test
  void commandNotFoundIs127(Jcr jcr) {
    jcr.run("--net=none", "--", "no-such-command")
        .failed(
            127, "jcr: command 'no-such-command' not found in the container's PATH \\(ENOENT\\)");
    jcr.run("--net=none", "--", "/no/such/command")
        .failed(127, "jcr: command '/no/such/command' not found in the container \\(ENOENT\\)");
    jcr.run("--net=none", "--", "/etc/passwd/x").failed(127, "jcr: command .* not found .*");
  }

  @Test
  void commandNotExecutableIs126(Jcr jcr) {
    jcr.run("--net=none", "--", "/etc/passwd")
        .failed(126, "jcr: command '/etc/passwd' is not executable \\(EACCES.*");
  }

  @Test
  void aDirectoryIsSaidToBeOne(Jcr jcr, @TempDir Path directory) throws Exception {
    jcr.run("--net=none", "--", "/etc")
        .failed(126, "jcr: command '/etc' is a directory \\(EACCES\\)");

    Files.createDirectory(directory.resolve("tool"));
    jcr.run("--net=none", "-v", directory + ":/mnt", "-e", "PATH=/mnt:/bin", "--", "tool")
        .failed(127, "jcr: command 'tool' not found in the container's PATH \\(ENOENT\\)");
  }

  @Test
  void interpreterMissingIsSaid(Jcr jcr, @TempDir Path directory) throws Exception {
    Path script = Files.writeString(directory.resolve("script"), "#!/usr/bin/perl5\n");
    script.toFile().setExecutable(true);

    jcr.run("--net=none", "-v", directory + ":/mnt", "--", "/mnt/script")
        .failed(127, "jcr: '/mnt/script' cannot run: its interpreter /usr/bin/perl5 is not .*");
  }

  @Test
  void elfInterpreterMissingIsSaid(Jcr jcr) {
    // Any dynamic program of the host will do; the bundled root file system has no ld.so.
    Path program = Path.of(System.getProperty("java.home"), "bin/java");

    jcr.run("--net=none", "-v", program + ":/mnt/java", "--", "/mnt/java")
        .failed(127, "jcr: '/mnt/java' cannot run: its interpreter /lib.*/ld-.* is not .*");
  }

  @Test
  void fileWithoutFormatIs126(Jcr jcr, @TempDir Path directory) throws Exception {
    Path script = Files.writeString(directory.resolve("script"), "echo no first line\n");
    script.toFile().setExecutable(true);

    jcr.run("--net=none", "-v", directory + ":/mnt", "--", "/mnt/script")
        .failed(126, "jcr: command '/mnt/script' is not a program for this machine \\(ENOEXEC.*");
  }

  @Test
  void killedIs137(Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--", "sig-print")) {
      container.awaitLine("ready.*");
      assertTrue(LibC.kill(container.container().pid(), LibC.SIGKILL));

      assertEquals("", container.awaitEnd().exited(137).errors());
    }
  }

  @Test
  void terminatedIs143(Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--", "sh", "-c", "echo up; sleep 1000; :")) {
      container.awaitLine("up");
      container.signal(LibC.SIGTERM);

      assertEquals("", container.awaitEnd().exited(143).errors());
    }
  }

  @Test
  void killedByASignalOfItsOwnBelowAnInit(Jcr jcr) {
    jcr.run("--net=none", "--init", "--", "sh", "-c", "kill -USR1 $$; sleep 1000").exited(138);
  }

  @Test
  void jcrsOwnFailureIs125(Jcr jcr) {
    jcr.run("--net=none", "-w", "/no/such/directory", "--", "true")
        .failed(
            125,
            "jcr: .*chdir /no/such/directory: ENOENT \\(the working directory does not exist in the"
                + " container's root: .*--workdir.*\\)");
  }

  @Test
  void aCapabilityOutsideTheBoundingSetIsNamed(Jcr jcr) {
    Requires.command("setpriv", "util-linux");
    jcr.through("setpriv", "--bounding-set=-sys_time")
        .run("--net=none", "--cap-add=SYS_TIME", "--", "true")
        .failed(
            125,
            "jcr: .*capset: EPERM \\(CAP_SYS_TIME is not in the bounding set of jcr's own process,"
                + " so no container started from here can have it\\)");
  }

  @Test
  void wrongUsageIs2(Jcr jcr) {
    jcr.call().exited(2);
    jcr.call("no-such-command").exited(2);
    jcr.run("--no-such-option", "--", "true").exited(2);
  }
}
