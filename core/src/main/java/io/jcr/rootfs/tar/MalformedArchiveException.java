package io.jcr.rootfs.tar;

import java.io.IOException;

/// An invalid archive. The message says what is wrong with it, and where.
public final class MalformedArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedArchiveException(String message) {
    super(message);
  }

  public MalformedArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
