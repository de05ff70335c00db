package io.jcr.api;

/// The user asked for something that cannot be: an unknown name, a value out of range, a
/// combination that makes no sense. The message says what, which value, and what is allowed. Thrown
/// before anything was changed on the host.
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
