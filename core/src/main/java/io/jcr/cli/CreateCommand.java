package io.jcr.cli;

import io.jcr.api.ContainerSpec;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.cli.spec.LifeOptions;
import io.jcr.cli.spec.RunOptions;
import io.jcr.cli.spec.SpecBuilder;
import io.jcr.init.StandardInput;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.rootfs.Accounts;
import io.jcr.rootfs.RootfsArchive;
import io.jcr.runtime.Lifecycle;
import io.jcr.state.Identity;
import io.jcr.state.NameTakenException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr create`: makes a container that `jcr start` starts.
final class CreateCommand implements Callable<Integer> {
  private final Session session;
  private final RunOptions options;
  private final LifeOptions life = new LifeOptions();
  private final HostOptions host;
  private final PluginOptions plugins;

  CreateCommand(Session session) {
    this.session = session;
    this.options = new RunOptions(session.jcr().spis());
    this.host = new HostOptions(session);
    this.plugins = new PluginOptions(session);
  }

  /// The command line of `jcr create`.
  CommandLine line() {
    OptionTable table =
        new OptionTable("create", this, "Creates a container without starting it (see jcr start).")
            .abbreviated();
    options.declare(table);
    life.declare(table);
    host.declare(table);
    plugins.declare(table);
    return table.help().line();
  }

  @Override
  public Integer call() {
    Libc libc = new FfmLibc();
    CidFile.requireNone(life.cidFile());
    life.kept(true);
    ContainerSpec spec = spec(libc);
    session.out().println(create(spec, libc));
    return 0;
  }

  /// Creates it, under another name when the one that was made up has just been taken.
  private String create(ContainerSpec spec, Libc libc) {
    Identity identity = Identity.of(spec);
    RunModule module = RunModule.select(session, spec, plugins, host.stateRoot(), libc);
    try {
      Wiring.injector(module).getInstance(Lifecycle.class).create(spec);
    } catch (NameTakenException e) {
      if (options.name != null) {
        throw e.refusal();
      }
      return create(spec(libc), libc);
    }
    CidFile.write(life.cidFile(), identity.id());
    return identity.id();
  }

  private ContainerSpec spec(Libc libc) {
    StandardInput stdin = options.interactive ? StandardInput.ONCE : StandardInput.NONE;
    return new SpecBuilder(
            options,
            new Accounts(libc),
            new RootfsArchive(libc, host.stateRoot().leases(), options.archiveLimits()),
            host.stateRoot(),
            session.jcr().home().resolve("rootfs"),
            session,
            false)
        .annotated(life.annotations(stdin))
        .checking(new LimiterLimits(plugins, host.stateRoot(), libc))
        .grantingAtMost(new LinuxHostFacts())
        .build();
  }
}
