package io.jcr.plugins.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.HostException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A process that was started for a subject, with everything attached to it.
final class LiveProcess implements Running {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration REMOVAL = Duration.ofSeconds(20);

  private final ProcessSubject subject;
  private final String instance;
  private final Process process;
  private final long requested;
  private final Tidy tidy;
  private final Runnable removal = this::end;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final List<String> said = new ArrayList<>();
  private @Nullable String token;
  private @Nullable InetSocketAddress address;
  private long first;

  private LiveProcess(
      ProcessSubject subject, String instance, Process process, long requested, Tidy tidy) {
    this.subject = subject;
    this.instance = instance;
    this.process = process;
    this.requested = requested;
    this.tidy = tidy;
  }

  /// Starts it; the time of the request is taken immediately before.
  static LiveProcess start(
      ProcessSubject subject, ProcessBuilder builder, String instance, Tidy tidy)
      throws IOException {
    long requested = System.nanoTime();
    LiveProcess live = new LiveProcess(subject, instance, builder.start(), requested, tidy);
    try {
      tidy.add(live.removal);
    } catch (IllegalStateException e) {
      live.end();
      throw e;
    }
    return live;
  }

  Process process() {
    return process;
  }

  long requested() {
    return requested;
  }

  /// Reads its output up to a line that begins with `ready`; later output is read and discarded.
  void awaitLine(String ready, Duration limit) throws IOException, InterruptedException {
    CountDownLatch seen = new CountDownLatch(1);
    AtomicBoolean found = new AtomicBoolean();
    Thread.ofVirtual().start(() -> read(ready, found, seen));
    boolean inTime = seen.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime || !found.get()) {
      String words = inTime ? String.join(" ", said()) : "nothing within " + Commands.text(limit);
      throw new HostException(subject.id() + ": instead of '" + ready + "' it said: " + words);
    }
    first = BootMarks.in(String.join("\n", said())).stream().findFirst().orElse(0L);
  }

  private void read(String ready, AtomicBoolean found, CountDownLatch seen) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (seen.getCount() > 0) {
          synchronized (said) {
            said.add(line);
          }
          if (line.startsWith(ready)) {
            found.set(true);
            seen.countDown();
          }
        }
      }
    } catch (IOException e) {
      // it was ended while it was being read
      found.compareAndSet(true, true);
    } finally {
      seen.countDown();
    }
  }

  private List<String> said() {
    synchronized (said) {
      return List.copyOf(said);
    }
  }

  /// It listens on a port: at the address that it printed as its own (`inet A.B.C.D/N`), or else on
  /// loopback.
  void serves(int port) {
    String own =
        said().stream()
            .map(String::strip)
            .filter(line -> line.startsWith("inet "))
            .map(line -> line.split(" ", 3)[1].replaceAll("/.*", ""))
            .findFirst()
            .orElse("127.0.0.1");
    address = new InetSocketAddress(own, port);
  }

  /// The last argument of its program, which identifies it.
  void knownBy(String word) {
    token = word;
  }

  /// Its program, not the process that started it.
  long contained() throws IOException {
    return HeldProgram.find(
        Objects.requireNonNull(token, "only a held instance is found"), subject.id());
  }

  @Override
  public Optional<InetSocketAddress> address() {
    return Optional.ofNullable(address);
  }

  @Override
  public Timeline timeline() {
    return new Timeline(requested, 0, 0, first, 0, 0);
  }

  @Override
  public List<Long> processes() throws IOException {
    if (token != null) {
      return ProcessTree.read(Path.of("/proc"))
          .ofInstance(process.pid(), contained(), ProcessHandle.current().pid());
    }
    ProcessHandle handle = process.toHandle();
    return Stream.concat(Stream.of(handle), handle.descendants()).map(ProcessHandle::pid).toList();
  }

  @Override
  public OptionalLong cgroupMemory() throws IOException {
    return subject.launcher().ownCgroup()
        ? new CgroupFiles(subject.facts()).memoryUsage(contained())
        : OptionalLong.empty();
  }

  @Override
  public void close() {
    end();
    tidy.forget(removal);
  }

  /// First SIGTERM, on which a runtime ends its container; immediately if nothing is running any
  /// longer.
  private void end() {
    if (ended.getAndSet(true) || !process.isAlive()) {
      return;
    }
    List<ProcessHandle> all = process.toHandle().descendants().toList();
    process.destroy();
    if (!endsWithin(GRACE)) {
      process.destroyForcibly();
      endsWithin(GRACE);
    }
    // a shell that was ended leaves its children
    all.forEach(ProcessHandle::destroyForcibly);
    List<String> removalLine = subject.launcher().removal(instance);
    if (!removalLine.isEmpty()) {
      Commands.quietly(REMOVAL, removalLine.toArray(String[]::new));
    }
  }

  private boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
