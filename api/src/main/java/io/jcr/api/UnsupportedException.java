package io.jcr.api;

/// This host lacks something that the run needs. The message names the backend, the missing feature
/// and the cure.
public final class UnsupportedException extends JcrException {
  private static final long serialVersionUID = 1L;

  /// @param subject what needs it, such as `limiter cgroup-v2`
  /// @param reason what is missing
  /// @param remedy what to do about it
  public UnsupportedException(String subject, String reason, String remedy) {
    super(subject + ": " + reason + " (" + remedy + ")", null, Failure.in(subject));
  }
}
