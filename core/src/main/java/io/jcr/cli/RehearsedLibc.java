package io.jcr.cli;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// System calls for a rehearsal: real below one directory, and pretended where they would change
/// anything else. The supervisor's part of the launch protocol is played here, too.
final class RehearsedLibc implements Libc {
  private static final Path NULL = Path.of("/dev/null");
  private static final int LAUNCH = 2;
  private static final int OK = 16;
  private static final int PARKED = 17;

  private final Libc libc;
  private final Path directory;
  private byte[] reply = new byte[0];
  private int netlink = -1;

  /// A rehearsal on top of `libc` that changes nothing outside of `directory`.
  RehearsedLibc(Libc libc, Path directory) {
    this.libc = libc;
    this.directory = directory;
  }

  private boolean isReal(Path path) {
    return path.normalize().startsWith(directory);
  }

  @Override
  public int open(Path path, int flags, int mode) {
    return isReal(path) || flags == O_RDONLY
        ? libc.open(path, flags, mode)
        : libc.open(NULL, O_RDWR, 0);
  }

  @Override
  public int openat2(int directory, String path, int flags, long resolve) {
    return libc.openat2(directory, path, flags, resolve);
  }

  @Override
  public void close(int fd) {
    libc.close(fd);
  }

  @Override
  public byte[] read(int fd, int max) {
    return libc.read(fd, max);
  }

  @Override
  public void write(int fd, byte[] data, Path path) {
    libc.write(fd, data, path);
  }

  @Override
  public boolean flock(int fd, int operation) {
    return libc.flock(fd, operation);
  }

  @Override
  public void mkdir(Path path, int mode) {
    if (isReal(path)) {
      libc.mkdir(path, mode);
    }
  }

  @Override
  public void rmdir(Path path) {
    if (isReal(path)) {
      libc.rmdir(path);
    }
  }

  @Override
  public void unlink(Path path) {
    if (isReal(path)) {
      libc.unlink(path);
    }
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    if (domain != AF_NETLINK) {
      throw new ErrnoException("socket", "rehearsal", Errno.EPERM);
    }
    netlink = libc.open(NULL, O_RDWR, 0);
    return netlink;
  }

  @Override
  public void bind(int fd, byte[] address) {}

  /// What the supervisor answers is known from the packet: a process with a number for LAUNCH, OK
  /// for the others, and then the end of the connection.
  @Override
  public void send(int fd, byte[] packet) {
    if (fd == netlink) {
      reply = RehearsedNetlink.answer(packet);
      return;
    }
    int type = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).getInt();
    reply =
        type == LAUNCH
            ? buffer(20).putInt(PARKED).putLong(1).putLong(1).array()
            : buffer(12).putInt(OK).putLong(0).array();
  }

  @Override
  public byte[] recv(int fd, int max) {
    byte[] next = reply;
    reply = new byte[0];
    return next;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean isatty(int fd) {
    return libc.isatty(fd);
  }

  @Override
  public int geteuid() {
    return libc.geteuid();
  }

  @Override
  public void unshare(int flags) {}
}
