package io.jcr.plugins.demo.stage;

/// This host, or this choice of backends, cannot show a scene.
public final class CannotBeShown extends Exception {
  private static final long serialVersionUID = 1;

  /// @param reason a sentence, mostly jcr's own
  public CannotBeShown(String reason) {
    super(reason);
  }

  /// The sentence.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
