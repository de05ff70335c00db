package io.jcr.plugins.demo.stage;

/// This host lacks something other than jcr that the scene needs, such as a program or a network.
/// That says nothing about jcr, so it does not make the demo fail.
public final class Skipped extends CannotBeShown {
  private static final long serialVersionUID = 1;

  /// @param reason a sentence: what is missing, and what to do about it
  public Skipped(String reason) {
    super(reason);
  }
}
