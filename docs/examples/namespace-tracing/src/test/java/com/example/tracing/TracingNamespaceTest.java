package com.example.tracing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendLookup;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Support;
import io.jcr.spi.contract.NamespaceContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingNamespaceTest extends NamespaceContract {
  @Override
  protected Namespace backend() {
    TracingNamespace tracing = new TracingNamespace();
    tracing.connect(new Plain());
    return tracing;
  }

  @Test
  void itDoesNotWrapItself() {
    assertThrows(
        UsageException.class, () -> backend().validate(spec("c1", Map.of("of", "tracing"))));
  }

  /// A backend to wrap, which finds itself.
  private static final class Plain implements Namespace, BackendLookup {
    @Override
    public <B extends Backend> B find(Class<B> spi, String name) {
      return spi.cast(this);
    }

    @Override
    public String name() {
      return "clone";
    }

    @Override
    public Support probe(HostFacts facts) {
      return Support.yes();
    }

    @Override
    public void validate(ContainerSpec spec) {
      BackendOptions.of("--ns=clone", spec.options("ns")).refuseOthers();
    }

    @Override
    public List<InitOp> enter(ContainerSpec spec, String cgroup) {
      List<InitOp> ops = new ArrayList<>();
      long flags = 0;
      for (var namespace : spec.namespaces()) {
        if (namespace.path() == null) {
          flags |= namespace.type().cloneFlag();
        } else {
          ops.add(
              new InitOp.Setns(namespace.path().toString(), namespace.type().cloneFlag()));
        }
      }
      ops.add(new InitOp.Clone(flags, cgroup));
      return ops;
    }
  }
}
