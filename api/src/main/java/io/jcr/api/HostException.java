package io.jcr.api;

/// A change to the host failed. The message names backend, operation, object, errno, and the cause
/// if jcr found it.
public final class HostException extends JcrException {
  private static final long serialVersionUID = 1L;

  private final String backend;

  /// @param backend the backend that asked for the change, such as `network veth`
  /// @param failure the failed call
  /// @param advice cause and cure, or empty
  public HostException(String backend, ErrnoException failure, String advice) {
    super(
        backend + ": " + failure.getMessage() + (advice.isEmpty() ? "" : ": " + advice),
        failure,
        failure.failure().within(backend));
    this.backend = backend;
  }

  /// A failure without an errno. jcr puts the name of the backend that throws it before the
  /// message, unless the message begins with it.
  public HostException(String message) {
    super(message, null);
    this.backend = "";
  }

  private HostException(String backend, HostException failure) {
    super(
        backend + ": " + unnamed(backend, String.valueOf(failure.getMessage())),
        failure,
        failure.failure().within(backend));
    this.backend = backend;
  }

  /// A message without the name that a backend has put before it itself.
  ///
  /// @param backend such as `network veth`, or `network veth (second network)`
  private static String unnamed(String backend, String message) {
    int place = backend.indexOf(" (");
    String name = (place < 0 ? backend : backend.substring(0, place)) + ": ";
    return message.startsWith(name) ? message.substring(name.length()) : message;
  }

  /// The same failure, naming the backend in which it happened unless it already names one.
  ///
  /// @param label such as `network veth`
  public HostException in(String label) {
    return backend.isEmpty() ? new HostException(label, this) : this;
  }
}
