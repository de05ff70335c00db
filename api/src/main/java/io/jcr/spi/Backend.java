package io.jcr.spi;

import io.jcr.api.ContainerSpec;
import java.util.List;

/// The common part of the four SPIs. `ServiceLoader` creates one instance per jcr process, which is
/// called from one thread. It must not keep state about containers.
///
/// In a run, jcr calls [#probe], then [#validate], then the method of the SPI twice: in a
/// rehearsal, with a [Host] that changes nothing, and then with the real one. Each step is
/// completed for all selected backends before the next one begins. The one exception is the
/// namespace backend, which rehearses before the others validate. So a backend can refuse a run
/// until the end of the rehearsal, and the host is still unchanged.
///
/// The plugin is at fault when a method returns null, ends the JVM, takes longer than two minutes,
/// or throws anything but [io.jcr.api.JcrException] and [io.jcr.api.ErrnoException]. jcr then names
/// the plugin, its jar and the method, undoes what was done, and exits with 125.
public interface Backend {
  /// The name that selects it on the command line, as in `--net=NAME`: `[a-z][a-z0-9-]*`.
  String name();

  /// What it is, for `jcr plugins NAME`: a few words without a full stop. Empty by default.
  default String description() {
    return "";
  }

  /// The options that may be written behind its name, in the order in which they are shown. A
  /// backend that reads its options with [ParsedOptions] describes them here once; one that
  /// describes none is free to read them otherwise.
  default List<BackendOption> options() {
    return List.of();
  }

  /// Called once, before everything else. A backend that wraps another finds it through `others`,
  /// which it may keep and use later, when it knows which one it needs.
  default void connect(BackendLookup others) {}

  /// Whether it can work on this host. Called before every use and by `jcr doctor`. Must be quick
  /// (microseconds) and have no side effects.
  Support probe(HostFacts facts);

  /// Checks its options in `spec`, and refuses any part of the spec that it does not support,
  /// before anything is changed.
  ///
  /// @param spec the container, with the namespaces that it will get, so that
  ///   [ContainerSpec#hasUserNamespace] is right even with `--userns=auto`. A network namespace
  ///   created by `--net` is not in it yet. The namespace backend, which decides on the namespaces,
  ///   gets those that were requested
  /// @throws io.jcr.api.UsageException for an unknown key, a bad value or an impossible
  ///   combination, naming what is allowed
  default void validate(ContainerSpec spec) {}
}
