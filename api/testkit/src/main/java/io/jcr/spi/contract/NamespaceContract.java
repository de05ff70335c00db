package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.OpWriter;
import io.jcr.spi.Host;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [Namespace] must do.
public abstract class NamespaceContract extends PreparationContract<Namespace> {
  private static final Path BLUE = Path.of("/run/netns/blue");

  /// For subclasses.
  protected NamespaceContract() {
    super(Namespace.class, "ns");
  }

  @Test
  void itUnsharesAndJoinsAndClonesOnceAtTheEnd() {
    List<InitOp> ops = enter(spec("c1", goodOptions()), "");
    assertInstanceOf(InitOp.Clone.class, ops.getLast());
    assertAll(
        ops.subList(0, ops.size() - 1).stream()
            .map(op ->
                () ->
                    assertTrue(
                        op instanceof InitOp.Unshare || op instanceof InitOp.Setns,
                        op + " has nothing to do with namespaces, or stands before another")));
  }

  @Test
  void theOperationsAreDataThatInitUnderstands() {
    List<InitOp> ops = enter(spec("c1", goodOptions()), "/sys/fs/cgroup/jcr/c1");
    assertDoesNotThrow(() -> new OpWriter().ops(ops));
  }

  @ParameterizedTest
  @EnumSource
  void eachNewNamespaceIsMadeOnce(NamespaceType type) {
    List<InitOp> ops = enter(with(List.of(LinuxNamespace.create(type))), "");
    assertEquals(1, ops.stream().filter(op -> (made(op) & type.cloneFlag()) != 0).count());
  }

  @Test
  void noNamespaceIsMadeOrJoinedThatWasNotAskedFor() {
    assertEquals(0, madeBy(enter(with(List.of()), "")));
    ContainerSpec spec = spec("c1", goodOptions());
    List<InitOp> ops = enter(spec, "");
    long asked = spec.namespaces().stream().mapToLong(n -> n.type().cloneFlag()).sum();
    assertEquals(asked, madeBy(ops));
    assertFalse(ops.stream().anyMatch(InitOp.Setns.class::isInstance), ops.toString());
  }

  @ParameterizedTest
  @EnumSource
  void anExistingNamespaceIsJoinedByItsFileAndKind(NamespaceType type) {
    List<InitOp> ops = enter(with(List.of(LinuxNamespace.join(type, BLUE))), "");
    assertTrue(ops.contains(new InitOp.Setns(BLUE.toString(), type.cloneFlag())), ops.toString());
    assertEquals(0, madeBy(ops), "the joined one is not replaced by a new one");
  }

  @Test
  void newAndExistingNamespacesTogether() {
    List<LinuxNamespace> wanted = new ArrayList<>(spec("c1", Map.of()).namespaces());
    wanted.add(LinuxNamespace.join(NamespaceType.NETWORK, BLUE));
    List<InitOp> ops = enter(with(wanted), "");
    assertTrue(ops.contains(new InitOp.Setns(BLUE.toString(), 0x4000_0000L)), ops.toString());
    assertEquals(
        spec("c1", Map.of()).namespaces().stream().mapToLong(n -> n.type().cloneFlag()).sum(),
        madeBy(ops));
  }

  @Test
  void theCloneIsBornInTheCgroup() {
    assertAll(
        Stream.of("", "/sys/fs/cgroup/jcr/c1")
            .map(cgroup ->
                () -> {
                  InitOp last = enter(spec("c1", goodOptions()), cgroup).getLast();
                  assertEquals(cgroup, assertInstanceOf(InitOp.Clone.class, last).cgroup());
                }));
  }

  @Test
  void withoutOptionsItIsWhatWasAskedFor() {
    if (requiredOptions().isEmpty()) {
      ContainerSpec spec = spec("c1", Map.of());
      assertEquals(NamespacePlan.of(spec), backend().prepare(spec, host("c1")));
    }
  }

  @Test
  void itDecidesOnOneNamespaceOfAKind() {
    List<NamespaceType> kinds =
        backend().prepare(spec("c1", goodOptions()), host("c1")).namespaces().stream()
            .map(LinuxNamespace::type)
            .toList();
    assertEquals(List.copyOf(new LinkedHashSet<>(kinds)), kinds);
  }

  /// The namespaces, and the operations that enter them.
  @Override
  protected final Object prepare(Namespace namespace, ContainerSpec spec, Host host) {
    namespace.validate(spec);
    NamespacePlan plan = namespace.prepare(spec, host);
    ContainerSpec decided =
        spec.withNamespaces(plan.namespaces()).withIdMappings(plan.idMappings());
    return List.of(plan, namespace.enter(decided, ""));
  }

  /// The operations that enter the namespaces of `spec`.
  protected final List<InitOp> enter(ContainerSpec spec, String cgroup) {
    Namespace namespace = backend();
    namespace.validate(spec);
    return namespace.enter(spec, cgroup);
  }

  private ContainerSpec with(List<LinuxNamespace> namespaces) {
    return spec("c1", goodOptions()).withNamespaces(namespaces);
  }

  private static long madeBy(List<InitOp> ops) {
    return ops.stream().mapToLong(NamespaceContract::made).reduce(0, (a, b) -> a | b);
  }

  private static long made(InitOp op) {
    return switch (op) {
      case InitOp.Clone(long flags, String cgroup) -> flags;
      case InitOp.Unshare(long flags) -> flags;
      default -> 0;
    };
  }
}
