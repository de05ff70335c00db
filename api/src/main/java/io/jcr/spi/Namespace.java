package io.jcr.spi;

import io.jcr.api.ContainerSpec;
import io.jcr.api.op.InitOp;
import java.util.List;

/// How the container's process gets into its namespaces(7): `--ns`.
public interface Namespace extends Backend {
  /// Decides which namespaces the container gets, before anything else is prepared: those of
  /// `spec`, changed as the backend's options say.
  ///
  /// @throws io.jcr.api.UsageException when one cannot be had, with the reason
  default NamespacePlan prepare(ContainerSpec spec, Host host) {
    return NamespacePlan.of(spec);
  }

  /// The operations that lead into `spec.namespaces()`: [InitOp.Unshare] and [InitOp.Setns] in any
  /// number, and exactly one [InitOp.Clone] as the last. They are run by the supervisor (a lone
  /// Clone) or by a short-lived process between.
  ///
  /// A user namespace whose file has an empty path is the one that the pipeline has prepared: it is
  /// joined, after all others that are.
  ///
  /// @param cgroup a cgroup v2 directory that the clone shall enter (CLONE_INTO_CGROUP), or empty
  List<InitOp> enter(ContainerSpec spec, String cgroup);
}
