package io.jcr.state;

import io.jcr.api.UsageException;

/// Whether a container is started again when it has ended (`--restart`).
///
/// @param when in which cases
/// @param limit for [When#ON_FAILURE] how often at most; 0: without end
public record RestartPolicy(When when, int limit) {
  /// It stays stopped.
  public static final RestartPolicy NO = new RestartPolicy(When.NO, 0);

  private static final String ON_FAILURE = "on-failure";

  /// The cases.
  public enum When {
    /// Never.
    NO("no"),
    /// When its exit status is not 0.
    ON_FAILURE(RestartPolicy.ON_FAILURE),
    /// Whenever it ends, unless it was stopped.
    ALWAYS("always"),
    /// The same. docker tells the two apart when its daemon starts; jcr has none.
    UNLESS_STOPPED("unless-stopped");

    private final String word;

    When(String word) {
      this.word = word;
    }
  }

  /// Reads `no`, `on-failure[:N]`, `always` or `unless-stopped`.
  ///
  /// @throws UsageException for anything else
  public static RestartPolicy parse(String text) {
    for (When when : When.values()) {
      if (text.equals(when.word)) {
        return new RestartPolicy(when, 0);
      }
    }
    if (text.startsWith(ON_FAILURE + ":")) {
      try {
        int limit = Integer.parseInt(text.substring(ON_FAILURE.length() + 1));
        if (limit >= 0) {
          return new RestartPolicy(When.ON_FAILURE, limit);
        }
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw new UsageException(
        "--restart="
            + text
            + ": allowed are no, on-failure, on-failure:N (at most N times), always and unless-stopped");
  }

  /// What [#parse] reads as the same.
  public String text() {
    return limit > 0 ? when.word + ":" + limit : when.word;
  }

  /// Whether a container is started again.
  ///
  /// @param exitStatus how it ended
  /// @param restarts how often it was started again already since somebody started it
  public boolean restarts(int exitStatus, int restarts) {
    return switch (when) {
      case NO -> false;
      case ON_FAILURE -> exitStatus != 0 && (limit == 0 || restarts < limit);
      case ALWAYS, UNLESS_STOPPED -> true;
    };
  }
}
