package io.jcr.linux;

import io.jcr.api.Errno;

/// What strerror(3) says about read and write errors, as Java's own streams word it.
final class ErrorText {
  private static final int EBADF = 9;
  private static final int EFBIG = 27;
  private static final int EDQUOT = 122;

  private ErrorText() {}

  static String of(int errno) {
    return switch (errno) {
      case Errno.EPIPE -> "Broken pipe";
      case Errno.ENOSPC -> "No space left on device";
      case Errno.EIO -> "Input/output error";
      case Errno.ECONNRESET -> "Connection reset by peer";
      case EBADF -> "Bad file descriptor";
      case EFBIG -> "File too large";
      case EDQUOT -> "Disk quota exceeded";
      default -> Errno.name(errno);
    };
  }
}
