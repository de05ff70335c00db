package io.jcr.state;

import io.jcr.api.UsageException;

/// Whether a container is restarted when it has ended (`--restart`).
///
/// @param when the cases in which it is
/// @param limit for [When#ON_FAILURE] the largest number of restarts; 0 for no limit
public record RestartPolicy(When when, int limit) {
  /// No restarts.
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
    /// The same. docker distinguishes the two only when its daemon starts.
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

  /// The text for [#parse].
  public String text() {
    return limit > 0 ? when.word + ":" + limit : when.word;
  }

  /// Whether to restart a container.
  ///
  /// @param exitStatus its exit status
  /// @param restarts the number of restarts since it was last started by hand
  public boolean restarts(int exitStatus, int restarts) {
    return switch (when) {
      case NO -> false;
      case ON_FAILURE -> exitStatus != 0 && (limit == 0 || restarts < limit);
      case ALWAYS, UNLESS_STOPPED -> true;
    };
  }
}
