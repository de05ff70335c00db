package io.jcr.rootfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import io.jcr.linux.FfmLibc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  private static final String PASSWD =
      """
      # comment
      root:x:0:0:root:/root:/bin/sh
      +nis::::::
      broken:x:abc:0::/:/bin/sh
      octal:x:007:0::/:/bin/sh
      huge:x:4294967295:0::/:/bin/sh
      bob:x:1000:1000:Bob:/home/bob:/bin/sh
      bob:x:2000:2000:second:/home/second:/bin/sh
      nohome:x:1001:1001
      relative:x:1002:1002::home:/bin/sh
      jürgen:x:1003:100:::
      """;

  private static final String GROUP =
      """
      root:x:0:
      wheel:x:10:root,bob
      audio:x:29:bobby
      users:x:100:jürgen,bob
      again:x:10:bob
      short:x:77
      broken:x:z:bob
      """;

  @TempDir Path temporary;
  private Path rootfs;
  private final Accounts accounts = new Accounts(new FfmLibc());

  @BeforeEach
  void fill() throws IOException {
    rootfs = temporary.resolve("rootfs");
    Files.createDirectories(rootfs.resolve("etc"));
    Files.writeString(rootfs.resolve("etc/passwd"), PASSWD);
    Files.writeString(rootfs.resolve("etc/group"), GROUP);
  }

  @Test
  void aHomeDirectoryWithANulIsNone() throws IOException {
    Files.writeString(rootfs.resolve("etc/passwd"), "eve:x:7:7::/ho\0me:/bin/sh\n");
    assertEquals(Optional.empty(), accounts.home(rootfs, 7));
  }

  @Test
  void aUserBringsItsGroups() {
    assertEquals(new User(1000, 1000, List.of(10L, 100L)), accounts.resolve(rootfs, "bob"));
    assertEquals(new User(1000, 1000, List.of(10L, 100L)), accounts.resolve(rootfs, "1000"));
    assertEquals(new User(0, 0, List.of(10L)), accounts.resolve(rootfs, "root"));
    assertEquals(new User(1003, 100, List.of(100L)), accounts.resolve(rootfs, "jürgen"));
    assertEquals(new User(1001, 1001, List.of()), accounts.resolve(rootfs, "nohome"));
  }

  @ParameterizedTest
  @CsvSource({
    "1000:5, 1000, 5",
    "bob:wheel, 1000, 10",
    "bob:0, 1000, 0",
    "12345:users, 12345, 100",
    "0:4294967294, 0, 4294967294",
    "007:08, 7, 8",
  })
  void aGivenGroupIsTheOnlyOne(String spec, long uid, long gid) {
    assertEquals(new User(uid, gid, List.of()), accounts.resolve(rootfs, spec));
  }

  @Test
  void aNumberNeedsNoEntry() {
    assertEquals(new User(4711, 0, List.of()), accounts.resolve(rootfs, "4711"));
    assertEquals(
        new User(4711, 0, List.of()), accounts.resolve(temporary.resolve("missing"), "4711"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eve", "broken", "huge", "+nis", "# comment", "Bob", "-1", "1.5", "0x0"})
  void anUnknownUserIsRefused(String name) {
    assertEquals(
        "--user "
            + name
            + ": unknown user '"
            + name
            + "': neither a number nor in /etc/passwd of the root file system",
        refused(name));
  }

  @Test
  void anUnknownGroupIsRefused() {
    assertEquals(
        "--user bob:nope: unknown group 'nope': neither a number nor in /etc/group of the root"
            + " file system",
        refused("bob:nope"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", ":0", "0:", "bob:"})
  void anIncompleteSpecIsRefused(String spec) {
    assertEquals("--user " + spec + ": expected UID, NAME, UID:GID or NAME:GROUP", refused(spec));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967295", "99999999999999999999", "0:4294967295"})
  void idsOutOfRangeAreRefused(String spec) {
    assertTrue(refused(spec).endsWith(" is not between 0 and 4294967294"), refused(spec));
  }

  @Test
  void homeIsTheUsersOwn() {
    assertEquals(Optional.of("/home/bob"), accounts.home(rootfs, 1000));
    assertEquals(Optional.of("/root"), accounts.home(rootfs, 0));
    assertEquals(Optional.empty(), accounts.home(rootfs, 1001));
    assertEquals(Optional.empty(), accounts.home(rootfs, 1002));
    assertEquals(Optional.empty(), accounts.home(rootfs, 5));
  }

  /// The host has a user that the root file system has not: it must not be found by any link.
  @ParameterizedTest
  @ValueSource(strings = {"absolute", "dots", "directory", "proc"})
  void linksStayInsideTheRoot(String kind) throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("passwd"), "hostuser:x:666:666::/h:/bin/sh\n");
    Files.delete(rootfs.resolve("etc/passwd"));
    Path passwd = rootfs.resolve("etc/passwd");
    switch (kind) {
      case "absolute" -> Files.createSymbolicLink(passwd, outside.resolve("passwd"));
      case "dots" -> Files.createSymbolicLink(passwd, Path.of("../../outside/passwd"));
      case "directory" -> {
        Files.delete(rootfs.resolve("etc/group"));
        Files.delete(rootfs.resolve("etc"));
        Files.createSymbolicLink(rootfs.resolve("etc"), outside);
      }
      default -> Files.createSymbolicLink(passwd, Path.of("/proc/self/root" + outside + "/passwd"));
    }
    assertTrue(refused("hostuser").contains("unknown user 'hostuser'"));
  }

  @Test
  void linksInsideTheRootAreFollowed() throws IOException {
    Files.createDirectories(rootfs.resolve("usr/etc"));
    Files.move(rootfs.resolve("etc/passwd"), rootfs.resolve("usr/etc/passwd"));
    Files.createSymbolicLink(rootfs.resolve("etc/passwd"), Path.of("/usr/etc/passwd"));
    assertEquals(1000, accounts.resolve(rootfs, "bob").uid());
  }

  @Test
  void aFifoIsNotOpened() throws Exception {
    Files.delete(rootfs.resolve("etc/passwd"));
    int made =
        new ProcessBuilder("mkfifo", rootfs.resolve("etc/passwd").toString()).start().waitFor();
    assertEquals(0, made);
    HostException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> assertThrows(HostException.class, () -> accounts.resolve(rootfs, "bob")));
    assertTrue(
        e.getMessage().endsWith("read /etc/passwd: not a regular file of at most 4 MiB"),
        e.getMessage());
  }

  @Test
  void aLoopOfLinksIsAnError() throws IOException {
    Files.delete(rootfs.resolve("etc/passwd"));
    Files.createSymbolicLink(rootfs.resolve("etc/passwd"), Path.of("passwd"));
    HostException e = assertThrows(HostException.class, () -> accounts.resolve(rootfs, "bob"));
    assertEquals("root file system " + rootfs + ": openat2 /etc/passwd: ELOOP", e.getMessage());
  }

  private String refused(String spec) {
    return assertThrows(UsageException.class, () -> accounts.resolve(rootfs, spec)).getMessage();
  }
}
