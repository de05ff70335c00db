package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.op.InitOp;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// What a wrong backend does wrong is noticed by the contract.
class NamespaceContractTest {
  @Test
  void eachPromiseIsKeptAndNoticedWhenBroken() {
    new Promises<Namespace>(Of::new, NamespaceContract.class, new Sample(), mutants())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  private static Map<String, Namespace> mutants() {
    AtomicInteger calls = new AtomicInteger();
    Map<String, Namespace> mutants = new HashMap<>();
    mutants.put(
        "itUnsharesAndJoinsAndClonesOnceAtTheEnd",
        new Sample() {
          @Override
          public List<InitOp> enter(ContainerSpec spec, String cgroup) {
            return List.of(new InitOp.Clone(0, ""), new InitOp.Clone(0, ""));
          }
        });
    mutants.put("theOperationsAreDataThatInitUnderstands", mapping((op, cgroup) -> List.of()));
    mutants.put("eachNewNamespaceIsMadeOnce", mapping((op, cgroup) -> twice(op)));
    mutants.put(
        "noNamespaceIsMadeOrJoinedThatWasNotAskedFor",
        mapping((op, cgroup) -> List.of(new InitOp.Unshare(0x4000_0000L), op)));
    mutants.put(
        "anExistingNamespaceIsJoinedByItsFileAndKind",
        mapping((op, cgroup) ->
            List.of(op instanceof InitOp.Setns s ? new InitOp.Setns(s.path(), 0) : op)));
    mutants.put(
        "newAndExistingNamespacesTogether",
        mapping((op, cgroup) -> op instanceof InitOp.Setns ? List.of() : List.of(op)));
    mutants.put(
        "theCloneIsBornInTheCgroup",
        mapping((op, cgroup) ->
            List.of(op instanceof InitOp.Clone c ? new InitOp.Clone(c.flags(), "") : op)));
    mutants.put(
        "theSameContainerIsPlannedTheSameAgain",
        mapping((op, cgroup) -> List.of(new InitOp.Unshare(calls.incrementAndGet()), op)));
    return mutants;
  }

  private static List<InitOp> twice(InitOp op) {
    return op instanceof InitOp.Unshare ? List.of(op, op) : List.of(op);
  }

  private static Namespace mapping(BiFunction<InitOp, String, List<InitOp>> change) {
    return new Sample() {
      @Override
      public List<InitOp> enter(ContainerSpec spec, String cgroup) {
        List<InitOp> ops = new ArrayList<>();
        super.enter(spec, cgroup).forEach(op -> ops.addAll(change.apply(op, cgroup)));
        return ops.isEmpty() ? List.of() : ops;
      }
    };
  }

  /// A backend that keeps all promises, in its own way: unshare(2) for each.
  private static class Sample implements Namespace {
    @Override
    public String name() {
      return "sample";
    }

    @Override
    public Support probe(HostFacts facts) {
      return Support.yes();
    }

    @Override
    public List<InitOp> enter(ContainerSpec spec, String cgroup) {
      List<InitOp> ops = new ArrayList<>();
      for (LinuxNamespace namespace : spec.namespaces()) {
        long flag = namespace.type().cloneFlag();
        ops.add(
            namespace.path() == null
                ? new InitOp.Unshare(flag)
                : new InitOp.Setns(namespace.path().toString(), flag));
      }
      ops.add(new InitOp.Clone(0, cgroup));
      return ops;
    }
  }

  private static final class Of extends NamespaceContract {
    private final Namespace backend;

    Of(Namespace backend) {
      this.backend = backend;
    }

    @Override
    protected Namespace backend() {
      return backend;
    }
  }
}
