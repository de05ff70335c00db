package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Host;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.contract.Promises.Mutant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// What a wrong backend does wrong is noticed by the contract.
class NamespaceContractTest {
  private static final long NEWNET = NamespaceType.NETWORK.cloneFlag();

  @Test
  void eachPromiseIsKeptAndNoticedWhenBroken() {
    new Promises<Namespace>(
            Of::new, Set.of(NamespaceContract.class), new SampleNamespace(), mutants())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  private static Map<String, Mutant<Namespace>> mutants() {
    Map<String, Mutant<Namespace>> mutants = new HashMap<>();
    mutants.put(
        "itUnsharesAndJoinsAndClonesOnceAtTheEnd",
        Mutant.of(mapping((op, cgroup) -> List.of(new InitOp.Setsid(), op))));
    mutants.put(
        "theOperationsAreDataThatInitUnderstands",
        Mutant.of(
            mapping((op, cgroup) ->
                cgroup.isEmpty() ? List.of(op) : List.of(new InitOp.Setns("\0", 0), op))));
    mutants.put("eachNewNamespaceIsMadeOnce", Mutant.of(mapping((op, cgroup) -> twice(op))));
    mutants.put(
        "noNamespaceIsMadeOrJoinedThatWasNotAskedFor",
        Mutant.of(
            mapping((op, cgroup) ->
                op instanceof InitOp.Clone
                    ? List.of(new InitOp.Setns("/proc/1/ns/net", NEWNET), op)
                    : List.of(op))));
    mutants.put(
        "anExistingNamespaceIsJoinedByItsFileAndKind",
        Mutant.of(
            mapping((op, cgroup) ->
                List.of(op instanceof InitOp.Setns s && s.nstype() != NEWNET ? blind(s) : op))));
    mutants.put("newAndExistingNamespacesTogether", Mutant.of(new OneKindOnly()));
    mutants.put(
        "theCloneIsBornInTheCgroup",
        Mutant.of(
            mapping((op, cgroup) ->
                List.of(op instanceof InitOp.Clone c ? new InitOp.Clone(c.flags(), "") : op))));
    mutants.put(
        "withoutOptionsItIsWhatWasAskedFor",
        Mutant.of(deciding(spec -> spec.namespaces().subList(1, spec.namespaces().size()))));
    mutants.put(
        "itDecidesOnOneNamespaceOfAKind",
        Mutant.of(
            deciding(spec -> {
              List<LinuxNamespace> all = new ArrayList<>(spec.namespaces());
              all.add(LinuxNamespace.create(NamespaceType.UTS));
              return all;
            }),
            "withoutOptionsItIsWhatWasAskedFor"));
    return mutants;
  }

  private static InitOp blind(InitOp.Setns op) {
    return new InitOp.Setns(op.path(), 0);
  }

  private static List<InitOp> twice(InitOp op) {
    return op instanceof InitOp.Unshare ? List.of(op, op) : List.of(op);
  }

  private static Namespace mapping(BiFunction<InitOp, String, List<InitOp>> change) {
    return new SampleNamespace() {
      @Override
      public List<InitOp> enter(ContainerSpec spec, String cgroup) {
        List<InitOp> ops = new ArrayList<>();
        super.enter(spec, cgroup).forEach(op -> ops.addAll(change.apply(op, cgroup)));
        return ops;
      }
    };
  }

  private interface Decision {
    List<LinuxNamespace> on(ContainerSpec spec);
  }

  private static Namespace deciding(Decision decision) {
    return new SampleNamespace() {
      @Override
      public NamespacePlan prepare(ContainerSpec spec, Host host) {
        return new NamespacePlan(decision.on(spec), spec.idMappings());
      }
    };
  }

  /// Makes nothing new where it joins something.
  private static final class OneKindOnly extends SampleNamespace {
    @Override
    public List<InitOp> enter(ContainerSpec spec, String cgroup) {
      List<InitOp> ops = super.enter(spec, cgroup);
      return ops.stream().anyMatch(InitOp.Setns.class::isInstance)
          ? ops.stream().filter(op -> !(op instanceof InitOp.Unshare)).toList()
          : ops;
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
