package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isA;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Hook;
import io.jcr.api.Hooks;
import io.jcr.api.HostException;
import io.jcr.api.IdMapping;
import io.jcr.api.InitException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.host.HostProgram;
import io.jcr.host.JournallingHost;
import io.jcr.host.PortHold;
import io.jcr.init.ControlSocket;
import io.jcr.init.LaunchPlan;
import io.jcr.spi.Backend;
import io.jcr.spi.CommandResult;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.Limits;
import io.jcr.spi.Namespace;
import io.jcr.spi.NamespacePlan;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.SpiTable;
import io.jcr.spi.Support;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import io.jcr.state.ContainerStore;
import io.jcr.state.EventLog;
import io.jcr.state.Identity;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

/// The story: who is called, when, and what becomes of a failure.
class LifecycleTest {
  private static final ContainerSpec SPEC = SampleSpec.of("c1");
  private static final ControlSocket.InitProcess PROCESS = new ControlSocket.InitProcess(4242, 77);

  @TempDir Path state;
  private final Namespace namespace = mock(Namespace.class);
  private final Filesystem filesystem = mock(Filesystem.class);
  private final Network network = mock(Network.class);
  private final ResourceLimiter limiter = mock(ResourceLimiter.class);
  private final ContainerStore store = mock(ContainerStore.class);
  private final ControlSocket init = mock(ControlSocket.class);
  private final Host host = mock(Host.class);
  private final StubHostFacts facts =
      StubHostFacts.root().withFile(Path.of("/proc/sys/kernel/random/boot_id"), "boot-1\n");
  private final HostProgram programs = mock(HostProgram.class);
  private Lifecycle pipeline;

  @BeforeEach
  void start() {
    ContainerPaths paths = new ContainerPaths(state, state.resolve("data"), state.resolve("root"));
    when(host.paths()).thenReturn(paths);
    when(store.create(any(), anyBoolean(), any()))
        .thenReturn(new ContainerStore.Container(paths, host));
    when(store.events()).thenReturn(new EventLog(StateRoot.of(state), init));
    name(namespace, "clone");
    name(filesystem, "overlay");
    name(network, "veth");
    name(limiter, "cgroup-v1");
    when(namespace.prepare(any(), any())).thenReturn(NamespacePlan.of(SPEC));
    when(namespace.enter(any(), any())).thenReturn(List.of(new InitOp.Clone(0, "")));
    when(limiter.create(any(), any())).thenReturn(new Limits("", List.of(), List.of(), List.of()));
    when(filesystem.prepare(any(), any()))
        .thenReturn(new RootFilesystem(paths.rootMount(), List.of(), List.of()));
    connected(true);
    when(init.launch(any())).thenReturn(PROCESS);
    pipeline = pipeline(facts);
  }

  @Test
  void aContainerComesToBeInThisOrder() {
    run();
    InOrder order = inOrder(namespace, filesystem, network, limiter, store, host, init);
    order.verify(namespace).probe(facts);
    order.verify(limiter).probe(facts);
    order.verify(namespace).validate(SPEC);
    order.verify(namespace).prepare(eq(SPEC), pretended());
    order.verify(limiter).validate(any());
    order.verify(limiter).create(any(), pretended());
    order.verify(filesystem).prepare(any(), pretended());
    order.verify(network).prepare(any(), pretended());
    order.verify(store).create(eq(new Identity("c1", "", "c1")), anyBoolean(), any());
    order.verify(namespace).prepare(SPEC, host);
    order.verify(limiter).create(any(), eq(host));
    order.verify(filesystem).prepare(any(), eq(host));
    order.verify(network).prepare(any(), eq(host));
    order.verify(host).createFile(eq(state.resolve("hosts")), any(), eq(0644));
    order.verify(namespace).enter(any(), any());
    order.verify(init).launch(any());
    order.verify(network).attach(any(), any(), eq(4242L), eq(host));
    order.verify(init).proceed();
    order.verify(init).awaitExec(any());
  }

  /// Who hears from the program finds its state.
  @Test
  void withoutAttachTheProcessWaitsForItsStateToBeWritten() {
    connected(false);
    doAnswer(
            call -> {
              assertTrue(Files.exists(state.resolve("state.json")));
              assertTrue(Files.exists(state.resolve("config.json")));
              return null;
            })
        .when(init)
        .proceed();
    run();
    verify(network, never()).attach(any(), any(), anyLong(), any());
    InOrder order = inOrder(init);
    order.verify(init).proceed();
    order.verify(init).awaitExec(any());
  }

  /// Those that belong to the creation when everything is mounted and the network there; the state
  /// says that the container runs when they are done.
  @Test
  void hooksRunInTheSpecsOrder() {
    Path before = Path.of("/before");
    Path after = Path.of("/after");
    answer(before, 0);
    answer(after, 0);
    pipeline.run(hooked(), Supervision.FOREGROUND, new Timeline(false));
    InOrder order = inOrder(network, init, programs);
    order.verify(network).attach(any(), any(), anyLong(), eq(host));
    order.verify(init).awaitMeeting(any());
    order.verify(programs).hook(eq(before), any(), any(), eq(state), any(), any());
    order.verify(init, times(2)).proceed();
    order.verify(init).awaitExec(any());
    order.verify(programs).hook(eq(after), any(), any(), eq(state), any(), any());
  }

  @Test
  void aHookThatFailsEndsTheStart() {
    answer(Path.of("/before"), 1);
    HostException failure =
        assertThrows(
            HostException.class,
            () -> pipeline.run(hooked(), Supervision.FOREGROUND, new Timeline(false)));
    assertEquals("hooks.createRuntime[0] /before: ended with status 1", failure.getMessage());
    verify(init, never()).proceed();
    assertFalse(Files.exists(state.resolve("state.json")));
  }

  private static ContainerSpec hooked() {
    Hook before = new Hook("/before", List.of(), List.of(), 0);
    Hook after = new Hook("/after", List.of(), List.of(), 0);
    return SPEC.withHooks(
        new Hooks(List.of(), List.of(before), List.of(), List.of(), List.of(after), List.of()));
  }

  private void answer(Path program, int status) {
    when(programs.hook(eq(program), any(), any(), any(), any(), any()))
        .thenReturn(new CommandResult(status, "", ""));
  }

  @Test
  void theNetworkSaysWhoseNamespaceIsUsed() {
    run();
    ArgumentCaptor<ContainerSpec> entered = ArgumentCaptor.captor();
    verify(namespace).enter(entered.capture(), any());
    assertTrue(
        entered.getValue().namespaces().contains(LinuxNamespace.create(NamespaceType.NETWORK)));
  }

  @Test
  void theStateTellsWhatRuns() throws IOException {
    run();
    String json = Files.readString(state.resolve("state.json"));
    for (String fact :
        List.of(
            "\"id\" : \"c1\"",
            "\"pid\" : 4242",
            "\"startTime\" : 77",
            "\"bootId\" : \"boot-1\"",
            "\"address\" : \"10.88.0.7/16\"",
            "\"gateway\" : \"10.88.0.1\"",
            "\"fs\" : \"overlay\"")) {
      assertTrue(json.contains(fact), fact + " in " + json);
    }
  }

  @Test
  void aBackendThatCannotRunHereEndsItBeforeAnythingIsChanged() {
    when(limiter.probe(any())).thenReturn(Support.no("no cgroup is mounted", "mount one"));
    UnsupportedException refusal = assertThrows(UnsupportedException.class, this::run);
    assertEquals("limiter cgroup-v1: no cgroup is mounted (mount one)", refusal.getMessage());
    verifyNoInteractions(store, init, host);
  }

  @Test
  void anOptionThatIsNotUnderstoodEndsItBeforeAnythingIsChanged() {
    UsageException wrong = new UsageException("--net=veth: unknown option 'x'");
    doThrow(wrong).when(network).validate(any());
    assertSame(wrong, assertThrows(UsageException.class, this::run));
    verifyNoInteractions(store, init, host);
  }

  @Test
  void whatIsRefusedWhilePreparingIsRefusedBeforeAnythingIsChanged() {
    UsageException wrong = new UsageException("--net=container: no container 'x' is running");
    when(network.prepare(any(), any())).thenThrow(wrong);
    assertSame(wrong, assertThrows(UsageException.class, this::run));
    verifyNoInteractions(store, init, host);
  }

  @Test
  void aCombinationThatCannotBeIsRefusedBeforeAnythingIsChanged() {
    when(namespace.prepare(any(), any()))
        .thenReturn(
            new NamespacePlan(
                List.of(LinuxNamespace.create(NamespaceType.USER)),
                List.of(new IdMapping(0, 200_000, 65_536))));
    when(network.prepare(any(), any())).thenReturn(NetworkPlan.unchanged());
    assertThrows(UsageException.class, this::run);
    verifyNoInteractions(store, init, host);
  }

  @Test
  void aFailureOfTheKernelIsToldInTheNameOfTheBackend() {
    when(filesystem.prepare(any(), eq(host)))
        .thenThrow(new ErrnoException("mkdir", "/var/lib/jcr/x", Errno.EROFS));
    HostException failure = assertThrows(HostException.class, this::run);
    assertEquals(
        "filesystem overlay: mkdir /var/lib/jcr/x: EROFS:"
            + " its file system is read-only (mount it read-write)",
        failure.getMessage());
    verify(init, never()).launch(any());
    verify(network, never()).prepare(any(), eq(host));
  }

  @Test
  void aFailureOfJcrsOwnIsToldInItsName() {
    doThrow(new ErrnoException("open", "hosts", Errno.ENOSPC))
        .when(host)
        .createFile(any(), any(), eq(0644));
    HostException failure = assertThrows(HostException.class, this::run);
    assertEquals(
        "jcr: open hosts: ENOSPC: no space or no inodes left (see df and df -i)",
        failure.getMessage());
  }

  @Test
  void theCauseOfARefusalIsProbed() {
    pipeline = pipeline(StubHostFacts.bare());
    when(network.prepare(any(), any()))
        .thenThrow(
            new ErrnoException("create bridge", "jcr0", Errno.EPERM, Capability.CAP_NET_ADMIN));
    HostException failure = assertThrows(HostException.class, this::run);
    assertEquals(
        "network veth: create bridge jcr0: EPERM:"
            + " CAP_NET_ADMIN is missing (run as root, or use --net=none)",
        failure.getMessage());
  }

  @Test
  void whatAProcessSaidThatIsGoneIsTheReason() {
    doThrow(new ErrnoException("create veth", "v0", Errno.ESRCH))
        .when(network)
        .attach(any(), any(), anyLong(), any());
    InitException said = new InitException("filesystem overlay: mount: ENODEV", 125);
    doThrow(said).when(init).awaitExec(any(LaunchPlan.class));
    assertSame(said, assertThrows(InitException.class, this::run));
  }

  @Test
  void anAttachThatFailsIsTold() {
    doThrow(new ErrnoException("create veth", "v0", Errno.EEXIST))
        .when(network)
        .attach(any(), any(), anyLong(), any());
    HostException failure = assertThrows(HostException.class, this::run);
    assertTrue(
        failure.getMessage().startsWith("network veth: create veth v0: EEXIST"),
        failure.getMessage());
    verify(init, never()).proceed();
  }

  private Lifecycle pipeline(StubHostFacts machine) {
    Backends backends =
        new Backends(SpiTable.STANDARD, List.of(namespace, filesystem, network, limiter));
    LaunchPreparation preparation =
        new LaunchPreparation(backends, machine, StateRoot.of(state), new PortHold());
    return new Lifecycle(backends, machine, preparation, store, init, new HostHooks(programs));
  }

  private void run() {
    pipeline.run(SPEC, Supervision.FOREGROUND, new Timeline(false));
  }

  private void connected(boolean attach) {
    when(network.prepare(any(), any()))
        .thenReturn(
            new NetworkPlan(
                LinuxNamespace.create(NamespaceType.NETWORK),
                List.of(),
                attach,
                Ipv4Prefix.parse("10.88.0.7/16"),
                Map.of(),
                null,
                Map.of("gateway", "10.88.0.1")));
  }

  private Host pretended() {
    return isA(JournallingHost.class);
  }

  private void name(Backend backend, String name) {
    when(backend.name()).thenReturn(name);
    when(backend.probe(any())).thenReturn(Support.yes());
  }
}
