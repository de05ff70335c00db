package io.jcr.cli;

import io.jcr.api.ContainerSpec;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.session.Session;
import io.jcr.state.Identity;
import io.jcr.state.LifePolicy;
import io.jcr.state.RestartPolicy;
import java.util.ArrayList;
import java.util.List;

/// What a container's supervisor becomes when the container has ended: a jcr that starts it again,
/// or removes it. So a restart is a start, and no second mechanism.
final class Successor {
  private Successor() {}

  /// The command line; empty when the container simply stays as it is.
  static List<String> of(ContainerSpec spec, Session session, HostOptions host) {
    // not the name: it may be another container's by then
    String id = Identity.of(spec).reference();
    LifePolicy policy = LifePolicy.of(spec);
    String jcr = session.jcr().home().resolve("bin/jcr").toAbsolutePath().toString();
    List<String> line = new ArrayList<>(List.of(jcr));
    if (policy.remove()) {
      line.add("rm");
      line.addAll(host.stateRoot().arguments());
    } else if (policy.restart().when() != RestartPolicy.When.NO) {
      line.add("start");
      line.addAll(host.stateRoot().arguments());
      line.add("--restarted");
    } else {
      return List.of();
    }
    line.add("--");
    line.add(id);
    return line;
  }
}
