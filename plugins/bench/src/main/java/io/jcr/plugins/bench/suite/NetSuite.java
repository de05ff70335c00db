package io.jcr.plugins.bench.suite;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.subject.Commands;
import io.jcr.plugins.bench.subject.Job;
import io.jcr.plugins.bench.subject.Outcome;
import io.jcr.plugins.bench.subject.Running;
import io.jcr.plugins.bench.subject.Subject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// TCP: one stream, and one request at a time. Inside over the loopback interface and, if the host
/// can reach the subject, between a client on the host and a server inside.
final class NetSuite implements Suite {
  private static final int PORT = 17_001;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// A server that prints its address before it listens, if it has its own.
  private static final String SERVER =
      "ip -4 addr show dev eth0; exec PROGRAM net server --port PORT";

  private static final String HOST_SERVER = "exec PROGRAM net server --port PORT --bind 127.0.0.1";

  private static final String LOOPBACK =
      """
      PROGRAM net server --port PORT >/dev/null & server=$!
      until PROGRAM net rr 127.0.0.1 PORT 0.001 >/dev/null 2>&1 || ! kill -0 $server; do :; done
      PROGRAM net stream 127.0.0.1 PORT SECONDS; PROGRAM net rr 127.0.0.1 PORT SECONDS
      kill $server
      """;

  private final Path client;

  /// @param client `jcr-bench` on the host
  NetSuite(Path client) {
    this.client = client;
  }

  @Override
  public String name() {
    return "net";
  }

  @Override
  public String description() {
    return "TCP throughput and request/response: loopback inside, and from the host to the subject";
  }

  @Override
  public List<Group> groups(Subject subject, Settings settings) {
    int rounds = settings.workloads();
    List<Group> groups = new ArrayList<>();
    groups.add(new Group("loopback", rounds, settings.warmUp()));
    if (subject.reachable()) {
      groups.add(new Group("host", rounds, settings.warmUp()));
    }
    return groups;
  }

  @Override
  public List<Sample> measure(
      Group group, Subject subject, int round, Settings settings, RandomGenerator random)
      throws IOException, InterruptedException {
    String seconds = String.format(Locale.ROOT, "%.3f", settings.seconds());
    String program = subject.path("usr/local/bin/jcr-bench");
    return group.name().equals("loopback")
        ? loopback(subject, program, round, seconds)
        : fromHost(subject, program, round, seconds);
  }

  private static String filled(String script, String program) {
    return script.replace("PROGRAM", program).replace("PORT", Integer.toString(PORT));
  }

  private List<Sample> loopback(Subject subject, String program, int round, String seconds)
      throws IOException, InterruptedException {
    String script = filled(LOOPBACK, program).replace("SECONDS", seconds);
    Outcome outcome = subject.run(Job.script(subject, LIMIT, script));
    List<Sample> samples = samples("loopback", subject, round, outcome.stdout());
    if (samples.isEmpty()) {
      throw new HostException(subject.id() + ": " + outcome.complaint());
    }
    return samples;
  }

  private List<Sample> fromHost(Subject subject, String program, int round, String seconds)
      throws IOException, InterruptedException {
    String server = subject.hostNetwork() ? filled(HOST_SERVER, program) : filled(SERVER, program);
    try (Running running = subject.serve(Job.script(subject, LIMIT, server), PORT, "listening")) {
      InetSocketAddress address = running.address().orElseThrow();
      StringBuilder said = new StringBuilder();
      for (String kind : List.of("stream", "rr")) {
        said.append(
            Commands.check(
                LIMIT,
                client.toString(),
                "net",
                kind,
                address.getHostString(),
                Integer.toString(address.getPort()),
                seconds));
        said.append('\n');
      }
      return samples("host", subject, round, said.toString());
    }
  }

  private List<Sample> samples(String where, Subject subject, int round, String output) {
    return WorkloadLine.in(output).stream()
        .map(line ->
            line.sample(
                name(),
                where + "-" + line.kind(),
                subject.id(),
                round,
                line.kind().equals("stream") ? Metric.BYTES : Metric.OPERATIONS))
        .toList();
  }
}
