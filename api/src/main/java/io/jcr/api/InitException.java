package io.jcr.api;

/// An operation of the container's own process failed before the user's program ran.
public final class InitException extends JcrException {
  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  /// @param message operation, object, errno name, cause and cure
  /// @param exitStatus 127 when the command was not found, 126 when it cannot be executed, else 125
  public InitException(String message, int exitStatus) {
    super(message, null);
    this.exitStatus = exitStatus;
  }

  @Override
  public int exitStatus() {
    return exitStatus;
  }
}
