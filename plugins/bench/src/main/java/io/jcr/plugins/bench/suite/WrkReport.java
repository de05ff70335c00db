package io.jcr.plugins.bench.suite;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.sample.Latencies;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What wrk counted.
///
/// @param errors requests without an answer, or with something other than the page
record WrkReport(long requests, double seconds, long errors, Histogram latencies) {
  /// Makes wrk print its numbers in a parseable form: a line of totals, and one for each latency in
  /// µs.
  static final String SCRIPT =
      """
      done = function(summary, latency, requests)
        local e = summary.errors
        local errors = e.connect + e.read + e.write + e.status + e.timeout
        print(string.format("total %d %d %d", summary.requests, summary.duration, errors))
        for i = 1, #latency do
          local micros, count = latency(i)
          print(string.format("latency %d %d", micros, count))
        end
      end
      """;

  private static final double MICROS_PER_SECOND = 1e6;
  private static final long NANOS_PER_MICRO = 1000;

  static WrkReport of(String output) {
    Histogram latencies = Latencies.empty();
    long[] total = null;
    for (String line : output.lines().toList()) {
      List<String> words = List.of(line.strip().split(" ", -1));
      if (words.getFirst().equals("total")) {
        total = words.stream().skip(1).mapToLong(Long::parseLong).toArray();
      } else if (words.getFirst().equals("latency")) {
        long nanos = Long.parseLong(words.get(1)) * NANOS_PER_MICRO;
        latencies.recordValueWithCount(nanos, Long.parseLong(words.get(2)));
      }
    }
    if (total == null || total.length != 3 || total[1] == 0) {
      throw new HostException("bench: wrk did not print its counts: " + output);
    }
    return new WrkReport(total[0], total[1] / MICROS_PER_SECOND, total[2], latencies);
  }

  Sample sample(String suite, String test, String subject, int round) {
    if (errors > 0 || requests == 0) {
      return Sample.failed(
          suite, test, subject, round, 0, errors + " of " + requests + " requests failed");
    }
    Map<String, Double> values = Map.of(Metric.OPERATIONS.key(), requests / seconds);
    return Sample.of(suite, test, subject, round, 0, values).with(Latencies.encode(latencies));
  }
}
