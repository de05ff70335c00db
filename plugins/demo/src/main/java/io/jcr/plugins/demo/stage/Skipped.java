package io.jcr.plugins.demo.stage;

/// This host lacks something that the scene needs besides jcr, such as a program or a network. That
/// says nothing about jcr, so the demo does not fail by it.
public final class Skipped extends CannotBeShown {
  private static final long serialVersionUID = 1;

  /// @param reason a sentence: what is missing, and what helps
  public Skipped(String reason) {
    super(reason);
  }
}
