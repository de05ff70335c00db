package io.jcr.spi;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import java.util.List;

/// How the container's process enters its namespaces(7): `--ns`.
public interface Namespace extends Backend {
  /// Decides which namespaces the container gets: those of `spec`, modified by the backend's
  /// options. Called before anything else is prepared.
  ///
  /// @throws io.jcr.api.UsageException when one cannot be provided; the message says why
  default NamespacePlan prepare(ContainerSpec spec, Host host) {
    return NamespacePlan.of(spec);
  }

  /// The operations that enter `spec.namespaces()`: any number of [InitOp.Unshare] and
  /// [InitOp.Setns], and exactly one [InitOp.Clone], which comes last. The supervisor runs a lone
  /// Clone itself; otherwise it starts a short-lived process for them.
  ///
  /// A user namespace with an empty path is the one that jcr has prepared. It is joined after all
  /// others.
  ///
  /// @param cgroup a cgroup v2 directory for the clone to enter (CLONE_INTO_CGROUP), or empty
  List<InitOp> enter(ContainerSpec spec, String cgroup);
}
