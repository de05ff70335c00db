package io.jcr.linux;

import io.jcr.api.ErrnoException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The system calls that jcr makes from Java, named after libc, with the constants of the kernel's
/// headers. A failing call throws [ErrnoException] with its own name as the operation. All file
/// descriptors are opened close-on-exec.
public interface Libc {
  int O_RDONLY = 0;
  int O_WRONLY = 1;
  int O_RDWR = 2;
  int O_CREAT = 0x40;
  int O_EXCL = 0x80;
  int O_TRUNC = 0x200;
  int O_APPEND = 0x400;

  int O_DIRECTORY = Syscall.AARCH64 ? 0x4000 : 0x1_0000;
  int O_PATH = 0x20_0000;
  int O_NOFOLLOW = Syscall.AARCH64 ? 0x8000 : 0x2_0000;

  long RESOLVE_NO_MAGICLINKS = 2;
  long RESOLVE_NO_SYMLINKS = 4;
  long RESOLVE_BENEATH = 8;
  long RESOLVE_IN_ROOT = 0x10;

  int S_IFIFO = 0010000;
  int S_IFCHR = 0020000;
  int S_IFBLK = 0060000;

  int LOCK_SH = 1;
  int LOCK_EX = 2;
  int LOCK_NB = 4;
  int LOCK_UN = 8;

  int AF_NETLINK = 16;
  int SOCK_RAW = 3;

  long MS_BIND = 0x1000;

  int CLONE_NEWNET = 0x4000_0000;

  /// open(2).
  int open(Path path, int flags, int mode);

  /// openat2(2), not for creating files. While something is renamed or mounted, the kernel may not
  /// be able to say whether `..` leads out of a root (EAGAIN): then it is asked again.
  ///
  /// @param resolve RESOLVE_… flags
  int openat2(int directory, String path, int flags, long resolve);

  /// close(2). As there, the descriptor is gone whatever happens.
  void close(int fd);

  /// read(2) up to the end of the file or `max` bytes.
  byte[] read(int fd, int max);

  /// One write(2) of all of `data`; a short write is reported as EIO.
  void write(int fd, byte[] data, Path path);

  /// flock(2).
  ///
  /// @return false when `operation` has LOCK_NB and someone else holds the lock
  boolean flock(int fd, int operation);

  /// mkdir(2).
  void mkdir(Path path, int mode);

  /// chmod(2), for modes that must not depend on the caller's umask.
  void chmod(Path path, int mode);

  /// mknod(2).
  ///
  /// @param mode S_IFCHR, S_IFBLK or S_IFIFO, and permission bits that the umask applies to
  void mknod(Path path, int mode, int major, int minor);

  /// lsetxattr(2): sets an extended attribute of the file itself, even if it is a symbolic link.
  void lsetxattr(Path path, String name, byte[] value);

  /// lgetxattr(2): an extended attribute of at most 255 bytes of the file itself; empty when it has
  /// none of this name.
  Optional<byte[]> lgetxattr(Path path, String name);

  /// fsetxattr(2).
  void fsetxattr(int fd, String name, byte[] value);

  /// fgetxattr(2): an attribute of at most 255 bytes; empty when the file has none of this name.
  Optional<byte[]> fgetxattr(int fd, String name);

  /// setfsgid(2) and setfsuid(2) for the calling thread: the files that it creates from now on
  /// belong to this user and group. It keeps root's power over files, which capset(2) restores.
  void makeFilesAs(long uid, long gid);

  /// utimensat(2) on the file itself, even if it is a symbolic link; it is not opened. The access
  /// time stays.
  void setModified(Path path, Instant modified);

  /// rmdir(2).
  void rmdir(Path path);

  /// unlink(2).
  void unlink(Path path);

  /// rename(2).
  void rename(Path from, Path to);

  /// symlink(2).
  ///
  /// @param target what is in the link
  /// @throws ErrnoException with EEXIST when there is something at `link`
  void symlink(Path target, Path link);

  /// mount(2) without type or data.
  ///
  /// @param flags such as [#MS_BIND]
  void mount(Path source, Path target, long flags);

  /// socket(2), with SOCK_CLOEXEC.
  int socket(int domain, int type, int protocol);

  /// bind(2) to a raw struct sockaddr.
  void bind(int fd, byte[] address);

  /// send(2) of one packet, with MSG_NOSIGNAL.
  void send(int fd, byte[] packet);

  /// recv(2) of one packet of at most `max` bytes.
  ///
  /// @return the packet; empty at the end of the stream
  /// @throws ErrnoException with EMSGSIZE when the packet is longer
  byte[] recv(int fd, int max);

  /// The same, keeping what comes with the packet (unix(7), SCM_RIGHTS) open as long as this
  /// process lives, or the session of a resident planner lasts.
  byte[] recvWithRights(int fd, int max);

  /// getsockopt(2) SO_PEERCRED.
  ///
  /// @return the pid of the process that created the other end of a connected pair
  int peer(int fd);

  /// isatty(3).
  boolean isatty(int fd);

  /// ioctl(2) TIOCGWINSZ.
  ///
  /// @return the terminal's number of columns; 0 when it is unknown or `fd` is not a terminal
  int columns(int fd);

  /// ioctl(2) BTRFS_IOC_SNAP_CREATE_V2: a writable snapshot of a subvolume of btrfs.
  ///
  /// @param source the subvolume. Older kernels take the one that it lies in, if it is none itself
  /// @param directory where the snapshot is made
  /// @param name its name, at most 255 bytes
  void createSnapshot(int source, int directory, String name);

  /// geteuid(2).
  int geteuid();

  /// pidfd_open(2).
  int pidfdOpen(long pid);

  /// pidfd_send_signal(2).
  void pidfdSendSignal(int pidfd, int signal);

  /// poll(2) on one descriptor for POLLIN.
  ///
  /// @param millis the longest time to wait; negative: forever
  /// @return whether there is something to read, or end of file
  boolean poll(int fd, long millis);

  /// unshare(2) for the calling thread. CLONE_NEWNET works in a dedicated platform thread;
  /// CLONE_NEWUSER never works in a JVM.
  void unshare(int flags);
}
