package io.jcr.plugin.verify;

/// One check and its outcome.
///
/// @param group what it is about, such as `the jar` or `network mine: contract`
/// @param name what was checked, as a sentence without a full stop
/// @param reason why it failed or was skipped, or what is worth knowing; else empty
public record Check(String group, String name, Outcome outcome, String reason) {
  /// How a check ended.
  public enum Outcome {
    /// Passed.
    OK,
    /// Passed, with something worth knowing.
    NOTE,
    /// Could not be run, for a reason that is not the plugin's fault.
    SKIPPED,
    /// The plugin needs fixing.
    FAILED
  }

  /// A check that passed.
  public static Check ok(String group, String name) {
    return new Check(group, name, Outcome.OK, "");
  }

  /// A check that the plugin failed.
  public static Check failed(String group, String name, String reason) {
    return new Check(group, name, Outcome.FAILED, reason);
  }

  /// A check that could not be run.
  public static Check skipped(String group, String name, String reason) {
    return new Check(group, name, Outcome.SKIPPED, reason);
  }

  /// Ok when `reason` is empty, else failed.
  public static Check of(String group, String name, String reason) {
    return new Check(group, name, reason.isEmpty() ? Outcome.OK : Outcome.FAILED, reason);
  }
}
