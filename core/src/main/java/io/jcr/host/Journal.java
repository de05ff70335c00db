package io.jcr.host;

/// Takes the inverse of each change to the host before the change is made.
public interface Journal {
  /// Appends one entry. Call it before the change that it undoes.
  ///
  /// @param verb one of those in `docs/launch-protocol.md`
  /// @param arguments its arguments, by their `toString`
  void append(String verb, Object... arguments);
}
