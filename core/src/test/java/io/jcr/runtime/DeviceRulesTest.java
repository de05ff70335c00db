package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import io.jcr.oci.Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRulesTest {
  @TempDir Path bundle;

  private static final String DENY_ALL = "{'allow': false, 'access': 'rwm'}";
  private static final String FUSE =
      "{'path': '/dev/fuse', 'type': 'c', 'major': 10, 'minor': 229}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{'allow': false}, {'allow': true, 'type': 'c', 'major': 10, 'minor': 229, 'access': 'rwm'}",
        "{'allow': false}, {'allow': true, 'type': 'c', 'major': 10, 'access': 'rw'}",
        "{'allow': false, 'type': 'b'}",
        "{'allow': false, 'type': 'c', 'major': 10, 'minor': 229, 'access': 'm'}",
        "{'allow': false}, {'allow': true, 'type': 'a'}",
      })
  void rulesThatAllowItsNodesHold(String rules) {
    assertDoesNotThrow(() -> read(rules, FUSE, ""));
  }

  /// As `runc spec` writes it.
  @Test
  void theStandardNodesAreAlwaysAllowed() {
    assertDoesNotThrow(() ->
        read(
            DENY_ALL,
            "{'path': '/dev/null', 'type': 'c', 'major': 1, 'minor': 3},"
                + "{'path': '/dev/tty', 'type': 'c', 'major': 5, 'minor': 0}",
            "'CAP_KILL'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'allow': false} | reading",
        "{'allow': true}, {'allow': false, 'type': 'c', 'access': 'w'} | writing",
        "{'allow': false}, {'allow': true, 'type': 'b'} | reading",
        "{'allow': false}, {'allow': true, 'type': 'c', 'major': 10, 'minor': 1} | reading",
        "{'allow': false}, {'allow': true, 'access': 'r'} | writing",
      })
  void aNodeThatIsDeniedIsRefused(String rules, String what) {
    assertEquals(
        "config.json: linux.resources.devices denies "
            + what
            + " /dev/fuse (c 10:229): jcr has no device controller (allow rw, or remove it from"
            + " linux.devices)",
        refusal(rules, FUSE, ""));
  }

  @Test
  void whoMayCreateNodesIsNotKeptFromThem() {
    assertEquals(
        "config.json: linux.resources.devices denies devices, but the process has CAP_MKNOD: jcr"
            + " has no device controller that keeps it from others (remove the capability or the"
            + " rules)",
        refusal(DENY_ALL, "", "'CAP_MKNOD'"));
    assertDoesNotThrow(() -> read("{'allow': true}", "", "'CAP_MKNOD'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type': 'x'} | linux.resources.devices[0].type: 'x' is not a, b or c",
        "{'access': 'rx'} | linux.resources.devices[0].access: 'rx' is not letters of rwm",
      })
  void whatIsNoRuleIsRefused(String rules, String message) {
    assertEquals(bundle.resolve("config.json") + ": " + message, refusal(rules, "", ""));
  }

  private String refusal(String rules, String devices, String capabilities) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> read(rules, devices, capabilities));
    return String.valueOf(refusal.getMessage());
  }

  private void read(String rules, String devices, String capabilities) throws Exception {
    String config =
        """
        {"root": {"path": "rootfs"},
         "process": {"cwd": "/", "args": ["sh"], "capabilities": {"bounding": [%s]}},
         "linux": {"devices": [%s], "resources": {"devices": [%s]}}}
        """
            .formatted(capabilities, devices, rules);
    Files.writeString(bundle.resolve("config.json"), config.replace('\'', '"'));
    DeviceRules.check(Bundle.read(bundle));
  }
}
