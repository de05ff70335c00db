package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.ContainerPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinuxHostTest {
  @TempDir Path directory;
  private LinuxHost host;

  @BeforeEach
  void start() {
    host = host("c1");
  }

  @Test
  void aDirectoryIsMadeWithItsParents() throws IOException {
    Path deep = directory.resolve("a/b/c");
    host.createDirectory(deep, 0700);
    assertEquals("rwx------", mode(deep));
    assertEquals("rwxr-xr-x", mode(directory.resolve("a")));
  }

  @Test
  void aDirectoryThatExistsIsLeftAsItIs() throws IOException {
    Path there = Files.createDirectory(directory.resolve("there"));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwx------"));
    host.createDirectory(there, 0755);
    assertEquals("rwx------", mode(there));
    Path link = Files.createSymbolicLink(directory.resolve("link"), there);
    host.createDirectory(link, 0755);
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void whatIsNoDirectoryIsInTheWay() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertErrno(Errno.EEXIST, () -> host.createDirectory(file, 0755));
    assertErrno(Errno.ENOTDIR, () -> host.createCgroup(file.resolve("x")));
    Path dangling = Files.createSymbolicLink(directory.resolve("link"), Path.of("/no/such"));
    assertErrno(Errno.EEXIST, () -> host.createDirectory(dangling, 0755));
  }

  @Test
  void aSnapshotIsMadeOfASubvolumeOnly() throws IOException {
    Path there = Files.createDirectory(directory.resolve("there"));
    assertEquals(
        "snapshot of " + there + ": it is not a btrfs subvolume (btrfs subvolume create)",
        assertThrows(
                HostException.class, () -> host.createSnapshot(there, directory.resolve("new")))
            .getMessage());
    Path missing = directory.resolve("missing");
    assertEquals(
        "snapshot of " + missing + ": No such file or directory",
        assertThrows(
                HostException.class, () -> host.createSnapshot(missing, directory.resolve("new")))
            .getMessage());
    host.createSnapshot(missing, there); // which an earlier start has made
    assertFalse(Files.exists(directory.resolve("new")));
  }

  @Test
  void aFileIsMadeNew() throws IOException {
    Path file = directory.resolve("file");
    host.createFile(file, "häll\0o\n", 0640);
    assertEquals("häll\0o\n", Files.readString(file));
    assertEquals("rw-r-----", mode(file));
    assertErrno(Errno.EEXIST, () -> host.createFile(file, "other", 0600));
    assertEquals("häll\0o\n", Files.readString(file));
    host.createFile(directory.resolve("empty"), "", 0600);
    assertEquals(0, Files.size(directory.resolve("empty")));
  }

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    Path file = directory.resolve("file");
    host.createFile(file, "old", 0600);
    Path sameFile = Files.createLink(directory.resolve("old"), file);
    host.replaceFile(file, "new", 0640);
    assertEquals("new", Files.readString(file));
    assertEquals("rw-r-----", mode(file));
    assertEquals("old", Files.readString(sameFile));
    assertFalse(Files.exists(directory.resolve("file.new")));
    host.removeFile(file);
    assertFalse(Files.exists(file));
  }

  /// The shell that started jcr may have any umask: files of a container's users are readable to
  /// them all the same.
  @ParameterizedTest
  @CsvSource({"0755, rwxr-xr-x", "0777, rwxrwxrwx", "0700, rwx------"})
  void theModeIsTheGivenOneWhateverTheUmask(String mode, String expected) throws IOException {
    int bits = Integer.parseInt(mode, 8);
    host.createDirectory(directory.resolve("d"), bits);
    host.createFile(directory.resolve("f"), "x", bits);
    assertEquals(expected, mode(directory.resolve("d")));
    assertEquals(expected, mode(directory.resolve("f")));
  }

  @Test
  void aCgroupIsMadeWithTheGroupsAboveButNeverTakenOver() {
    Path group = directory.resolve("jcr/web");
    host.createCgroup(group);
    assertTrue(Files.isDirectory(group));
    assertErrno(Errno.EEXIST, () -> host.createCgroup(group));
  }

  @Test
  void aControlFileIsWrittenNotMade() throws IOException {
    Path file = Files.writeString(directory.resolve("pids.max"), "");
    host.setCgroupFile(file, "64");
    assertEquals("64", Files.readString(file));
    Path missing = directory.resolve("cpu.max");
    assertErrno(Errno.ENOENT, () -> host.setCgroupFile(missing, "max"));
    assertErrno(Errno.ENOENT, () -> host.setSysctl(missing, "1"));
    assertFalse(Files.exists(missing));
  }

  @Test
  void aLeaseIsOnesUntilItIsGivenBack() throws IOException {
    LinuxHost other = host("c2");
    Files.createDirectories(host.paths().state());
    Files.createDirectories(other.paths().state());
    assertEquals(Optional.empty(), host.lease("10.88.0.0-16", "10.88.0.7"));
    assertEquals(Optional.of("c1"), other.lease("10.88.0.0-16", "10.88.0.7"));
    assertEquals(Optional.of("c1"), host.lease("10.88.0.0-16", "10.88.0.7"), "its own too");
    assertEquals(Optional.empty(), other.lease("10.88.0.0-16", "10.88.0.8"));
    assertEquals(Optional.empty(), other.lease("10.89.0.0-16", "10.88.0.7"));
    Path file = directory.resolve("leases/10.88.0.0-16/10.88.0.7");
    assertEquals(host.paths().state(), Files.readSymbolicLink(file));
    Files.delete(file);
    assertEquals(Optional.empty(), other.lease("10.88.0.0-16", "10.88.0.7"));
  }

  @Test
  void aLeaseThatLeadsNowhereIsTaken() throws IOException {
    Path pool = Files.createDirectories(directory.resolve("leases/pool"));
    Files.createDirectories(host.paths().state());
    Files.writeString(pool.resolve("key"), "");
    assertEquals(Optional.of("another container"), host.lease("pool", "key"));
  }

  private LinuxHost host(String id) {
    Path state = directory.resolve("containers").resolve(id);
    ContainerPaths paths = new ContainerPaths(state, state, state.resolve("rootfs"));
    return new LinuxHost(new FfmLibc(), new LinuxHostFacts(), paths, directory.resolve("leases"));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void assertErrno(int errno, Runnable change) {
    ErrnoException failure = assertThrows(ErrnoException.class, change::run);
    assertEquals(Errno.name(errno), Errno.name(failure.errno()));
  }
}
