package io.jcr.api;

/// A system call failed. Thrown by [io.jcr.spi.Host] and below. A backend does not catch it; jcr
/// wraps it in a [HostException] that names the backend.
public final class ErrnoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final String object;
  private final int errno;
  private final Capability capability;

  /// @param operation the failed operation, such as `mkdir` or `create bridge`
  /// @param object the object of the operation, such as a path or an interface's name
  /// @param errno errno(3), positive
  public ErrnoException(String operation, String object, int errno) {
    this(operation, object, errno, Capability.CAP_SYS_ADMIN);
  }

  /// As above, for an operation that takes another capability than CAP_SYS_ADMIN.
  ///
  /// @param capability without it the kernel answers EPERM or EACCES
  public ErrnoException(String operation, String object, int errno, Capability capability) {
    super(operation + " " + object + ": " + Errno.name(errno));
    this.operation = operation;
    this.object = object;
    this.errno = errno;
    this.capability = capability;
  }

  public String operation() {
    return operation;
  }

  public String object() {
    return object;
  }

  public int errno() {
    return errno;
  }

  /// The capability that the operation takes.
  public Capability capability() {
    return capability;
  }

  /// The same as one value, without a backend.
  public Failure failure() {
    return new Failure("", operation, object, errno);
  }
}
