package io.jcr.plugins.demo.model;

/// A claim, tested on one observation.
///
/// @param way the observation's
/// @param control whether that is a negative control
/// @param claim the sentence
/// @param holds whether the claim is true there
/// @param because the facts that it was tested on
public record Finding(String way, boolean control, String claim, boolean holds, String because) {
  /// Whether the result is as expected: a control must refute the claim.
  public boolean asExpected() {
    return holds != control;
  }
}
