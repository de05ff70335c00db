package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandResult;
import java.util.List;
import java.util.Map;

/// What a plugin reports when it fails, according to [section 5 of the
/// specification](https://www.cni.dev/docs/spec/#error), or whatever else it wrote.
///
/// @param code 0 when it gave none
/// @param text one sentence
record CniError(int code, String text) {
  static final int INCOMPATIBLE_VERSION = 1;

  private static final Map<Integer, String> CODES =
      Map.of(
          INCOMPATIBLE_VERSION,
          "incompatible CNI version",
          2,
          "unsupported field in the network configuration",
          3,
          "container unknown",
          4,
          "invalid environment variables",
          5,
          "input or output failed",
          6,
          "content could not be decoded",
          7,
          "invalid network configuration",
          11,
          "try again later");

  static CniError of(CommandResult failed) {
    try {
      Json json = Json.parse(failed.output());
      int code = json.integer("code").orElse(0);
      String message = oneLine(json.string("msg").orElse(""));
      if (code != 0 || !message.isEmpty()) {
        String details = oneLine(json.string("details").orElse(""));
        String meaning = CODES.containsKey(code) ? ", " + CODES.get(code) : "";
        return new CniError(
            code,
            (message.isEmpty() ? "it failed" : message)
                + (details.isEmpty() ? "" : ": " + details)
                + " (code "
                + code
                + meaning
                + ")");
      }
    } catch (UsageException e) {
      // it wrote something else
    }
    return new CniError(0, raw(failed));
  }

  private static String raw(CommandResult failed) {
    List<String> lines = (failed.output() + "\n" + failed.errors()).strip().lines().toList();
    String last = lines.isEmpty() ? "" : oneLine(lines.getLast());
    return "exit status " + failed.status() + (last.isEmpty() ? ", without a word" : ": " + last);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
