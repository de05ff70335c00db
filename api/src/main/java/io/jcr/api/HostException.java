package io.jcr.api;

/// A change to the host failed: backend, operation, object, errno, and the cause that was probed.
public final class HostException extends JcrException {
  private static final long serialVersionUID = 1L;

  private final String backend;

  /// @param backend who asked for it, such as `network veth`
  /// @param failure the failed call
  /// @param advice probed cause and cure, or empty
  public HostException(String backend, ErrnoException failure, String advice) {
    super(backend + ": " + failure.getMessage() + (advice.isEmpty() ? "" : ": " + advice), failure);
    this.backend = backend;
  }

  /// A failure that no errno describes.
  public HostException(String message) {
    super(message, null);
    this.backend = "";
  }

  private HostException(String backend, HostException failure) {
    super(backend + ": " + failure.getMessage(), failure);
    this.backend = backend;
  }

  /// The same failure with the backend that it happened in, unless it names one already.
  ///
  /// @param label such as `network veth`
  public HostException in(String label) {
    return backend.isEmpty() ? new HostException(label, this) : this;
  }
}
