package io.jcr.cli;

import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.runtime.GarbageCollector;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `jcr gc`: removes what containers have left whose jcr processes were killed.
@Command(
    name = "gc",
    description = "Removes what dead containers have left, and bridges that no container uses.")
final class GcCommand implements Callable<Integer> {
  @Mixin private final HostOptions host = new HostOptions();
  @Mixin final HelpOption help = new HelpOption();

  @Override
  public Integer call() {
    Libc libc = new FfmLibc();
    GarbageCollector.of(host.stateRoot(), libc).collect(System.out::println);
    return 0;
  }
}
