package io.jcr.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.host.Effects;
import io.jcr.host.HostLog;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.contract.StubHostFacts;
import io.jcr.state.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;

class RunningContainerTest {
  private static final int JOURNAL = 7;

  /// Its process has ended since its state was read; its supervisor is still undoing.
  @Test
  void theEndOfOneThatHasJustEndedIsAwaited() {
    Path bundle = Path.of("/run/jcr/containers/c1");
    ContainerState state =
        new ContainerState("c1", ContainerState.Status.RUNNING, 4242, 1, "boot", bundle, Map.of());
    Libc libc = mock(Libc.class);
    when(libc.pidfdOpen(anyLong()))
        .thenThrow(new ErrnoException("pidfd_open", "4242", Errno.ESRCH));
    when(libc.open(eq(bundle.resolve("undo")), eq(Libc.O_RDONLY), eq(0))).thenReturn(JOURNAL);

    RunningContainer.awaitEnd(state, libc, StubHostFacts.root());

    InOrder order = inOrder(libc);
    order.verify(libc).flock(JOURNAL, Libc.LOCK_SH);
    order.verify(libc).close(JOURNAL);
  }

  /// The states and processes are real: this JVM is the container. Nothing happens to it.
  @Test
  void aStopThatIsExplainedTouchesNothing(@TempDir Path bundle) throws IOException {
    LinuxHostFacts facts = new LinuxHostFacts();
    ProcessHandle self = ProcessHandle.current();
    ContainerState state =
        new ContainerState(
            "c1",
            ContainerState.Status.RUNNING,
            self.pid(),
            startTime(self.pid()),
            StateFile.bootId(facts),
            bundle,
            Map.of());
    StateFile.write(state);
    Files.writeString(bundle.resolve("undo"), "rmdir /nowhere\n");
    Libc libc = mock(Libc.class);
    HostLog log = new HostLog(true);

    RunningContainer.open(state, libc, facts, Effects.pretended(log))
        .stop(15, Duration.ofSeconds(3));

    verify(libc, never()).pidfdSendSignal(anyInt(), anyInt());
    verify(libc, never()).poll(anyInt(), anyLong());
    verify(libc, never()).flock(anyInt(), anyInt());
    assertEquals(
        List.of("Signal", "AwaitEnd", "Signal", "AwaitEnd", "AwaitUndo", "rmdir"),
        log.entries().stream().map(entry -> entry.call().method()).toList());
  }

  private static long startTime(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
  }
}
