package io.jcr.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.linux.Libc;
import io.jcr.plugin.CallWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches the calls into plugins that are not jcr's own. The supervisor reads what is written down
/// here when the JVM has ended in the middle of a call; a call that takes too long is given up,
/// with everything else.
final class PluginWatch implements CallWatch {
  /// Programs of the host, which backends run and wait for, have a minute each.
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Path FILE = Path.of("JCR_CALLED");
  private static final int NONE = -1;

  private final Libc libc;
  private final int fd;
  private final Duration patience;
  private final Consumer<String> late;
  private volatile @Nullable Call underWay;
  private @Nullable Thread clock;

  /// @param number the supervisor's descriptor; null or empty: there is none
  /// @param late is told once of a call that does not return, from another thread
  PluginWatch(Libc libc, @Nullable String number, Duration patience, Consumer<String> late) {
    this.libc = libc;
    this.fd = number == null || number.isEmpty() ? NONE : Integer.parseInt(number);
    this.patience = patience;
    this.late = late;
  }

  private record Call(String text, long deadline) {}

  @Override
  public void entered(String call) {
    underWay = new Call(call, System.nanoTime() + patience.toNanos());
    write(call.replace('\n', ' ') + "\n");
    if (clock == null) {
      clock = Thread.ofPlatform().daemon().name("deadline of plugins").start(this::tick);
    }
  }

  @Override
  public void left() {
    underWay = null;
    write("\n");
  }

  private void write(String line) {
    if (fd != NONE) {
      libc.write(fd, line.getBytes(UTF_8), FILE);
    }
  }

  /// A call that begins while it sleeps has a later deadline than it.
  private void tick() {
    try {
      while (true) {
        Call call = underWay;
        long left = call == null ? patience.toNanos() : call.deadline() - System.nanoTime();
        if (call != null && left <= 0) {
          left();
          late.accept(call.text() + " has not returned within " + patience.toSeconds() + " s");
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
