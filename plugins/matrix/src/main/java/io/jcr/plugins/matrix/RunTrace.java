package io.jcr.plugins.matrix;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What `jcr matrix` takes from the trace of a run, which `docs/trace-schema.md` describes.
///
/// @param launch milliseconds from the start of jcr until the program ran; empty if it never did
/// @param teardown milliseconds from the program's end until everything was undone, or empty
/// @param message what failed, or else the last warning, or empty
record RunTrace(OptionalDouble launch, OptionalDouble teardown, String message) {
  private static final double MICROS_PER_MILLI = 1e3;

  /// Reads the text of a trace; empty if jcr did not get as far as writing one.
  ///
  /// @throws IOException when it is not JSON
  static RunTrace parse(String json) throws IOException {
    Map<String, Object> trace = json.isBlank() ? Map.of() : JSON.std.mapFrom(json);
    OptionalDouble launch = OptionalDouble.empty();
    OptionalDouble teardown = OptionalDouble.empty();
    for (Object each : list(trace, "traceEvents")) {
      Map<?, ?> event = (Map<?, ?>) each;
      if ("phase".equals(event.get("cat"))) {
        if ("program runs".equals(event.get("name"))) {
          launch = OptionalDouble.of(millis(micros(event, "ts") + micros(event, "dur")));
        } else if ("teardown".equals(event.get("name"))) {
          teardown = OptionalDouble.of(millis(micros(event, "dur")));
        }
      }
    }
    return new RunTrace(launch, teardown, message(trace));
  }

  private static String message(Map<String, Object> trace) {
    List<?> errors = list(trace, "errors");
    if (!errors.isEmpty()) {
      return String.valueOf(((Map<?, ?>) errors.getFirst()).get("message"));
    }
    List<?> messages = list(trace, "messages");
    return messages.isEmpty() ? "" : String.valueOf(messages.getLast());
  }

  private static List<?> list(Map<String, Object> trace, String field) {
    return trace.get(field) instanceof List<?> list ? list : List.of();
  }

  private static double micros(Map<?, ?> event, String field) {
    return event.get(field) instanceof Number micros ? micros.doubleValue() : 0;
  }

  private static double millis(double micros) {
    return Math.round(micros) / MICROS_PER_MILLI;
  }
}
