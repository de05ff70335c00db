package io.jcr.api;

import java.io.Serial;
import java.io.Serializable;

/// What failed, as fields: what the message of a [JcrException] says in a sentence. A program reads
/// these, and matches no text. A field is empty when it is not known, or when there is none: a
/// usage error has no errno.
///
/// @param backend what asked for it, such as `network veth`, or `jcr`; for the fault of a plugin,
///   that plugin
/// @param operation what was done, such as `mkdir` or `create bridge`
/// @param object what it was done to, such as a path or an interface's name
/// @param errno errno(3), positive; 0: none
public record Failure(String backend, String operation, String object, int errno)
    implements Serializable {
  /// Of which nothing is known but the sentence.
  public static final Failure UNKNOWN = new Failure("", "", "", 0);

  @Serial private static final long serialVersionUID = 1L;

  public Failure {
    if (errno < 0) {
      throw new IllegalArgumentException("errno " + errno);
    }
  }

  /// A failure in a backend of which nothing else is known.
  public static Failure in(String backend) {
    return new Failure(backend, "", "", 0);
  }

  /// The same, in a backend.
  ///
  /// @param label such as `network veth`
  public Failure within(String label) {
    return new Failure(label, operation, object, errno);
  }
}
