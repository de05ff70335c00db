package io.jcr.api;

import org.jspecify.annotations.Nullable;

/// What ends a run, told in one sentence for the user: lower case, no full stop, what happened to
/// which object and the cure where it is known. The command line prints the message and exits with
/// [#exitStatus]; a stack trace appears only with `--debug`.
public abstract sealed class JcrException extends RuntimeException
    permits UsageException, UnsupportedException, HostException, InitException, PluginException {
  private static final long serialVersionUID = 1L;

  JcrException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The exit status of `jcr` when this ends it: 125 is jcr's own failure.
  public int exitStatus() {
    return 125;
  }
}
