package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Mount;
import io.jcr.api.Rlimit;
import io.jcr.api.Rlimit.Resource;
import io.jcr.api.UsageException;
import io.jcr.runtime.OciDefaults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelOptionsTest {
  private final KernelOptions options = new KernelOptions();

  @Test
  void withoutOptionsNothingChanges() {
    given();
    assertEquals(List.of(), options.rlimits());
    assertEquals(Map.of(), options.sysctls());
    assertEquals(OciDefaults.mounts(), options.sized(OciDefaults.mounts()));
  }

  @ParameterizedTest
  @CsvSource({
    "nofile=1024, NOFILE, 1024, 1024",
    "nofile=1024:4096, NOFILE, 1024, 4096",
    "core=0, CORE, 0, 0",
    "memlock=unlimited, MEMLOCK, -1, -1",
    "stack=8388608:-1, STACK, 8388608, -1",
    "rttime=5, RTTIME, 5, 5"
  })
  void limitsHaveDockersNames(String text, Resource resource, long soft, long hard) {
    given("--ulimit=" + text);
    assertEquals(List.of(new Rlimit(resource, soft, hard)), options.rlimits());
  }

  @Test
  void theLastOfANameCounts() {
    given(
        "--ulimit=nofile=1",
        "--ulimit=core=2",
        "--ulimit=nofile=3",
        "--sysctl=net.a=1",
        "--sysctl=net.a=2");
    assertEquals(
        List.of(new Rlimit(Resource.CORE, 2, 2), new Rlimit(Resource.NOFILE, 3, 3)),
        options.rlimits());
    assertEquals(Map.of("net.a", "2"), options.sysctls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nofile | expected NAME=SOFT[:HARD]; choose NAME from cpu, fsize,",
        "files=3 | expected NAME=SOFT[:HARD]; choose NAME from cpu, fsize,",
        "NOFILE=3 | expected NAME=SOFT[:HARD]; choose NAME from cpu, fsize,",
        "nofile= | is not a whole number",
        "nofile=1: | is not a whole number",
        "nofile=1:2:3 | is not a whole number",
        "nofile=-2 | is not a whole number",
        "nofile=1k | is not a whole number",
        "nofile=2:1 | the soft limit is above the hard limit",
        "nofile=-1:1 | the soft limit is above the hard limit",
      })
  void whatIsNoLimitIsRefused(String text, String reason) {
    given("--ulimit=" + text);
    String message = assertThrows(UsageException.class, options::rlimits).getMessage();
    assertTrue(
        String.valueOf(message).startsWith("--ulimit=" + text + ": ")
            && String.valueOf(message).contains(reason),
        message);
  }

  @Test
  void sharedMemoryHasTheSizeThatWasAskedFor() {
    given("--shm-size=1g");
    Mount shm =
        options.sized(OciDefaults.mounts()).stream()
            .filter(mount -> mount.destination().equals("/dev/shm"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of("nosuid", "noexec", "nodev", "mode=1777", "size=1073741824"), shm.options());
    assertEquals(OciDefaults.mounts().size(), options.sized(OciDefaults.mounts()).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "", "x", "-1", "1Q"})
  void whatIsNoSizeIsRefused(String size) {
    given("--shm-size=" + size);
    assertRefused(
        () -> options.sized(OciDefaults.mounts()),
        "--shm-size=" + size + ": expected a number of bytes");
  }

  @Test
  void parametersOfNamespaces() {
    given(
        "--sysctl=net.ipv4.ip_forward=1",
        "--sysctl=kernel.sem=1 2 3 4",
        "--sysctl=net/ipv4/conf/eth0.5/forwarding=1");
    assertEquals(
        Map.of(
            "net.ipv4.ip_forward", "1",
            "kernel.sem", "1 2 3 4",
            "net/ipv4/conf/eth0.5/forwarding", "1"),
        options.sysctls());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "net.a | --sysctl=net.a: expected KEY=VALUE",
        "net.a= | --sysctl=net.a=: expected KEY=VALUE",
        "=1 | --sysctl==1: expected KEY=VALUE",
        "kernel.core_pattern=x | sysctl 'kernel.core_pattern' is not a container's own",
        "kernel.hostname=x | sysctl 'kernel.hostname' is not a container's own, it would change the host (--hostname",
        "net/../kernel/core_pattern=x | sysctl 'net/../kernel/core_pattern': expected a name",
      })
  void parametersOfTheHostAreRefused(String text, String sentence) {
    given("--sysctl=" + text);
    assertRefused(options::sysctls, sentence);
  }

  private static void assertRefused(Runnable parsing, String start) {
    String message = assertThrows(UsageException.class, parsing::run).getMessage();
    assertTrue(String.valueOf(message).startsWith(start), message);
  }

  private void given(String... words) {
    Given.on(options::declare, words);
  }
}
