package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.LinuxDevice;
import io.jcr.api.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceOptionTest {
  @ParameterizedTest
  @CsvSource({
    "/dev/null, /dev/null",
    "/dev/null:rwm, /dev/null",
    "/dev/null:/dev/nothing, /dev/nothing",
    "/dev/null:/dev/a/b:rw, /dev/a/b",
    "/dev/null:/dev/./x, /dev/x"
  })
  void aDeviceIsThatOfTheHost(String option, String path) {
    LinuxDevice device = DeviceOption.parse(option, false).getFirst();
    assertEquals(path, device.path());
    assertEquals(LinuxDevice.Type.CHAR, device.type());
    assertEquals(1, device.major());
    assertEquals(3, device.minor());
    assertEquals(0666, device.fileMode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | expected HOST[:CONTAINER][:rwm]",
        "/dev/null:a/b:rwm | expected HOST[:CONTAINER][:rwm]",
        "/dev/null:/dev/x:rwm:y | expected HOST[:CONTAINER][:rwm]",
        "/dev/no-such | no such device on this host",
        "/etc/passwd:/dev/x | neither a character or block device",
        "/etc:/dev/x | neither a character or block device, nor a directory with some",
        "/dev/null:/etc/x | in the container it must be below /dev",
        "/dev/null:/dev/../etc/x | in the container it must be below /dev",
        "/dev/null:/dev | in the container it must be below /dev",
        "/dev/null:r | jcr has no device controller",
        "/dev/null:/dev/x:wm | jcr has no device controller",
        "/dev/null:rx | not rwm, the access",
        "/dev/null: | not rwm, the access",
      })
  void whatCannotBeIsRefused(String option, String reason) {
    String message =
        assertThrows(UsageException.class, () -> DeviceOption.parse(option, false)).getMessage();
    assertTrue(String.valueOf(message).startsWith("--device=" + option + ": "), message);
    assertTrue(String.valueOf(message).contains(reason), message);
  }

  @Test
  void inAUserNamespaceItKeepsItsName() {
    assertEquals(1, DeviceOption.parse("/dev/null", true).size());
    String message =
        assertThrows(UsageException.class, () -> DeviceOption.parse("/dev/null:/dev/x", true))
            .getMessage();
    assertTrue(String.valueOf(message).contains("makes no device nodes"), message);
  }

  @Test
  void theHostsDevicesAreWithoutItsTerminalsAndDirectories() {
    List<String> paths = HostDevices.all().stream().map(LinuxDevice::path).toList();
    assertTrue(paths.containsAll(List.of("/dev/null", "/dev/urandom")), paths::toString);
    for (String own : List.of("/dev/console", "/dev/ptmx", "/dev/fd", "/dev/stdin")) {
      assertTrue(!paths.contains(own), own);
    }
    assertTrue(paths.stream().noneMatch(path -> path.startsWith("/dev/pts/")), paths::toString);
    assertEquals(paths.size(), paths.stream().distinct().count());
    assertEquals(
        "/dev/x/null",
        HostDevices.below(Path.of("/dev"), "/dev/x").stream()
            .map(LinuxDevice::path)
            .filter(path -> path.endsWith("/null"))
            .findFirst()
            .orElse(""));
  }
}
