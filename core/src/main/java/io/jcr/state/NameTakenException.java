package io.jcr.state;

import io.jcr.api.UsageException;

/// The name of a new container belongs to another one. Whoever made the name up draws another;
/// whoever was given it refuses it.
public final class NameTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NameTakenException(String sentence) {
    super(sentence);
  }

  /// What the user who gave the name is told.
  public UsageException refusal() {
    return new UsageException(String.valueOf(getMessage()));
  }
}
