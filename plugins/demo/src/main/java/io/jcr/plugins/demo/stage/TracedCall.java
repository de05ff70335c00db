package io.jcr.plugins.demo.stage;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What jcr did in a run, as `--trace=FILE.json` says it (docs/trace-schema.md).
///
/// @param operation such as `createCgroup` or `PivotRoot`
/// @param text who asked for it, and the system call
public record TracedCall(String operation, String text) {
  private static final String PHASE = "phase";

  /// All of a run, in their order.
  ///
  /// @param trace that `--trace` has written
  public static List<TracedCall> read(Path trace) throws IOException {
    List<TracedCall> calls = new ArrayList<>();
    if (JSON.std.mapFrom(Files.readString(trace)).get("traceEvents") instanceof List<?> events) {
      for (Object event : events) {
        if (event instanceof Map<?, ?> fields
            && fields.get("args") instanceof Map<?, ?> args
            && args.get("call") instanceof String operation
            && !PHASE.equals(fields.get("cat"))) {
          calls.add(new TracedCall(operation, args.get("backend") + ": " + fields.get("name")));
        }
      }
    }
    return List.copyOf(calls);
  }
}
