package com.example.tracing;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendLookup;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.Support;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// `--ns=tracing:of=unshare[,OPTIONS OF unshare]`: does what another backend does, and tells on
/// standard error what that one was asked and what it answered, with the time it took.
public final class TracingNamespace implements Namespace {
  private static final String OPTION = "ns";
  private static final String DEFAULT = "clone";

  /// Null until [#connect] was called.
  private BackendLookup others;

  @Override
  public String name() {
    return "tracing";
  }

  @Override
  public void connect(BackendLookup lookup) {
    others = lookup;
  }

  /// Which one is wanted is not known yet: that one is asked in [#validate].
  @Override
  public Support probe(HostFacts facts) {
    return wrapped(DEFAULT).probe(facts);
  }

  @Override
  public void validate(ContainerSpec spec) {
    told(
        "validate",
        () -> {
          wrapped(spec).validate(forWrapped(spec));
          return "good";
        });
  }

  @Override
  public NamespacePlan prepare(ContainerSpec spec, Host host) {
    return told("prepare", () -> wrapped(spec).prepare(forWrapped(spec), host));
  }

  @Override
  public List<InitOp> enter(ContainerSpec spec, String cgroup) {
    return told("enter", () -> wrapped(spec).enter(forWrapped(spec), cgroup));
  }

  private Namespace wrapped(ContainerSpec spec) {
    String name = spec.options(OPTION).getOrDefault("of", DEFAULT);
    if (name.equals(name())) {
      throw new UsageException("--ns=tracing: of: it cannot wrap itself");
    }
    return wrapped(name);
  }

  private Namespace wrapped(String name) {
    if (others == null) {
      throw new IllegalStateException("not connected");
    }
    return others.find(Namespace.class, name);
  }

  /// The spec as if the other one had been chosen.
  private static ContainerSpec forWrapped(ContainerSpec spec) {
    Map<String, String> options = new LinkedHashMap<>(spec.options(OPTION));
    String name = options.remove("of");
    return spec.withBackend(OPTION, new BackendChoice(name == null ? DEFAULT : name, options));
  }

  private static <T> T told(String question, Supplier<T> answer) {
    long start = System.nanoTime();
    T told = answer.get();
    long micros = (System.nanoTime() - start) / 1000;
    System.err.println("tracing: " + question + ": " + told + " (" + micros + " µs)");
    return told;
  }
}
