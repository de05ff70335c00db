package io.jcr.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmLibcTest {
  private static final int RENAMES = 2000;
  private final Libc libc = new FfmLibc();

  @TempDir Path dir;

  @Test
  void writesAndReadsAFile() {
    Path file = dir.resolve("file");
    int out = libc.open(file, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL, 0600);
    libc.write(out, "hällo".getBytes(UTF_8), file);
    libc.close(out);

    int in = libc.open(file, Libc.O_RDONLY, 0);
    assertArrayEquals("hällo".getBytes(UTF_8), libc.read(in, 100));
    libc.close(in);
  }

  @Test
  void aFailureNamesCallObjectAndErrno() {
    Path missing = dir.resolve("no/such");
    ErrnoException e = assertThrows(ErrnoException.class, () -> libc.mkdir(missing, 0755));
    assertEquals("mkdir " + missing + ": ENOENT", e.getMessage());
    assertEquals(Errno.ENOENT, e.errno());
  }

  @Test
  void openat2StaysInItsRoot() throws IOException {
    Path root = Files.createDirectories(dir.resolve("root/etc")).getParent();
    Files.writeString(dir.resolve("secret"), "outside");
    Files.writeString(root.resolve("secret"), "inside");
    Files.createSymbolicLink(root.resolve("etc/link"), Path.of("../../../../secret"));
    Files.createSymbolicLink(root.resolve("etc/magic"), Path.of("/proc/self/cwd"));
    int directory = libc.open(root, Libc.O_PATH | Libc.O_DIRECTORY, 0);
    int fd = libc.openat2(directory, "/etc/link", Libc.O_RDONLY, Libc.RESOLVE_IN_ROOT);
    assertArrayEquals("inside".getBytes(UTF_8), libc.read(fd, 100));
    ErrnoException e =
        assertThrows(
            ErrnoException.class,
            () -> libc.openat2(directory, "etc/magic", Libc.O_PATH, Libc.RESOLVE_IN_ROOT));
    assertEquals("openat2 etc/magic: ENOENT", e.getMessage());
    libc.close(fd);
    libc.close(directory);
  }

  /// The kernel answers EAGAIN when it cannot say whether `..` leads out, because something was
  /// renamed meanwhile, anywhere.
  @Test
  void openat2GoesOnWhileSomethingIsRenamed() throws Exception {
    Files.createDirectories(dir.resolve("a"));
    Path one = Files.createDirectories(dir.resolve("one"));
    Path other = dir.resolve("other");
    int directory = libc.open(dir, Libc.O_PATH | Libc.O_DIRECTORY, 0);
    AtomicInteger renames = new AtomicInteger();
    Thread renaming =
        Thread.ofPlatform()
            .start(() -> {
              for (; renames.get() < RENAMES; renames.incrementAndGet()) {
                libc.rename(one, other);
                libc.rename(other, one);
              }
            });
    while (renaming.isAlive()) {
      libc.close(libc.openat2(directory, "a/../".repeat(8), Libc.O_PATH, Libc.RESOLVE_IN_ROOT));
    }
    libc.close(directory);
    assertEquals(RENAMES, renames.get());
  }

  @Test
  void timesAreSetWithoutFollowingOrOpening() throws IOException {
    Instant old = Instant.parse("1969-12-31T23:59:58.25Z");
    Path fifo = dir.resolve("fifo");
    libc.mknod(fifo, Libc.S_IFIFO | 0600, 0, 0);
    Path link = Files.createSymbolicLink(dir.resolve("link"), fifo);
    libc.setModified(link, old);
    assertEquals(old, modified(link));
    assertFalse(old.equals(modified(fifo)));
    libc.setModified(fifo, old); // opening it would wait for a writer
    assertEquals(old, modified(fifo));
  }

  private static Instant modified(Path path) throws IOException {
    return Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
  }

  @Test
  void anExtendedAttributeIsOfTheLinkItself() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("missing"));
    ErrnoException e =
        assertThrows(ErrnoException.class, () -> libc.lsetxattr(link, "user.x", new byte[] {1}));
    // links cannot have attributes of users: ENOENT would tell that it was followed
    assertEquals("lsetxattr " + link + " user.x: EPERM", e.getMessage());
  }

  @Test
  void aLockHeldByAnotherDescriptorIsBusy() {
    Path file = dir.resolve("lock");
    int first = libc.open(file, Libc.O_RDWR | Libc.O_CREAT, 0600);
    int second = libc.open(file, Libc.O_RDWR, 0);
    assertTrue(libc.flock(first, Libc.LOCK_EX | Libc.LOCK_NB));
    assertFalse(libc.flock(second, Libc.LOCK_EX | Libc.LOCK_NB));
    libc.close(first);
    assertTrue(libc.flock(second, Libc.LOCK_EX | Libc.LOCK_NB));
    libc.close(second);
  }

  @Test
  void removesDirectoriesAndFiles() {
    Path directory = dir.resolve("d");
    libc.mkdir(directory, 0700);
    assertTrue(Files.isDirectory(directory));
    libc.rmdir(directory);
    assertFalse(Files.exists(directory));
  }

  @Test
  void speaksToRtnetlink() {
    int fd = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, 0);
    libc.bind(fd, new byte[] {16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    libc.close(fd);
    assertThrows(ErrnoException.class, () -> libc.recv(fd, 16));
  }
}
