package io.jcr.api;

/// The container's process failed in an operation before it could run the user's program.
public final class InitException extends JcrException {
  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  /// @param message operation, object, errno name, cause and cure
  /// @param exitStatus 127 when the command was not found, 126 when it cannot be executed, else 125
  public InitException(String message, int exitStatus) {
    this(message, exitStatus, Failure.UNKNOWN);
  }

  /// As above.
  ///
  /// @param failure what the message says, as fields
  public InitException(String message, int exitStatus, Failure failure) {
    super(message, null, failure);
    this.exitStatus = exitStatus;
  }

  @Override
  public int exitStatus() {
    return exitStatus;
  }
}
