package io.jcr.api;

import org.jspecify.annotations.Nullable;

/// A failure that ends a command. Its message is one sentence for the user, in lower case and
/// without a full stop: what happened to which object, and the cure if known. The command line
/// prints it and exits with [#exitStatus]; a stack trace appears only with `--debug`.
public abstract sealed class JcrException extends RuntimeException
    permits UsageException, UnsupportedException, HostException, InitException, PluginException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  JcrException(String message, @Nullable Throwable cause) {
    this(message, cause, Failure.UNKNOWN);
  }

  JcrException(String message, @Nullable Throwable cause, Failure failure) {
    super(message, cause);
    this.failure = failure;
  }

  /// What failed, as fields.
  public final Failure failure() {
    return failure;
  }

  /// The exit status of `jcr` for this failure; 125 means that jcr itself failed.
  public int exitStatus() {
    return 125;
  }
}
