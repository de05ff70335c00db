package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.linux.Libc;
import io.jcr.linux.netlink.LinuxLinks;
import io.jcr.spi.VethPair;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RehearsedLibcTest {
  private static final Path INSIDE = Path.of("/tmp/rehearsal/state");
  private static final int AF_INET = 2;
  private static final Path CGROUP = Path.of("/sys/fs/cgroup/jcr");

  private final Libc real = mock(Libc.class);
  private final RehearsedLibc libc = new RehearsedLibc(real, Path.of("/tmp/rehearsal"));

  @Test
  void changesBelowItsDirectoryAreReal() {
    libc.mkdir(INSIDE, 0700);
    libc.open(INSIDE.resolve("undo"), Libc.O_RDWR | Libc.O_CREAT, 0600);
    libc.unlink(INSIDE.resolve("undo"));
    libc.rmdir(INSIDE);

    verify(real).mkdir(INSIDE, 0700);
    verify(real).open(INSIDE.resolve("undo"), Libc.O_RDWR | Libc.O_CREAT, 0600);
    verify(real).unlink(INSIDE.resolve("undo"));
    verify(real).rmdir(INSIDE);
  }

  @Test
  void changesElsewhereArePretended() {
    libc.mkdir(CGROUP, 0755);
    libc.rmdir(CGROUP);
    libc.unlink(CGROUP);
    libc.mkdir(INSIDE.resolve("../../../etc/x"), 0755);
    libc.unshare(Libc.CLONE_NEWNET);
    libc.bind(4, new byte[12]);
    libc.send(4, new byte[4]);
    var refused = assertThrows(ErrnoException.class, () -> libc.socket(AF_INET, 1, 0));

    assertEquals(Errno.EPERM, refused.errno());
    verifyNoInteractions(real);
  }

  @Test
  void filesElsewhereAreReadButNotWritten() {
    libc.open(CGROUP, Libc.O_RDONLY, 0);
    libc.open(CGROUP.resolve("memory.max"), Libc.O_WRONLY, 0);

    verify(real).open(CGROUP, Libc.O_RDONLY, 0);
    verify(real).open(Path.of("/dev/null"), Libc.O_RDWR, 0);
  }

  @Test
  void playsTheKernelThatHasABridge() {
    MacAddress mac = MacAddress.parse("02:42:0a:58:00:02");
    try (LinuxLinks links = new LinuxLinks(libc)) {
      links.ensureBridge("jcr0", Ipv4Prefix.parse("10.88.0.1/16"));
      links.createVeth(new VethPair("jcrx", "jcr0", 1500, "eth0", 10, mac, 1));
      assertEquals("bridge", links.find("jcr0").orElseThrow().kind());
    }

    verify(real).open(Path.of("/dev/null"), Libc.O_RDWR, 0);
    verify(real).close(0);
    verifyNoMoreInteractions(real);
  }

  @Test
  void playsTheSupervisor() {
    libc.send(3, new byte[] {2, 0, 0, 0});
    assertArrayEquals(
        new byte[] {17, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0},
        libc.recv(3, 100));
    assertEquals(0, libc.recv(3, 100).length, "then the command runs");

    libc.send(3, new byte[] {1, 0, 0, 0});
    assertArrayEquals(new byte[] {16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, libc.recv(3, 100));
  }
}
