package io.jcr.plugins.demo.stage;

/// This host, or this choice of backends, cannot show a scene.
public sealed class CannotBeShown extends Exception permits Skipped {
  private static final long serialVersionUID = 1;

  /// @param reason a sentence, usually jcr's own
  public CannotBeShown(String reason) {
    super(reason);
  }

  /// The sentence.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
