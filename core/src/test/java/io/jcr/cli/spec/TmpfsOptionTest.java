package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TmpfsOptionTest {
  @Test
  void defaultsAreRestrictive() {
    Mount mount = TmpfsOption.parse("/run");
    assertEquals(
        new Mount("/run", "tmpfs", "tmpfs", List.of("nosuid", "nodev", "noexec", "mode=1777")),
        mount);
    assertEquals(
        new InitOp.MountOp("/r", "tmpfs", "/run", "tmpfs", 2 | 4 | 8, "mode=1777"),
        MountFlags.operation(mount, "/r"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "exec|nosuid nodev mode=1777",
        "exec,suid,dev,rw|mode=1777",
        "ro|nosuid nodev noexec mode=1777 ro",
        "noexec|nosuid nodev noexec mode=1777",
        "size=64M,mode=0755|nosuid nodev noexec mode=0755 size=67108864",
        "size=1.5g|nosuid nodev noexec mode=1777 size=1610612736",
        "size=50%|nosuid nodev noexec mode=1777 size=50%",
        "size=100%|nosuid nodev noexec mode=1777 size=100%",
        "uid=1000,gid=1000,nr_inodes=20|nosuid nodev noexec mode=1777 uid=1000 gid=1000"
            + " nr_inodes=20",
        "noatime|nosuid nodev noexec mode=1777 noatime",
      })
  void optionsReplaceDefaults(String options, String expected) {
    assertEquals(List.of(expected.split(" ")), TmpfsOption.parse("/run:" + options).options());
  }

  @Test
  void everyResultIsUnderstoodByMount() {
    Mount mount = TmpfsOption.parse("/run:exec,suid,dev,rw,size=1M,noatime");
    assertEquals(
        new InitOp.MountOp("/r", "tmpfs", "/run", "tmpfs", 0x400, "mode=1777,size=1048576"),
        MountFlags.operation(mount, "/r"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/run:mpol=x", "/run:huge", "/run:", "/run:ro,", "/run:ro=1", "/run:size"})
  void unknownOptionListsTheKnownOnes(String option) {
    assertTrue(
        refused(option)
            .endsWith(
                ", choose from ro, rw, exec, noexec, suid, nosuid, dev, nodev, noatime, relatime,"
                    + " strictatime, size=64M, nr_inodes=1000, mode=1777, uid=0, gid=0"),
        refused(option));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "run|'run' is not an absolute path inside the container",
        "/|the container's root itself cannot be mounted over, use --rootfs for it",
        "/run:ro,ro|'ro' is given twice or together with its opposite",
        "/run:exec,noexec|'noexec' is given twice or together with its opposite",
        "/run:size=1M,size=2M|'size' is given twice or together with its opposite",
        "/run:size=0|size '0' is too small: at least 1 byte",
        "/run:size=0%|size '0%' is not a number of bytes, or a number with K, M, G or T (powers of"
            + " 1024), or 1% to 100%",
        "/run:size=01%|size '01%' is not a number of bytes, or a number with K, M, G or T (powers"
            + " of 1024), or 1% to 100%",
        "/run:size=1.5%|size '1.5%' is not a number of bytes, or a number with K, M, G or T (powers"
            + " of 1024), or 1% to 100%",
        "/run:mode=|mode '' is not an octal mode up to 1777, without setuid and setgid",
        "/run:size=101%|size '101%' is not a number of bytes, or a number with K, M, G or T"
            + " (powers of 1024), or 1% to 100%",
        "/run:mode=4755|mode '4755' is not an octal mode up to 1777, without setuid and setgid",
        "/run:mode=789|mode '789' is not an octal mode up to 1777, without setuid and setgid",
        "/run:uid=root|uid 'root' is not a whole number up to 4294967294",
        "/run:gid=4294967295|gid '4294967295' is not a whole number up to 4294967294",
      })
  void malformedIsRefused(String option, String message) {
    assertEquals("--tmpfs " + option + ": " + message, refused(option));
  }

  private static String refused(String option) {
    return assertThrows(UsageException.class, () -> TmpfsOption.parse(option)).getMessage();
  }
}
