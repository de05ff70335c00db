package io.jcr.host;

/// Records the inverse of each change to the host before the change is made.
public interface Journal {
  /// Appends one entry. Call this before making the change that it undoes.
  ///
  /// @param verb one of those in `docs/launch-protocol.md`
  /// @param arguments its arguments, written with `toString`
  void append(String verb, Object... arguments);
}
