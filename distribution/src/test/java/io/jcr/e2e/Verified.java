package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What `jcr plugins verify` says of a jar.
///
/// @param result what it printed
record Verified(Result result) {
  /// Writes the jar as `mine.jar` into `directory` and verifies it.
  static Verified of(Jcr jcr, VerifiedJar jar, Path directory) throws IOException {
    Path file = jar.writeTo(directory.resolve("mine.jar"), directory);
    return new Verified(jcr.call("plugins", "verify", file.toString()));
  }

  /// The checks that failed, and why.
  Map<String, String> failed() {
    Map<String, String> failed = new TreeMap<>();
    for (String line : result.lines()) {
      if (line.startsWith("  FAILED   ")) {
        String[] parts = line.substring("  FAILED   ".length()).split(": ", 2);
        failed.put(parts[0], parts.length > 1 ? parts[1] : "");
      }
    }
    return failed;
  }

  /// Requires that one check failed and no other.
  ///
  /// @param reason why, a regular expression for all of it
  void onlyFailed(String check, String reason) {
    result.exited(1);
    assertEquals(List.of(check), List.copyOf(failed().keySet()), result::output);
    String told = String.valueOf(failed().get(check));
    assertTrue(told.matches("(?s)" + reason), told);
  }

  /// Requires that none failed.
  Result passed() {
    assertEquals(Map.of(), failed());
    return result.exited(0);
  }
}
