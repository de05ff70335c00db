package io.jcr.linux.netlink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import java.nio.file.Path;

/// Keeps the host's own IPv6 off the interfaces that jcr makes for containers. Otherwise the host
/// would believe the router advertisements that a container sends, and install a default route that
/// outlives it (CVE-2020-13401).
///
/// The kernel takes these settings through `/proc/sys` only, and for the network namespace of the
/// calling thread. An interface without a directory there has no IPv6, and needs nothing.
final class Ipv6Settings {
  private static final Path CONF = Path.of("/proc/sys/net/ipv6/conf");
  private static final String ACCEPT_RA = "accept_ra";

  /// `accept_ra` comes last: an interface that has it set to 0 has the others, too.
  private static final String[][] CLOSED = {
    {"disable_ipv6", "1"}, {"autoconf", "0"}, {"accept_redirects", "0"}, {ACCEPT_RA, "0"}
  };

  private static final int ROOM = 16;

  private final Libc libc;

  Ipv6Settings(Libc libc) {
    this.libc = libc;
  }

  /// Switches IPv6 off on an interface, and refuses router advertisements and redirects should
  /// someone switch it on again.
  void close(String link) {
    Path directory = CONF.resolve(link);
    try {
      for (String[] setting : CLOSED) {
        write(directory.resolve(setting[0]), setting[1]);
      }
    } catch (ErrnoException e) {
      tolerateMissing(e);
    }
  }

  /// The same for an interface that may have been closed before. If it was, and somebody has
  /// switched IPv6 on since, it stays on; router advertisements stay refused.
  void closeUnlessClosed(String link) {
    if (acceptsAdvertisements(link)) {
      close(link);
    }
  }

  private boolean acceptsAdvertisements(String link) {
    try {
      int fd = libc.open(CONF.resolve(link).resolve(ACCEPT_RA), Libc.O_RDONLY, 0);
      try {
        byte[] value = libc.read(fd, ROOM);
        return value.length == 0 || value[0] != '0';
      } finally {
        libc.close(fd);
      }
    } catch (ErrnoException e) {
      tolerateMissing(e);
      return false;
    }
  }

  private void write(Path file, String value) {
    int fd = libc.open(file, Libc.O_WRONLY, 0);
    try {
      libc.write(fd, value.getBytes(US_ASCII), file);
    } finally {
      libc.close(fd);
    }
  }

  private static void tolerateMissing(ErrnoException e) {
    if (e.errno() != Errno.ENOENT) {
      throw e;
    }
  }
}
