package io.jcr.linux;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stream sockets in the file system, as far as a resident planner needs them; see unix(7).
public final class UnixSocket {
  private static final int AF_UNIX = 1;
  private static final int ECONNREFUSED = 111;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int PATH_BYTES = 108;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSGHDR_BYTES = 56;
  private static final int IOVEC_BYTES = 16;
  private static final int CMSGHDR_BYTES = 16;
  private static final int CONTROL_BYTES = 256;
  private static final int UCRED_BYTES = 12;
  private static final int TIMEVAL_BYTES = 16;

  private static final byte[] NOTHING = new byte[MSGHDR_BYTES];

  private UnixSocket() {}

  /// The process at the other end of a connection.
  ///
  /// @param pid in this PID namespace; 0 when it is not visible from here
  /// @param uid in this user namespace
  public record Peer(int pid, int uid) {}

  /// What one call received.
  public static final class Received {
    private final byte[] bytes;
    private final List<Integer> descriptors;

    private Received(byte[] bytes, List<Integer> descriptors) {
      this.bytes = bytes;
      this.descriptors = descriptors;
    }

    /// The bytes; empty at the end of the stream.
    public byte[] bytes() {
      return bytes;
    }

    /// The descriptors that came with the first byte.
    public List<Integer> descriptors() {
      return descriptors;
    }
  }

  /// A socket that listens at `path`, accessible only to its owner.
  public static int listen(Libc libc, Path path, int backlog) {
    int fd = libc.socket(AF_UNIX, SOCK_STREAM, 0);
    libc.bind(fd, address(path));
    libc.chmod(path, 0600);
    NativeCall.call(Syscall.LISTEN, path.toString(), null, fd, backlog);
    return fd;
  }

  /// Connects to the socket that listens at `path`.
  ///
  /// @return empty when nobody listens
  public static Optional<Integer> connect(Libc libc, Path path) {
    int fd = libc.socket(AF_UNIX, SOCK_STREAM, 0);
    ByteBuffer address = NativeCall.direct(address(path));
    try {
      NativeCall.call(
          Syscall.CONNECT,
          path.toString(),
          address,
          fd,
          NativeCall.address(address),
          address.capacity());
      return Optional.of(fd);
    } catch (ErrnoException e) {
      libc.close(fd);
      if (e.errno() == Errno.ENOENT || e.errno() == ECONNREFUSED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static byte[] address(Path path) {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    if (name.length >= PATH_BYTES) {
      throw new ErrnoException("bind", path.toString(), Errno.ENAMETOOLONG);
    }
    ByteBuffer address = ByteBuffer.allocate(2 + PATH_BYTES).order(ByteOrder.nativeOrder());
    return address.putShort((short) AF_UNIX).put(name).array();
  }

  /// The next connection.
  public static int accept(int listening) {
    return (int)
        NativeCall.call(Syscall.ACCEPT4, "fd " + listening, null, listening, 0, 0, SOCK_CLOEXEC);
  }

  /// The process that connected, or that listens.
  public static Peer peer(int fd) {
    // struct ucred, followed by its length
    ByteBuffer memory =
        ByteBuffer.allocateDirect(UCRED_BYTES + Integer.BYTES).order(ByteOrder.nativeOrder());
    memory.putInt(UCRED_BYTES, UCRED_BYTES);
    long at = NativeCall.address(memory);
    NativeCall.call(
        Syscall.GETSOCKOPT, "fd " + fd, memory, fd, SOL_SOCKET, SO_PEERCRED, at, at + UCRED_BYTES);
    return new Peer(memory.getInt(0), memory.getInt(Integer.BYTES));
  }

  /// Limits how long a call waits for the other end; 0: forever.
  public static void patience(int fd, long seconds) {
    ByteBuffer timeval = ByteBuffer.allocateDirect(TIMEVAL_BYTES).order(ByteOrder.nativeOrder());
    timeval.putLong(0, seconds);
    long at = NativeCall.address(timeval);
    for (int option : new int[] {SO_RCVTIMEO, SO_SNDTIMEO}) {
      NativeCall.call(
          Syscall.SETSOCKOPT, "fd " + fd, timeval, fd, SOL_SOCKET, option, at, TIMEVAL_BYTES);
    }
  }

  /// Receives at most `max` bytes, and the descriptors that came with the first byte.
  public static Received receive(int fd, int max) {
    // struct msghdr, struct iovec, space for control messages, space for the bytes
    int iovec = MSGHDR_BYTES;
    int control = iovec + IOVEC_BYTES;
    int data = control + CONTROL_BYTES;
    ByteBuffer memory = SpareBuffers.take(data + max);
    try {
      long at = NativeCall.address(memory);
      memory.put(0, NOTHING);
      memory.putLong(16, at + iovec).putLong(24, 1);
      memory.putLong(32, at + control).putLong(40, CONTROL_BYTES);
      memory.putLong(iovec, at + data).putLong(iovec + 8, max);
      long n = NativeCall.call(Syscall.RECVMSG, "fd " + fd, memory, fd, at, MSG_CMSG_CLOEXEC);
      byte[] bytes = new byte[(int) n];
      memory.get(data, bytes);
      return new Received(bytes, descriptors(memory, control, (int) memory.getLong(40)));
    } finally {
      SpareBuffers.giveBack(memory);
    }
  }

  private static List<Integer> descriptors(ByteBuffer memory, int control, int length) {
    List<Integer> descriptors = new ArrayList<>();
    if (length >= CMSGHDR_BYTES
        && memory.getInt(control + 8) == SOL_SOCKET
        && memory.getInt(control + 12) == SCM_RIGHTS) {
      long end = control + memory.getLong(control);
      for (int at = control + CMSGHDR_BYTES; at + Integer.BYTES <= end; at += Integer.BYTES) {
        descriptors.add(memory.getInt(at));
      }
    }
    return descriptors;
  }

  /// Sends all bytes.
  ///
  /// @return false when nobody is left to receive them
  public static boolean send(int fd, byte[] bytes) {
    ByteBuffer buffer = NativeCall.direct(bytes);
    long at = NativeCall.address(buffer);
    try {
      for (int sent = 0; sent < bytes.length; ) {
        sent +=
            (int)
                NativeCall.call(
                    Syscall.SENDTO,
                    "fd " + fd,
                    buffer,
                    fd,
                    at + sent,
                    (long) bytes.length - sent,
                    MSG_NOSIGNAL);
      }
      return true;
    } catch (ErrnoException e) {
      return false;
    }
  }
}
