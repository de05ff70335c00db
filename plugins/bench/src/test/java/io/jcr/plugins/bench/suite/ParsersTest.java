package io.jcr.plugins.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.sample.Latencies;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What other programs print.
class ParsersTest {
  /// Two calls overlap from 20 to 30; the wait for Java is no work; what follows the start of the
  /// program is not on the way.
  @Test
  void aTraceIsSplitBetweenTheKernelAndJava() throws IOException {
    TraceShares shares =
        TraceShares.of(
            """
            {"traceEvents":[
             {"name":"thread_name","ph":"M","tid":1},
             {"name":"java main","cat":"phase","ph":"X","ts":0,"dur":80},
             {"name":"mkdir","cat":"host","ph":"X","ts":10,"dur":20},
             {"name":"clone3","cat":"process","ph":"X","ts":20,"dur":20},
             {"name":"recvfrom(control)","cat":"process","ph":"X","ts":40,"dur":40,
              "args":{"call":"Park"}},
             {"name":"program runs","cat":"phase","ph":"X","ts":90,"dur":10},
             {"name":"late","cat":"host","ph":"X","ts":95,"dur":50}]}
            """);
    assertEquals(100_000, shares.totalNanos(), 0.1);
    assertEquals(35_000, shares.kernelNanos(), 0.1);
    assertEquals(65_000, shares.values().get("jvm"), 0.1);
  }

  @Test
  void aTraceWithoutAnEndIsRefused() {
    assertThrows(HostException.class, () -> TraceShares.of("{\"traceEvents\":[]}"));
  }

  @Test
  void wrkSaysTotalsAndLatencies() {
    WrkReport report =
        WrkReport.of("Running 1s test\ntotal 1000 2000000 0\nlatency 50 900\nlatency 400 100\n");
    Sample sample = report.sample("nginx", "wrk", "jcr", 1);
    assertEquals(500, sample.values().get("operationsPerSecond"));
    var latencies = Latencies.decode(Objects.requireNonNull(sample.histogram()));
    assertEquals(1000, latencies.getTotalCount());
    assertEquals(400_000, (double) latencies.getValueAtPercentile(99), 400);
  }

  @Test
  void wrkErrorsAreAFailure() {
    Sample sample = WrkReport.of("total 1000 2000000 3").sample("nginx", "wrk", "jcr", 1);
    assertEquals("3 of 1000 requests failed", sample.failure());
    assertThrows(HostException.class, () -> WrkReport.of("unable to connect"));
  }

  @Test
  void workloadsSayLatenciesAsValuesOrBuckets() {
    WorkloadLine values =
        WorkloadLine.in(
                "noise\n{\"workload\":\"net\",\"kind\":\"rr\",\"operationsPerSecond\":10,\"samples\":[1000,2000]}")
            .getFirst();
    Sample sample = values.sample("net", "host-rr", "jcr", 1, Metric.OPERATIONS);
    assertEquals(10, sample.values().get("operationsPerSecond"));
    assertEquals(2, Latencies.decode(Objects.requireNonNull(sample.histogram())).getTotalCount());
    WorkloadLine buckets =
        WorkloadLine.in(
                "{\"workload\":\"io\",\"kind\":\"x\",\"bytesPerSecond\":1,\"buckets\":[[1000,70],[2000,30]]}")
            .getFirst();
    Sample other = buckets.sample("io", "x", "jcr", 1, Metric.BYTES);
    assertEquals(100, Latencies.decode(Objects.requireNonNull(other.histogram())).getTotalCount());
  }

  @Test
  void aMissingValueIsAFailure() {
    WorkloadLine line = WorkloadLine.in("{\"workload\":\"cpu\",\"kind\":\"int\"}").getFirst();
    Sample sample = line.sample("cpu", "int", "jcr", 1, Metric.OPERATIONS);
    assertEquals("jcr-bench did not report operationsPerSecond", sample.failure());
  }
}
