package io.jcr.plugins.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcr.api.HostException;
import io.jcr.plugins.bench.sample.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// From a trace of `jcr run --trace=FILE.json`: how long it took until the program ran, and for how
/// much of that time a system call that creates the container was in progress; the rest is jcr's
/// Java.
///
/// @param totalNanos until the program ran
/// @param kernelNanos during which at least one such call was in progress
record TraceShares(double totalNanos, double kernelNanos) {
  private static final double NANOS_PER_MICRO = 1e3;

  private record Span(double from, double to) {}

  static TraceShares of(String json) throws IOException {
    List<Span> calls = new ArrayList<>();
    double end = -1;
    for (JsonNode event : new ObjectMapper().readTree(json).path("traceEvents")) {
      double from = event.path("ts").asDouble();
      double to = from + event.path("dur").asDouble();
      boolean phase = event.path("cat").asText().equals("phase");
      if (phase && event.path("name").asText().equals("program runs")) {
        end = to;
      } else if (event.path("ph").asText().equals("X") && !phase && !waits(event)) {
        calls.add(new Span(from, to));
      }
    }
    if (end < 0) {
      throw new HostException("bench: the trace does not show when the program started");
    }
    return new TraceShares(end * NANOS_PER_MICRO, covered(calls, end) * NANOS_PER_MICRO);
  }

  /// During this call, the parked process waits for Java.
  private static boolean waits(JsonNode event) {
    return event.path("args").path("call").asText().equals("Park");
  }

  private static double covered(List<Span> spans, double end) {
    double sum = 0;
    double upTo = 0;
    for (Span span : spans.stream().sorted(Comparator.comparingDouble(Span::from)).toList()) {
      double from = Math.max(span.from(), upTo);
      double to = Math.min(span.to(), end);
      if (to > from) {
        sum += to - from;
        upTo = to;
      }
    }
    return sum;
  }

  Map<String, Double> values() {
    return Map.of(Metric.JVM.key(), totalNanos - kernelNanos, Metric.KERNEL.key(), kernelNanos);
  }
}
