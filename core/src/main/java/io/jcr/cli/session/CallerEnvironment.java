package io.jcr.cli.session;

import java.util.HashMap;
import java.util.Map;

/// The environment of the shell that called jcr: `bin/jcr` and the supervisor change some of it on
/// the way to Java.
final class CallerEnvironment {
  private CallerEnvironment() {}

  /// What the caller's shell had.
  ///
  /// @param environment this JVM's
  static Map<String, String> of(Map<String, String> environment) {
    Map<String, String> caller = new HashMap<>(environment);
    caller.remove("JCR_CONTROL");
    caller.remove("JCR_CALLED");
    caller.remove("JCR_START");
    String locale = caller.remove("JCR_LC_ALL");
    caller.remove("LC_ALL");
    if (locale != null && !locale.isEmpty()) {
      caller.put("LC_ALL", locale);
    }
    return caller;
  }
}
