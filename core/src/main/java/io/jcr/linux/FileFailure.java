package io.jcr.linux;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/// Why reading or writing a file failed.
public final class FileFailure {
  private static final String UNKNOWN = "Input/output error";

  private FileFailure() {}

  /// The reason alone, in the kernel's words: the caller's sentence already names the file. Java's
  /// own message begins with the name of an exception or of the file, and for some exceptions the
  /// class is the only clue to what happened.
  public static String reason(@Nullable IOException e) {
    return switch (e) {
      case null -> UNKNOWN;
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      case FileAlreadyExistsException _ -> "File exists";
      case NotDirectoryException _ -> "Not a directory";
      case FileSystemLoopException _ -> "Too many levels of symbolic links";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      default -> e.getMessage() == null ? UNKNOWN : e.getMessage();
    };
  }
}
