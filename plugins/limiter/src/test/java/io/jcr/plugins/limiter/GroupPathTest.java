package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Linux;
import io.jcr.api.LinuxResources;
import io.jcr.api.UsageException;
import io.jcr.spi.ContainerPaths;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupPathTest {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup/pids");

  @ParameterizedTest
  @CsvSource({
    "'', cgroup-v1, jcr/web",
    "'', cgroup-v1:parent=/ci, ci/web",
    "/a/b, cgroup-v1, a/b",
    "a/b, cgroup-v1, jcr/a/b",
    "a, cgroup-v1:parent=ci, ci/a",
  })
  void isWhereTheSpecSays(String cgroupsPath, String limiter, String expected) {
    ContainerSpec spec = spec(cgroupsPath, limiter);
    assertDoesNotThrow(() -> GroupPath.check("cgroup-v1", spec));
    Path state = Path.of("/run/jcr/containers/web");
    CgroupOptions options = CgroupOptions.of("cgroup-v1", spec);
    assertEquals(
        MOUNT.resolve(expected),
        GroupPath.of(MOUNT, spec, options, new ContainerPaths(state, state, state)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ci/../web | linux.cgroupsPath '/ci/../web' is not the path of a cgroup",
        "/ | linux.cgroupsPath '/' is not the path of a cgroup",
        "system.slice:jcr:web | linux.cgroupsPath 'system.slice:jcr:web': jcr does not ask systemd",
      })
  void whatIsNoPathIsRefused(String cgroupsPath, String message) {
    assertRefused(spec(cgroupsPath, "cgroup-v1"), message);
  }

  @ParameterizedTest
  @CsvSource("/a/b, cgroup-v1:parent=/ci")
  void twoParentsAreRefused(String cgroupsPath, String limiter) {
    assertRefused(spec(cgroupsPath, limiter), "--limiter=cgroup-v1: 'parent' and --cgroup-parent");
  }

  private static void assertRefused(ContainerSpec spec, String message) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> GroupPath.check("cgroup-v1", spec));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(message), refusal.getMessage());
  }

  private static ContainerSpec spec(String cgroupsPath, String limiter) {
    ContainerSpec spec = Sample.spec("web", LinuxResources.UNLIMITED, limiter);
    Linux linux = spec.linux();
    return spec.withLinux(
        new Linux(
            linux.namespaces(),
            linux.idMappings(),
            linux.devices(),
            cgroupsPath,
            linux.resources(),
            linux.rootfsPropagation(),
            linux.seccomp(),
            linux.sysctl(),
            linux.maskedPaths(),
            linux.readonlyPaths(),
            linux.timeOffsets(),
            linux.personality()));
  }
}
