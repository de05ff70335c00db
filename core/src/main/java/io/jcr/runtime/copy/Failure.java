package io.jcr.runtime.copy;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What failed, with the name that the user knows: the call itself went to `/proc/self/fd/N`.
final class Failure {
  private Failure() {}

  static HostException of(String name, ErrnoException e) {
    ErrnoException named =
        new ErrnoException(e.operation(), "'" + name + "'", e.errno(), e.capability());
    return new HostException("cp", named, advice(e.errno()));
  }

  static HostException of(String name, IOException e) {
    return new HostException("cp: '" + name + "': " + reason(e));
  }

  private static String advice(int errno) {
    return switch (errno) {
      case Errno.EROFS -> "its file system is read-only";
      case Errno.ENOSPC -> "no space or no inodes left";
      case Errno.ELOOP -> "there is a symbolic link on the way";
      case Errno.ENOENT -> "no such file or directory";
      case Errno.ENOTDIR -> "not a directory";
      default -> "";
    };
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case FileAlreadyExistsException _ -> "something else has just created it";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
