package io.jcr.cli;

import io.jcr.api.ContainerSpec;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.session.Session;
import io.jcr.runtime.LifePolicy;
import io.jcr.runtime.RestartPolicy;
import java.util.List;

/// What a container's supervisor becomes when the container has ended: a jcr that starts it again,
/// or removes it. So a restart is a start, and no second mechanism.
final class Successor {
  private Successor() {}

  /// The command line; empty when the container simply stays as it is.
  static List<String> of(ContainerSpec spec, Session session, HostOptions host) {
    LifePolicy policy = LifePolicy.of(spec);
    String jcr = session.jcr().home().resolve("bin/jcr").toAbsolutePath().toString();
    String root = "--root=" + host.stateRoot().containers().getParent();
    if (policy.remove()) {
      return List.of(jcr, "rm", root, "--", spec.id());
    }
    if (policy.restart().when() != RestartPolicy.When.NO) {
      return List.of(jcr, "start", root, "--restarted", "--", spec.id());
    }
    return List.of();
  }
}
