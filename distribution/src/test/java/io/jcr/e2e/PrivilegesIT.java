package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `--device` and `--privileged`.
@WithJcr
class PrivilegesIT {
  @Test
  void aDeviceHasTheHostsNumbersModeAndOwner(Jcr jcr) {
    assertEquals(
        List.of("character special file 1 3 666 0", "1", "kept"),
        jcr.inside(
                "--net=none",
                "--device=/dev/null:/dev/deep/nothing",
                "--device=/dev/zero:/dev/more:rwm",
                "--",
                "sh",
                "-c",
                "stat -c '%F %t %T %a %u' /dev/deep/nothing; head -c 1 /dev/more | wc -c;"
                    + " echo x >/dev/null && echo kept")
            .lines());
  }

  @Test
  void aRestartKeepsIt(Jcr jcr) {
    try (Detached one =
        Detached.offline(jcr, "device-1", "--device=/dev/zero:/dev/more", "--", "sig-print")) {
      one.does("restart", "-t", "0");
      one.exec("device-1", "test", "-c", "/dev/more").succeeded();
    }
  }

  @Test
  void privilegedNothingIsWithheld(Jcr jcr) {
    Requires.root();
    List<String> seen =
        jcr.inside(
                "--net=none",
                "--privileged",
                "--",
                "sh",
                "-c",
                "grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status; grep -c ' /proc/' /proc/mounts;"
                    + " grep -q '^sysfs /sys sysfs rw' /proc/mounts && echo writable;"
                    + " test -c /dev/kmsg && echo kmsg; true")
            .lines();
    String own =
        Jcr.host("grep", "CapBnd", "/proc/self/status").substring("CapBnd:".length()).strip();
    assertEquals("CapEff:\t" + own, seen.get(0));
    assertEquals("NoNewPrivs:\t0", seen.get(1));
    assertEquals("Seccomp:\t0", seen.get(2));
    assertEquals(List.of("0", "writable"), seen.subList(3, 5));
    assertEquals(Files.exists(Path.of("/dev/kmsg")), seen.contains("kmsg"));
  }

  @Test
  void aPlanShowsTheNodeAndNoFilter(Jcr jcr) {
    String plan =
        jcr.call("explain", "run", "--net=none", "--privileged", "--device=/dev/zero:/dev/more")
            .succeeded()
            .output();
    assertTrue(plan.contains("/dev/more"), plan);
    assertFalse(plan.contains("seccomp("), plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--device=/dev/no-such | --device=/dev/no-such: no such device on this host",
        "--device=/dev/null:r | --device=/dev/null:r: jcr has no device controller.*",
        "--device=/dev/null:/etc/x | --device=/dev/null:/etc/x: in the container it must be .*",
        "--privileged --ns=clone:user | --privileged and a user namespace contradict each other.*",
      })
  void whatCannotBeIsRefused(String words, String sentence, Jcr jcr) {
    String line = "run --net=none --name=refused " + words + " -- true";
    jcr.call(line.split(" ", -1)).failed(2, "jcr: " + sentence);
    assertFalse(Files.exists(Jcr.state("refused")));
  }
}
