package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `--ulimit`, `--shm-size` and `--sysctl`, seen from inside and in the kernel's files.
@WithJcr
class KernelOptionsIT {
  private static final List<String> LOOK =
      List.of(
          "sh",
          "-c",
          "ulimit -Sn; ulimit -Hn; ulimit -c; df -k /dev/shm | awk 'END {print $2}';"
              + " cat /proc/sys/net/ipv4/ip_default_ttl /proc/sys/kernel/msgmax"
              + " /proc/sys/kernel/domainname; echo x 2>/dev/null >/proc/sys/kernel/msgmax"
              + " || echo read-only");

  private static final List<String> SEEN =
      List.of("100", "200", "0", "1024", "17", "4321", "lab.example", "read-only");

  private static String[] asked(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(
        List.of(
            "--ulimit=nofile=100:200",
            "--ulimit",
            "core=0",
            "--shm-size=1m",
            "--sysctl=net.ipv4.ip_default_ttl=17",
            "--sysctl=kernel.msgmax=4321",
            "--sysctl=kernel.domainname=lab.example",
            "--"));
    return all.toArray(String[]::new);
  }

  @Test
  void theProcessAndItsKernelAreAsWasAskedFor(Jcr jcr) throws Exception {
    Path message = Path.of("/proc/sys/kernel/msgmax");
    String before = Files.readString(message);
    List<String> all = new ArrayList<>(List.of(asked("--net=none")));
    all.addAll(LOOK);
    assertEquals(SEEN, jcr.inside(all.toArray(String[]::new)).lines());
    assertEquals(before, Files.readString(message));
  }

  @Test
  void aRestartKeepsThemAndExecHasTheLimits(Jcr jcr) throws Exception {
    List<String> all = new ArrayList<>(List.of(asked()));
    all.add("sig-print");
    try (Detached one = Detached.offline(jcr, "kernel-1", all.toArray(String[]::new))) {
      one.does("restart", "-t", "0");
      List<String> look = new ArrayList<>(List.of("kernel-1"));
      look.addAll(LOOK);
      assertEquals(SEEN, one.exec(look.toArray(String[]::new)).succeeded().lines());
      String limits = Files.readString(Path.of("/proc/" + one.container().pid() + "/limits"));
      assertTrue(limits.matches("(?s).*Max open files +100 +200 .*"), limits);
    }
  }

  @Test
  void aPlanShowsThem(Jcr jcr) {
    String plan =
        jcr.call(
                "explain",
                "run",
                "--net=none",
                "--ulimit=nofile=100:200",
                "--shm-size=1m",
                "--sysctl=net.ipv4.ip_default_ttl=17")
            .succeeded()
            .output();
    assertTrue(plan.contains("setrlimit(RLIMIT_NOFILE, {100, 200})"), plan);
    assertTrue(plan.contains("size=1048576"), plan);
    assertTrue(plan.contains("/proc/sys/net/ipv4/ip_default_ttl"), plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none | --ulimit=nofile=2:1 | 2 | --ulimit=nofile=2:1: the soft limit is above the hard.*",
        "none | --shm-size=0 | 2 | --shm-size=0: expected a number of bytes.*",
        "none | --sysctl=kernel.panic=1 | 2 | sysctl 'kernel.panic' is not a container's own.*",
        "host | --sysctl=net.a.b=1 | 2 | --sysctl=net.a.b: the container shares the host's network.*",
        "none | --sysctl=net.no.such=1 | 125 | .*net/no/such.*ENOENT.*no such parameter.*",
        "none | --ulimit=nofile=99999999999 | 125 | .*setrlimit RLIMIT_NOFILE.*EPERM.*",
      })
  void whatCannotBeIsOneSentence(String net, String option, int status, String sentence, Jcr jcr) {
    jcr.run("--net=" + net, "--name=refused", option, "--", "true")
        .failed(status, "jcr: " + sentence);
    assertFalse(Files.exists(Jcr.state("refused")));
  }
}
