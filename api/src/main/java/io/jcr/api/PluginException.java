package io.jcr.api;

import org.jspecify.annotations.Nullable;

/// A plugin jar cannot be used. The message names the jar, the fault and the cure.
public final class PluginException extends JcrException {
  private static final long serialVersionUID = 1L;

  public PluginException(String message, @Nullable Throwable cause) {
    this(message, cause, Failure.UNKNOWN);
  }

  /// As above.
  ///
  /// @param failure what the message says, as fields
  public PluginException(String message, @Nullable Throwable cause, Failure failure) {
    super(message, cause, failure);
  }
}
