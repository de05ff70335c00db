package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.init.ControlSocket;
import io.jcr.init.LaunchPlan;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import io.jcr.state.EventLog;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a "container" that is the process of this test: it shares all namespaces with it, but stubbed
/// facts say that it has a cgroup of its own.
class ExecutionTest {
  private static final long PID = ProcessHandle.current().pid();
  private static final ContainerSpec SPEC = SampleSpec.of("c1");

  @TempDir Path directory;
  private final ControlSocket init = mock(ControlSocket.class);
  private StubHostFacts facts = StubHostFacts.root();

  @BeforeEach
  void joinACgroup() throws IOException {
    Path group = Files.createDirectories(directory.resolve("pids/jcr/c1"));
    Files.createFile(group.resolve("tasks"));
    facts =
        facts
            .withCgroup(1, directory.resolve("pids"), "pids")
            .withFile(Path.of("/proc/self/cgroup"), "3:pids:/\n")
            .withFile(Path.of("/proc/" + PID + "/cgroup"), "3:pids:/jcr/c1\n");
  }

  @Test
  void cgroupsAreJoinedBeforeTheProcessIsMade() {
    assertEquals(
        List.of(
            new InitOp.WriteFile(directory.resolve("pids/jcr/c1/tasks").toString(), "0"),
            new InitOp.Clone(0, "")),
        plan(SPEC.process()).enter().stream().map(LaunchPlan.Step::op).toList());
  }

  /// The process waits where the supervisor can still be told that it is the wrong container, and
  /// takes the same steps as the container's first one then.
  @Test
  void theProcessParksAndBecomesWhatTheFirstOneIs() {
    List<InitOp> inside = plan(SPEC.process()).inside().stream().map(LaunchPlan.Step::op).toList();
    assertEquals(new InitOp.Park(), inside.getFirst());
    assertEquals(
        new ProcessSteps(SPEC.process(), SPEC.linux(), false)
            .list().stream().map(LaunchPlan.Step::op).toList(),
        inside.subList(1, inside.size()));
    assertInstanceOf(InitOp.Execve.class, inside.getLast());
  }

  @Test
  void nothingIsLeftToUndo() {
    LaunchPlan plan = plan(SPEC.process());
    assertFalse(plan.terminal());
    assertFalse(plan.inside().stream().anyMatch(step -> step.op() instanceof InitOp.Terminal));
  }

  /// Its pid may be another process's by now, in whose namespaces the new one was made.
  @Test
  void aContainerThatHasEndedMeanwhileGetsNoProcess() throws IOException {
    Path bundle = Files.createDirectories(directory.resolve("c1"));
    when(init.launch(any())).thenReturn(new ControlSocket.InitProcess(4242, 77));
    UsageException refusal =
        assertThrows(
            UsageException.class,
            () ->
                new Execution(init, facts)
                    .start(
                        state(bundle),
                        SPEC,
                        SPEC.process(),
                        false,
                        new EventLog(StateRoot.of(directory), init),
                        new Timeline(false)));
    assertEquals("container 'c1' has just ended", refusal.getMessage());
    verify(init, never()).proceed();
    assertTrue(Files.exists(bundle));
  }

  private LaunchPlan plan(ContainerProcess process) {
    return new Execution(init, facts).plan(state(directory), SPEC, process, false);
  }

  private static ContainerState state(Path bundle) {
    return new ContainerState(
        "c1", ContainerState.Status.RUNNING, PID, 1, "boot", bundle, Map.of());
  }
}
