package io.jcr.cli;

import io.jcr.api.UsageException;
import io.jcr.cli.daemon.PlannerSocket;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.ByteSize;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.rootfs.ArchiveCache;
import io.jcr.state.GarbageCollector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr gc`: removes what containers have left whose jcr processes were killed.
final class GcCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private boolean archives;
  private @Nullable String age;
  private @Nullable String size;

  GcCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr gc`.
  CommandLine line() {
    OptionTable table =
        new OptionTable(
            "gc",
            this,
            "Cleans up after containers that were killed; removes leases, bridges and unpacked archives that are no longer used.");
    host.declare(table);
    return table
        .flag(
            "--archives",
            "Remove every unpacked --rootfs archive that no container uses; the next run unpacks it again.",
            given -> archives = given)
        .value(
            "--archives-age",
            "DAYS",
            "Remove unpacked archives that have not been used for this many days (default: 30).",
            given -> age = given)
        .value(
            "--archives-size",
            "BYTES",
            "Remove the oldest unpacked archives until all together are at most this large (default: 10G).",
            given -> size = given)
        .help()
        .line();
  }

  @Override
  public Integer call() {
    Libc libc = new FfmLibc();
    Path planner = PlannerSocket.path(session);
    if (PlannerSocket.removeStale(libc, planner)) {
      session.out().println("removed socket " + planner + " of a planner that was killed");
    }
    GarbageCollector.of(host.stateRoot(), libc, session.control(libc))
        .collect(policy(), session.out()::println);
    return 0;
  }

  private ArchiveCache.Policy policy() {
    if (archives) {
      return ArchiveCache.Policy.NONE;
    }
    ArchiveCache.Policy usual = ArchiveCache.Policy.DEFAULT;
    return new ArchiveCache.Policy(
        age == null ? usual.age() : days(age), size == null ? usual.bytes() : bytes(size));
  }

  private static Duration days(String text) {
    try {
      int days = Integer.parseInt(text);
      if (days >= 0) {
        return Duration.ofDays(days);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("--archives-age=" + text + ": expected a number of days");
  }

  private static long bytes(String text) {
    return ByteSize.parse(text)
        .orElseThrow(() ->
            new UsageException(
                "--archives-size=" + text + ": expected a number of bytes, such as 500M or 10G"));
  }
}
