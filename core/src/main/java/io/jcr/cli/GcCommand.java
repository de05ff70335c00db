package io.jcr.cli;

import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.runtime.GarbageCollector;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr gc`: removes what containers have left whose jcr processes were killed.
final class GcCommand implements Callable<Integer> {
  private final Session session;
  private final HostOptions host;
  private boolean archives;

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
            "Removes what dead containers have left, and leases and bridges that no container uses.");
    host.declare(table);
    return table
        .flag(
            "--archives",
            "Also remove what archives of --rootfs were unpacked to, where no container uses it: the next run unpacks it again.",
            given -> archives = given)
        .help()
        .line();
  }

  @Override
  public Integer call() {
    Libc libc = new FfmLibc();
    GarbageCollector.of(host.stateRoot(), libc, session.control(libc))
        .collect(archives, session.out()::println);
    return 0;
  }
}
