package io.jcr.linux.netlink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import java.nio.file.Path;

/// Keeps the host's own IPv6 off the interfaces that jcr creates for containers. Otherwise the host
/// would believe router advertisements sent by a container and install a default route that
/// outlives it (CVE-2020-13401).
///
/// The kernel offers these settings only through `/proc/sys`, for the network namespace of the
/// calling thread. An interface without a directory there has no IPv6 and needs nothing.
final class Ipv6Settings {
  private static final Path CONF = Path.of("/proc/sys/net/ipv6/conf");
  private static final String ACCEPT_RA = "accept_ra";

  /// `accept_ra` comes last: on an interface where it is 0, the others have been set too.
  private static final String[][] CLOSED = {
    {"disable_ipv6", "1"}, {"autoconf", "0"}, {"accept_redirects", "0"}, {ACCEPT_RA, "0"}
  };

  private static final int ROOM = 16;

  private final Libc libc;

  Ipv6Settings(Libc libc) {
    this.libc = libc;
  }

  /// Disables IPv6 on an interface, and rejects router advertisements and redirects in case someone
  /// enables it again.
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

  /// As above, for an interface that may have been closed before. If it was, and somebody has
  /// enabled IPv6 since, it stays enabled; router advertisements stay rejected.
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
