package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `--userns`.
@WithJcr
class UserNamespaceIT {
  @Test
  void eachContainerHasIdsOfItsOwn(Jcr jcr) {
    try (Started one = jcr.start("--userns=auto", "--", "sig-print");
        Started two = jcr.start("--userns=auto", "--", "sig-print")) {
      assertNotEquals(
          one.container().status("Uid").orElseThrow(), two.container().status("Uid").orElseThrow());
    }
  }

  @Test
  void theContainersRootOwnsItsFilesAndOthersKeepTheirs(Jcr jcr) {
    Result seen =
        jcr.inside(
            "--userns=200000:65536",
            "--",
            "sh",
            "-c",
            "stat -c %u / /etc/passwd /home/student; touch /etc/passwd && echo changed");
    assertEquals(List.of("0", "0", "1000", "changed"), seen.lines());
  }

  @Test
  void whatItWritesThroughBindIsTheHostRoots(Jcr jcr) throws IOException {
    Path file = jcr.rootfs().resolve("tmp/jcr-written");
    try {
      jcr.inside("--userns=200000:65536", "--fs=bind", "--", "touch", "/tmp/jcr-written");
      assertEquals(0, Files.getAttribute(file, "unix:uid"));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Test
  void limitsHoldAndUsersChange(Jcr jcr) {
    assertEquals(
        "1000",
        jcr.inside("--userns=auto", "--user=1000", "--limit=pids:32", "--", "id", "-u").line());
  }

  @Test
  void theTimeNamespaceIsNewWhenAskedFor(Jcr jcr) {
    Json seen =
        jcr.inside("--ns=clone:time", "--", "jcr-probe", "namespaces").json().get("namespaces");
    assertNotEquals(Proc.self().namespace("time"), seen.get("time").number());
  }

  @Test
  void whatDoesNotGoTogetherIsRefused(Jcr jcr) {
    jcr.run("--userns=auto", "--net=host", "--", "true").failed(2, "jcr: .*--net=host.*");
    jcr.run("--userns=200000:1000", "--user=1000", "--", "true")
        .failed(2, "jcr: --user: user 1000 .*");
    jcr.run("--userns=5", "--", "true").failed(2, "jcr: --userns=5: expected.*");
    jcr.run("--userns=auto", "--ns=clone:user", "--", "true").failed(2, "jcr: --userns=auto: .*");
  }
}
