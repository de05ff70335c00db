package io.jcr.plugins.bench.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcr.plugins.bench.sample.Latencies;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What `jcr-bench` printed about one workload.
record WorkloadLine(JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The lines of an output that are such lines.
  static List<WorkloadLine> in(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("{\"workload\""))
        .map(WorkloadLine::parse)
        .toList();
  }

  private static WorkloadLine parse(String line) {
    try {
      return new WorkloadLine(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a line of jcr-bench: " + line, e);
    }
  }

  /// Which workload it was.
  String kind() {
    return json.path("kind").asText();
  }

  /// The value of the metric, and the latencies if there are any.
  Sample sample(String suite, String test, String subject, int round, Metric metric) {
    if (!json.path(metric.key()).isNumber()) {
      return Sample.failed(
          suite, test, subject, round, 0, "jcr-bench did not report " + metric.key());
    }
    Map<String, Double> values = Map.of(metric.key(), json.path(metric.key()).asDouble());
    Sample sample = Sample.of(suite, test, subject, round, 0, values);
    Histogram latencies = latencies();
    return latencies.getTotalCount() == 0 || json.path("batch").asInt(1) != 1
        ? sample
        : sample.with(Latencies.encode(latencies));
  }

  private Histogram latencies() {
    Histogram histogram = Latencies.empty();
    json.path("samples").forEach(value -> histogram.recordValue(value.asLong()));
    json.path("buckets")
        .forEach(bucket ->
            histogram.recordValueWithCount(bucket.path(0).asLong(), bucket.path(1).asLong()));
    return histogram;
  }
}
