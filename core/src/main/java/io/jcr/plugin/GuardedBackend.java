package io.jcr.plugin;

import io.jcr.api.ContainerSpec;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendLookup;
import io.jcr.spi.BackendOption;
import io.jcr.spi.HostFacts;
import io.jcr.spi.OperationList;
import io.jcr.spi.Support;
import java.util.List;
import java.util.Optional;

/// A backend as jcr sees it: each call goes through [PluginCalls].
abstract class GuardedBackend<B extends Backend> implements Backend {
  private final PluginCalls calls;
  private final PluginService service;
  private final B backend;

  GuardedBackend(PluginCalls calls, PluginService service, B backend) {
    this.calls = calls;
    this.service = service;
    this.backend = backend;
  }

  /// The plugin's object.
  B backend() {
    return backend;
  }

  PluginCalls calls() {
    return calls;
  }

  FoundPlugin plugin() {
    return service.plugin();
  }

  /// How messages name a method: `Network.prepare`.
  String named(String method) {
    return service.described().spi() + "." + method;
  }

  /// The name it gave when its jar was first inspected.
  @Override
  public String name() {
    return service.name();
  }

  @Override
  public String description() {
    return calls.answer(plugin(), named("description"), backend::description);
  }

  @Override
  public List<BackendOption> options() {
    return calls.answer(plugin(), named("options"), backend::options);
  }

  @Override
  public void connect(BackendLookup others) {
    calls.run(plugin(), named("connect"), () -> backend.connect(others));
  }

  @Override
  public Support probe(HostFacts facts) {
    return calls.answer(plugin(), named("probe"), () -> backend.probe(facts));
  }

  @Override
  public void validate(ContainerSpec spec) {
    calls.run(plugin(), named("validate"), () -> backend.validate(spec));
  }

  /// Requires that a list of operations is valid as returned.
  ///
  /// @param method the method that returned it
  /// @throws io.jcr.api.PluginException when an operation is not allowed in it
  void require(String method, OperationList list, List<InitOp> operations, ContainerSpec spec) {
    boolean outside =
        spec.hasUserNamespace()
            || spec.joins(NamespaceType.MOUNT)
            || spec.joins(NamespaceType.CGROUP);
    Optional<String> refusal = list.refusal(operations, outside);
    if (refusal.isPresent()) {
      throw PluginFault.named(plugin(), named(method), refusal.get(), null);
    }
  }
}
