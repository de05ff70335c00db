package io.jcr.plugins.bench.suite;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.subject.Commands;
import io.jcr.plugins.bench.subject.Job;
import io.jcr.plugins.bench.subject.Running;
import io.jcr.plugins.bench.subject.Subject;
import io.jcr.plugins.bench.web.NginxRootfs;
import io.jcr.plugins.bench.web.Wrk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// A real application: Debian's nginx inside, and wrk on the host with enough connections that the
/// server is never idle.
final class NginxSuite implements Suite {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration START = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int CONNECTIONS = 32;
  private static final int SECONDS_FOR_EACH = 3;
  private static final String BUSYBOX = "bin/busybox";

  private final Path cache;

  /// @param cache where wrk is kept if the host does not have it
  NginxSuite(Path cache) {
    this.cache = cache;
  }

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public String description() {
    return "Debian's nginx with a page of "
        + NginxRootfs.PAGE_BYTES
        + " bytes under wrk on the host, "
        + CONNECTIONS
        + " connections: requests per second at saturation, and their latency";
  }

  @Override
  public List<Group> groups(Subject subject, Settings settings) {
    int rounds = settings.workloads();
    return subject.reachable() ? List.of(new Group("wrk", rounds, settings.warmUp())) : List.of();
  }

  @Override
  public List<Sample> measure(
      Group group, Subject subject, int round, Settings settings, RandomGenerator random)
      throws IOException, InterruptedException {
    long seconds = round == 0 ? 1 : Math.max(1, Math.round(settings.seconds() * SECONDS_FOR_EACH));
    Job job = Job.script(subject, LIMIT, server(subject));
    try (Running running = subject.serve(job, NginxRootfs.PORT, "starting")) {
      InetSocketAddress address = running.address().orElseThrow();
      awaitServer(address, subject);
      WrkReport report = load(address, seconds);
      return List.of(report.sample(name(), group.name(), subject.id(), round));
    }
  }

  /// The server becomes the process to end. For bare, it is in the same root file system, which is
  /// entered with chroot.
  private static String server(Subject subject) {
    int workers = (int) Math.ceil(subject.resources().cpus());
    List<String> words = new ArrayList<>();
    String busybox = subject.path(BUSYBOX);
    boolean outside = !busybox.equals("/" + BUSYBOX);
    if (outside) {
      words.addAll(List.of(busybox, "chroot", subject.path("")));
    }
    NginxRootfs.command(workers).forEach(word -> words.add("'" + word + "'"));
    String address = subject.hostNetwork() ? "" : "ip -4 addr show dev eth0; ";
    return address + "echo starting; exec " + String.join(" ", words);
  }

  private static void awaitServer(InetSocketAddress address, Subject subject) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(address, (int) START.toMillis());
        return;
      } catch (IOException e) {
        // refused until nginx listens, and there is no event for that
        if (System.nanoTime() > end) {
          throw new HostException(subject.id() + ": nginx at " + address + ": " + e.getMessage());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private WrkReport load(InetSocketAddress address, long seconds)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("jcr-bench", ".lua");
    try {
      Files.writeString(script, WrkReport.SCRIPT);
      List<String> line = new ArrayList<>(Wrk.command(cache));
      line.addAll(
          List.of("-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "-s", script.toString()));
      line.add("http://" + address.getHostString() + ":" + address.getPort() + NginxRootfs.PAGE);
      return WrkReport.of(Commands.check(LIMIT, line.toArray(String[]::new)));
    } finally {
      Files.delete(script);
    }
  }
}
