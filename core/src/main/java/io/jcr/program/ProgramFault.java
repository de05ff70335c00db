package io.jcr.program;

/// A program did not keep the contract. The message is a clause whose subject is the program, such
/// as `ended with status 3: no such module`.
public final class ProgramFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param clause what it did
  ProgramFault(String clause) {
    super(clause);
  }

  /// What it did, a clause.
  public String clause() {
    return String.valueOf(getMessage());
  }
}
