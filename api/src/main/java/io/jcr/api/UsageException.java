package io.jcr.api;

/// Invalid input by the user: an unknown name, a value out of range, an impossible combination. The
/// message names the input and its value, and says what is allowed. Thrown before anything is
/// changed on the host.
public final class UsageException extends JcrException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message, null);
  }

  @Override
  public int exitStatus() {
    return 2;
  }
}
