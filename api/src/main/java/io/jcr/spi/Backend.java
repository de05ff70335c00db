package io.jcr.spi;

import io.jcr.api.ContainerSpec;

/// What the four SPIs have in common. One instance serves one jcr process; it is made by
/// `ServiceLoader`, holds no state about containers, and is called from one thread.
///
/// The life of a backend in a run: [#probe], then [#validate], then the method of its SPI twice,
/// first with a [Host] that only pretends, then with the real one. All selected backends have gone
/// through one of these before the first of them comes to the next; only the namespace backend has
/// decided, on the host that pretends, before the others validate. So nothing is changed before the
/// real one, and what a backend refuses up to then is refused in time.
///
/// What a method throws that its SPI does not name (any exception but [io.jcr.api.JcrException] and
/// [io.jcr.api.ErrnoException]), null as an answer, and a call that ends the JVM or does not return
/// within two minutes are the plugin's faults: jcr names the plugin, its jar and the method, undoes
/// what was done, and exits with 125.
public interface Backend {
  /// The name by which the command line selects it, as in `--net=NAME`: `[a-z][a-z0-9-]*`.
  String name();

  /// Called once, before everything else, for a backend that wraps another one: `others` finds it.
  /// It may be kept, and asked when it is known which one is wanted.
  default void connect(BackendLookup others) {}

  /// Whether it can work on this host. Called before every use and by `jcr doctor`; quick
  /// (microseconds), without side effects.
  Support probe(HostFacts facts);

  /// Checks its options in `spec`, and what of the spec it cannot do, before anything is changed.
  ///
  /// @param spec what the container will be, with the namespaces that it gets, so that
  ///   [ContainerSpec#hasUserNamespace] is right also under `--userns=auto`; a network namespace
  ///   that `--net` makes is not in it yet. A namespace backend, which decides on them, gets what
  ///   was asked for
  /// @throws io.jcr.api.UsageException for an unknown key, a bad value or an impossible
  ///   combination, naming what is allowed
  default void validate(ContainerSpec spec) {}
}
