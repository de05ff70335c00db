package io.jcr.running;

import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
}
