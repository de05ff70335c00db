package io.jcr.plugin;

import io.jcr.api.ContainerSpec;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendLookup;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Support;

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

  /// A method in a sentence: `Network.prepare`.
  String named(String method) {
    return service.described().spi() + "." + method;
  }

  /// What it said when its jar was seen for the first time.
  @Override
  public String name() {
    return service.name();
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
}
