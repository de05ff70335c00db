package io.jcr.plugins.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UnsupportedException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.contract.NamespaceContract;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What `clone` and `unshare` promise beyond the contract; they differ in one operation.
abstract class NewNamespacesContract extends NamespaceContract {
  static final long NEW =
      NamespaceType.UTS.cloneFlag()
          | NamespaceType.PID.cloneFlag()
          | NamespaceType.TIME.cloneFlag();

  @Override
  protected Map<String, String> goodOptions() {
    return Map.of("time", "", "user", "", "uid", "100000", "count", "65536");
  }

  @Override
  protected List<Map<String, String>> badOptions() {
    return List.of(
        Map.of("time", "1"),
        Map.of("uid", "100000"),
        Map.of("user", "", "uid", "0"),
        Map.of("user", "", "uid", "x"),
        Map.of("user", "", "uid", "4294967295"),
        Map.of("user", "", "uid", "4294967000", "count", "65536"),
        Map.of("user", "", "count", "5"),
        Map.of("user", "", "count", "65537"));
  }

  @Test
  void theUserNamespaceIsJoinedAfterTheOthers() {
    List<LinuxNamespace> wanted =
        List.of(
            LinuxNamespace.join(NamespaceType.USER, Path.of("")),
            LinuxNamespace.join(NamespaceType.NETWORK, Path.of("/run/netns/blue")));
    assertEquals(
        List.of(
            new InitOp.Setns("/run/netns/blue", NamespaceType.NETWORK.cloneFlag()),
            new InitOp.Setns("", NamespaceType.USER.cloneFlag()),
            new InitOp.Clone(0, "")),
        enter(spec("c1", Map.of()).withNamespaces(wanted), ""));
  }

  @Test
  void userAndTimeComeOnlyWhenAskedFor() {
    RecordingHost host = RecordingHost.of("c1", facts());
    NamespacePlan usual = backend().prepare(spec("c1", Map.of()), host);
    assertEquals(NamespacePlan.of(spec("c1", Map.of())), usual);
    NamespacePlan both = backend().prepare(spec("c1", goodOptions()), host);
    assertEquals(
        List.of(
            LinuxNamespace.create(NamespaceType.TIME), LinuxNamespace.create(NamespaceType.USER)),
        both.namespaces().subList(usual.namespaces().size(), both.namespaces().size()));
    assertEquals(List.of(new IdMapping(0, 100000, 65536)), both.idMappings());
    assertEquals(List.of(), host.calls());
  }

  @Test
  void aKindThatIsSwitchedOffIsRefusedWithTheSysctl() {
    assertEquals(
        "namespace "
            + backend().name()
            + ": user namespaces are switched off on this host (sysctl user.max_user_namespaces=1000)",
        refusalOn(machine("max_user_namespaces", "0\n")));
  }

  @Test
  void aKindThatTheKernelDoesNotHaveIsRefused() {
    assertEquals(
        "namespace " + backend().name() + ": this kernel has no user namespaces (leave 'user' out)",
        refusalOn(machine("max_mnt_namespaces", "100\n")));
  }

  private static StubHostFacts machine(String limit, String value) {
    return StubHostFacts.root().withFile(Path.of("/proc/sys/user", limit), value);
  }

  private String refusalOn(StubHostFacts machine) {
    ContainerSpec spec = spec("c1", Map.of("user", ""));
    RecordingHost host = RecordingHost.of("c1", machine);
    String refusal =
        assertThrows(UnsupportedException.class, () -> backend().prepare(spec, host)).getMessage();
    assertEquals(List.of(), host.calls(), "no range of ids was leased");
    return refusal;
  }
}
