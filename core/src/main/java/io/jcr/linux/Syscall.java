package io.jcr.linux;

import java.util.Locale;

/// The system calls that the JVM makes itself, with their numbers on x86-64 and AArch64.
enum Syscall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  IOCTL(16, 29),
  MADVISE(28, 233),
  SOCKET(41, 198),
  SENDTO(44, 206),
  RECVFROM(45, 207),
  BIND(49, 200),
  CONNECT(42, 203),
  RECVMSG(47, 212),
  LISTEN(50, 201),
  SETSOCKOPT(54, 208),
  GETSOCKOPT(55, 209),
  ACCEPT4(288, 242),
  FCHDIR(81, 50),
  FLOCK(73, 32),
  GETEUID(107, 175),
  MOUNT(165, 40),
  RENAMEAT2(316, 276),
  SYMLINKAT(266, 36),
  UNSHARE(272, 97),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  FCHMODAT(268, 53),
  UNLINKAT(263, 35),
  OPENAT2(437, 437),
  MKNODAT(259, 33),
  LSETXATTR(189, 6),
  LGETXATTR(192, 9),
  FSETXATTR(190, 7),
  FGETXATTR(193, 10),
  SETFSUID(122, 151),
  SETFSGID(123, 152),
  CAPGET(125, 90),
  CAPSET(126, 91),
  UTIMENSAT(280, 88),
  PPOLL(271, 73),
  PIDFD_SEND_SIGNAL(424, 424),
  PIDFD_OPEN(434, 434);

  static final boolean AARCH64 = System.getProperty("os.arch").equals("aarch64");

  private final int x86;
  private final int aarch64;

  Syscall(int x86, int aarch64) {
    this.x86 = x86;
    this.aarch64 = aarch64;
  }

  /// The name for error messages: `mkdirat`, for instance, is shown as `mkdir`.
  String libcName() {
    return switch (this) {
      case OPENAT -> "open";
      case MKDIRAT -> "mkdir";
      case FCHMODAT -> "chmod";
      case MKNODAT -> "mknod";
      case RENAMEAT2 -> "rename";
      case SYMLINKAT -> "symlink";
      case UNLINKAT -> "unlink";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }

  int number() {
    return AARCH64 ? aarch64 : x86;
  }
}
