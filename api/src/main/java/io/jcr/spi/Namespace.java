package io.jcr.spi;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import java.util.List;

/// How the container's process gets into its namespaces(7): `--ns`.
public interface Namespace extends Backend {
  /// The operations that lead into `spec.namespaces()`: [InitOp.Unshare] and [InitOp.Setns] in any
  /// number, and exactly one [InitOp.Clone] as the last. They are run by the supervisor (a lone
  /// Clone) or by a short-lived process between.
  ///
  /// @param cgroup a cgroup v2 directory that the clone shall enter (CLONE_INTO_CGROUP), or empty
  List<InitOp> enter(ContainerSpec spec, String cgroup);
}
