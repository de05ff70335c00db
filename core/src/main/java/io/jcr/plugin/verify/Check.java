package io.jcr.plugin.verify;

/// One thing that was looked at.
///
/// @param group what it is about, such as `the jar` or `network mine: contract`
/// @param name what was checked, as a sentence without a full stop
/// @param reason why it failed or was skipped, or what is worth knowing; else empty
public record Check(String group, String name, Outcome outcome, String reason) {
  /// How a check ended.
  public enum Outcome {
    /// As it should.
    OK,
    /// It is as it should be, and there is something to know.
    NOTE,
    /// It could not be made, for a reason that is no fault of the plugin.
    SKIPPED,
    /// The plugin has to be mended.
    FAILED
  }

  /// A check that found nothing.
  public static Check ok(String group, String name) {
    return new Check(group, name, Outcome.OK, "");
  }

  /// A check that the plugin does not pass.
  public static Check failed(String group, String name, String reason) {
    return new Check(group, name, Outcome.FAILED, reason);
  }

  /// A check that could not be made.
  public static Check skipped(String group, String name, String reason) {
    return new Check(group, name, Outcome.SKIPPED, reason);
  }

  /// Ok when `reason` is empty, else failed.
  public static Check of(String group, String name, String reason) {
    return new Check(group, name, reason.isEmpty() ? Outcome.OK : Outcome.FAILED, reason);
  }
}
