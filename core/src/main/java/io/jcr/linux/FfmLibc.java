package io.jcr.linux;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// [Libc] through the foreign function interface: see [NativeCall].
public final class FfmLibc implements Libc {
  private static final int AT_FDCWD = -100;

  /// No such attribute.
  private static final int ENODATA = 61;

  private static final int AT_REMOVEDIR = 0x200;
  private static final int O_CLOEXEC = 0x80000;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EMSGSIZE = 90;
  private static final int TCGETS = 0x5401;
  private static final int TERMIOS_BYTES = 64;
  private static final int TIOCGWINSZ = 0x5413;

  private static final int BTRFS_IOC_SNAP_CREATE_V2 = 0x5000_9417;

  /// The size of struct btrfs_ioctl_vol_args_v2, and where its name begins.
  private static final int SNAPSHOT_BYTES = 4096;

  private static final int SNAPSHOT_NAME = 56;
  private static final int WINSIZE_BYTES = 8;
  private static final int WINSIZE_COLUMNS = 2;
  private static final int POLLFD_BYTES = 8;
  private static final int TIMESPEC_BYTES = 16;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;
  private static final long LOCK_LOOK_MILLIS = 5;
  private static final int MILLIS = 1000;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int OPEN_HOW_BYTES = 24;
  private static final int OPENAT2_TRIES = 4096;
  private static final int TIMESPECS_BYTES = 32;
  private static final int UTIME_OMIT = 0x3fff_fffe;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int XATTR_BYTES = 255;
  private static final int CAPABILITY_VERSION_3 = 0x2008_0522;
  private static final int CAPABILITY_HEADER_BYTES = 8;
  private static final int CAPABILITY_SETS_BYTES = 24;

  @Override
  public int open(Path path, int flags, int mode) {
    ByteBuffer name = NativeCall.string(path.toString());
    long fd =
        NativeCall.call(
            Syscall.OPENAT,
            path.toString(),
            name,
            AT_FDCWD,
            NativeCall.address(name),
            flags | O_CLOEXEC,
            mode);
    return SessionScope.opened((int) fd);
  }

  @Override
  public int openat2(int directory, String path, int flags, long resolve) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    // struct open_how, followed by the path
    ByteBuffer how =
        ByteBuffer.allocateDirect(OPEN_HOW_BYTES + name.length + 1).order(ByteOrder.nativeOrder());
    how.putLong(flags | O_CLOEXEC).putLong(0).putLong(resolve).put(name);
    long address = NativeCall.address(how.rewind());
    for (int tried = 1; ; tried++) {
      try {
        long fd =
            NativeCall.call(
                Syscall.OPENAT2,
                path,
                how,
                directory,
                address + OPEN_HOW_BYTES,
                address,
                OPEN_HOW_BYTES);
        return SessionScope.opened((int) fd);
      } catch (ErrnoException e) {
        if (e.errno() != Errno.EAGAIN || tried == OPENAT2_TRIES) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close(int fd) {
    SessionScope.closed(fd);
    NativeCall.uninterrupted(Syscall.CLOSE, "fd " + fd, null, fd);
  }

  static void closeQuietly(int fd) {
    try {
      NativeCall.uninterrupted(Syscall.CLOSE, "fd " + fd, null, fd);
    } catch (ErrnoException e) {
      // like close(2): the descriptor is gone whatever happens
    }
  }

  @Override
  public byte[] read(int fd, int max) {
    ByteBuffer buffer = SpareBuffers.take(max);
    try {
      long at = NativeCall.address(buffer);
      int total = 0;
      while (total < max) {
        long rest = (long) max - total;
        long n = NativeCall.call(Syscall.READ, "fd " + fd, buffer, fd, at + total, rest);
        if (n == 0) {
          break;
        }
        total += (int) n;
      }
      return NativeCall.bytes(buffer, total);
    } finally {
      SpareBuffers.giveBack(buffer);
    }
  }

  @Override
  public void write(int fd, byte[] data, Path path) {
    ByteBuffer buffer = NativeCall.direct(data);
    long n =
        NativeCall.call(
            Syscall.WRITE, path.toString(), buffer, fd, NativeCall.address(buffer), data.length);
    if (n != data.length) {
      throw new ErrnoException("write", path.toString(), Errno.EIO);
    }
  }

  @Override
  public boolean flock(int fd, int operation) {
    if (SessionScope.alarm() >= 0 && (operation & (LOCK_NB | LOCK_UN)) == 0) {
      while (!flock(fd, operation | LOCK_NB)) { // a wait in the kernel would outlast the session
        await(-1, POLLIN, LOCK_LOOK_MILLIS);
      }
      return true;
    }
    try {
      NativeCall.call(Syscall.FLOCK, "fd " + fd, null, fd, operation);
      return true;
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EAGAIN) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void mkdir(Path path, int mode) {
    ByteBuffer name = NativeCall.string(path.toString());
    NativeCall.call(
        Syscall.MKDIRAT, path.toString(), name, AT_FDCWD, NativeCall.address(name), mode);
  }

  @Override
  public void mknod(Path path, int mode, int major, int minor) {
    // the kernel's encoding of a device number in 32 bits
    int device = (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
    ByteBuffer name = NativeCall.string(path.toString());
    NativeCall.call(
        Syscall.MKNODAT, path.toString(), name, AT_FDCWD, NativeCall.address(name), mode, device);
  }

  @Override
  public void lsetxattr(Path path, String name, byte[] value) {
    byte[] strings = (name + "\0" + path + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer memory =
        ByteBuffer.allocateDirect(value.length + strings.length).put(value).put(strings);
    long at = NativeCall.address(memory.rewind());
    long nameAt = at + value.length;
    long pathAt = nameAt + name.getBytes(StandardCharsets.UTF_8).length + 1;
    NativeCall.call(Syscall.LSETXATTR, path + " " + name, memory, pathAt, nameAt, at, value.length);
  }

  @Override
  public Optional<byte[]> lgetxattr(Path path, String name) {
    ByteBuffer value = ByteBuffer.allocateDirect(255);
    ByteBuffer pathString = NativeCall.string(path.toString());
    ByteBuffer nameString = NativeCall.string(name);
    try {
      long length =
          NativeCall.call(
              Syscall.LGETXATTR,
              path + " " + name,
              value,
              NativeCall.address(pathString),
              NativeCall.address(nameString),
              NativeCall.address(value),
              value.capacity());
      return Optional.of(NativeCall.bytes(value, (int) length));
    } catch (ErrnoException e) {
      if (e.errno() == ENODATA || e.errno() == Errno.EOPNOTSUPP) {
        return Optional.empty();
      }
      throw e;
    } finally {
      Reference.reachabilityFence(pathString);
      Reference.reachabilityFence(nameString);
    }
  }

  @Override
  public void fsetxattr(int fd, String name, byte[] value) {
    byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer memory =
        ByteBuffer.allocateDirect(value.length + nameBytes.length).put(value).put(nameBytes);
    long at = NativeCall.address(memory.rewind());
    NativeCall.call(Syscall.FSETXATTR, name, memory, fd, at + value.length, at, value.length);
  }

  @Override
  public Optional<byte[]> fgetxattr(int fd, String name) {
    byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer memory = ByteBuffer.allocateDirect(XATTR_BYTES + nameBytes.length);
    long at = NativeCall.address(memory.put(XATTR_BYTES, nameBytes));
    try {
      long length =
          NativeCall.call(Syscall.FGETXATTR, name, memory, fd, at + XATTR_BYTES, at, XATTR_BYTES);
      return Optional.of(NativeCall.bytes(memory, (int) length));
    } catch (ErrnoException e) {
      if (e.errno() == ENODATA || e.errno() == Errno.EOPNOTSUPP) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Resets the effective set to the permitted one, because setfsuid(2) removes the capabilities
  /// over files from it.
  @Override
  public void makeFilesAs(long uid, long gid) {
    NativeCall.call(Syscall.SETFSGID, "group " + gid, null, gid);
    NativeCall.call(Syscall.SETFSUID, "user " + uid, null, uid);
    // struct __user_cap_header_struct for this thread, followed by struct __user_cap_data_struct[2]
    ByteBuffer memory =
        ByteBuffer.allocateDirect(CAPABILITY_HEADER_BYTES + CAPABILITY_SETS_BYTES)
            .order(ByteOrder.nativeOrder());
    memory.putInt(0, CAPABILITY_VERSION_3);
    long header = NativeCall.address(memory);
    long sets = header + CAPABILITY_HEADER_BYTES;
    NativeCall.call(Syscall.CAPGET, "capabilities", memory, header, sets);
    for (int set = CAPABILITY_HEADER_BYTES; set < memory.capacity(); set += 12) {
      memory.putInt(set, memory.getInt(set + 4));
    }
    NativeCall.call(Syscall.CAPSET, "capabilities", memory, header, sets);
  }

  @Override
  public void setModified(Path path, Instant modified) {
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    // struct timespec[2], access and modification, followed by the path
    ByteBuffer memory =
        ByteBuffer.allocateDirect(TIMESPECS_BYTES + name.length).order(ByteOrder.nativeOrder());
    memory.putLong(0).putLong(UTIME_OMIT);
    memory.putLong(modified.getEpochSecond()).putLong(modified.getNano()).put(name);
    long times = NativeCall.address(memory.rewind());
    NativeCall.call(
        Syscall.UTIMENSAT,
        path.toString(),
        memory,
        AT_FDCWD,
        times + TIMESPECS_BYTES,
        times,
        AT_SYMLINK_NOFOLLOW);
  }

  @Override
  public void chmod(Path path, int mode) {
    ByteBuffer name = NativeCall.string(path.toString());
    NativeCall.call(
        Syscall.FCHMODAT, path.toString(), name, AT_FDCWD, NativeCall.address(name), mode);
  }

  @Override
  public void rmdir(Path path) {
    ByteBuffer name = NativeCall.string(path.toString());
    NativeCall.call(
        Syscall.UNLINKAT, path.toString(), name, AT_FDCWD, NativeCall.address(name), AT_REMOVEDIR);
  }

  @Override
  public void unlink(Path path) {
    ByteBuffer name = NativeCall.string(path.toString());
    NativeCall.call(Syscall.UNLINKAT, path.toString(), name, AT_FDCWD, NativeCall.address(name));
  }

  @Override
  public void rename(Path from, Path to) {
    ByteBuffer names = NativeCall.string(from + "\0" + to);
    long at = NativeCall.address(names);
    long second = at + from.toString().getBytes(StandardCharsets.UTF_8).length + 1;
    NativeCall.call(
        Syscall.RENAMEAT2, from + " to " + to, names, AT_FDCWD, at, AT_FDCWD, second, 0);
  }

  @Override
  public void symlink(Path target, Path link) {
    ByteBuffer names = NativeCall.string(target + "\0" + link);
    long at = NativeCall.address(names);
    long second = at + target.toString().getBytes(StandardCharsets.UTF_8).length + 1;
    NativeCall.call(Syscall.SYMLINKAT, target + " at " + link, names, at, AT_FDCWD, second);
  }

  @Override
  public void mount(Path source, Path target, long flags) {
    ByteBuffer names = NativeCall.string(source + "\0" + target);
    long at = NativeCall.address(names);
    long second = at + source.toString().getBytes(StandardCharsets.UTF_8).length + 1;
    NativeCall.call(Syscall.MOUNT, target.toString(), names, at, second, 0, flags);
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    long fd =
        NativeCall.call(
            Syscall.SOCKET, "domain " + domain, null, domain, type | SOCK_CLOEXEC, protocol);
    return SessionScope.opened((int) fd);
  }

  @Override
  public void bind(int fd, byte[] address) {
    ByteBuffer buffer = NativeCall.direct(address);
    NativeCall.call(
        Syscall.BIND, "fd " + fd, buffer, fd, NativeCall.address(buffer), address.length);
  }

  @Override
  public void send(int fd, byte[] packet) {
    ByteBuffer buffer = NativeCall.direct(packet);
    NativeCall.call(
        Syscall.SENDTO,
        "fd " + fd,
        buffer,
        fd,
        NativeCall.address(buffer),
        packet.length,
        MSG_NOSIGNAL);
  }

  @Override
  public byte[] recvWithRights(int fd, int max) {
    if (SessionScope.alarm() >= 0) {
      await(fd, POLLIN, -1);
    }
    UnixSocket.Received received = UnixSocket.receive(fd, max);
    received.descriptors().forEach(SessionScope::opened);
    return received.bytes();
  }

  @Override
  public byte[] recv(int fd, int max) {
    if (SessionScope.alarm() >= 0) {
      await(fd, POLLIN, -1);
    }
    ByteBuffer buffer = SpareBuffers.take(max);
    try {
      long at = NativeCall.address(buffer);
      long n = NativeCall.call(Syscall.RECVFROM, "fd " + fd, buffer, fd, at, max, MSG_TRUNC);
      if (n > max) {
        throw new ErrnoException("recvfrom", "fd " + fd, EMSGSIZE);
      }
      return NativeCall.bytes(buffer, (int) n);
    } finally {
      SpareBuffers.giveBack(buffer);
    }
  }

  @Override
  public boolean isatty(int fd) {
    ByteBuffer termios = ByteBuffer.allocateDirect(TERMIOS_BYTES);
    try {
      NativeCall.call(Syscall.IOCTL, "fd " + fd, termios, fd, TCGETS, NativeCall.address(termios));
      return true;
    } catch (ErrnoException e) {
      return false;
    }
  }

  @Override
  public int columns(int fd) {
    ByteBuffer winsize = ByteBuffer.allocateDirect(WINSIZE_BYTES).order(ByteOrder.nativeOrder());
    try {
      NativeCall.call(
          Syscall.IOCTL, "fd " + fd, winsize, fd, TIOCGWINSZ, NativeCall.address(winsize));
      return winsize.getShort(WINSIZE_COLUMNS);
    } catch (ErrnoException e) {
      return 0;
    }
  }

  @Override
  public void createSnapshot(int source, int directory, String name) {
    ByteBuffer arguments = ByteBuffer.allocateDirect(SNAPSHOT_BYTES).order(ByteOrder.nativeOrder());
    arguments.putLong(0, source);
    arguments.put(SNAPSHOT_NAME, name.getBytes(StandardCharsets.UTF_8));
    NativeCall.call(
        Syscall.IOCTL,
        "BTRFS_IOC_SNAP_CREATE_V2",
        arguments,
        directory,
        BTRFS_IOC_SNAP_CREATE_V2,
        NativeCall.address(arguments));
  }

  @Override
  public int geteuid() {
    return (int) NativeCall.call(Syscall.GETEUID, "", null);
  }

  @Override
  public int pidfdOpen(long pid) {
    long fd = NativeCall.call(Syscall.PIDFD_OPEN, "process " + pid, null, pid);
    return SessionScope.opened((int) fd);
  }

  @Override
  public void pidfdSendSignal(int pidfd, int signal) {
    NativeCall.call(Syscall.PIDFD_SEND_SIGNAL, "signal " + signal, null, pidfd, signal);
  }

  @Override
  public boolean poll(int fd, long millis) {
    return await(fd, POLLIN, millis);
  }

  /// ppoll(2) on one descriptor; the end of the session ends the wait.
  ///
  /// @param fd negative: wait for the time only
  /// @return whether it is ready
  static boolean await(int fd, short events, long millis) {
    // struct pollfd[2], followed by struct timespec
    ByteBuffer memory =
        ByteBuffer.allocateDirect(2 * POLLFD_BYTES + TIMESPEC_BYTES).order(ByteOrder.nativeOrder());
    int alarm = SessionScope.alarm();
    memory.putInt(fd).putShort(events).putShort((short) 0);
    memory.putInt(alarm).putShort(POLLIN).putShort((short) 0);
    memory.putLong(millis / MILLIS).putLong(millis % MILLIS * NANOS_PER_MILLI);
    long address = NativeCall.address(memory.rewind());
    long timeout = millis < 0 ? 0 : address + 2 * POLLFD_BYTES;
    NativeCall.call(Syscall.PPOLL, "fd " + fd, memory, address, alarm < 0 ? 1 : 2, timeout);
    if (alarm >= 0 && memory.getShort(POLLFD_BYTES + 6) != 0) {
      throw new HostException("the caller is gone");
    }
    return memory.getShort(6) != 0;
  }

  @Override
  public int peer(int fd) {
    return UnixSocket.peer(fd).pid();
  }

  @Override
  public void unshare(int flags) {
    NativeCall.call(Syscall.UNSHARE, "flags 0x" + Integer.toHexString(flags), null, flags);
  }
}
