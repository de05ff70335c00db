package io.jcr.init;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.AdditionalMatchers.aryEq;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.InitException;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.OpWriter;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.linux.Libc;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

@ExtendWith(MockitoExtension.class)
class ControlSocketTest {
  private static final Path CONTAINERS = Path.of("/run/jcr/containers");
  private static final int FD = 3;
  private static final Path JOURNAL = Path.of("/run/jcr/containers/a/undo");
  private static final byte[] END = {};
  private static final byte[] OK = new OpWriter().u32(16).u64(0).toByteArray();
  private static final byte[] PARKED = new OpWriter().u32(17).u64(4242).u64(77).toByteArray();

  private static final byte[] MET = new OpWriter().u32(21).toByteArray();

  private static final Step SETSID = new Step("jcr", new InitOp.Setsid());
  private static final Step EXECVE =
      new Step("jcr", new InitOp.Execve("sh", List.of("sh"), List.of()));
  private static final LaunchPlan PLAN =
      new LaunchPlan(List.of(), List.of(SETSID, EXECVE), List.of(), true, false);

  @Mock private Libc libc;

  @Test
  void aLaunchIsAConversationInThisOrder() {
    answer(OK, PARKED, trace(), END);
    ControlSocket socket = socket();
    socket.begin(JOURNAL);
    assertEquals(new ControlSocket.InitProcess(4242, 77), socket.launch(PLAN));
    socket.proceed();
    socket.awaitExec(PLAN);
    assertEquals(
        List.of(
            new ControlSocket.StepTime(SETSID, 1, 2, 0),
            new ControlSocket.StepTime(EXECVE, 3, 4, 0)),
        socket.stepTimes(PLAN));
    InOrder order = inOrder(libc);
    order.verify(libc).send(eq(FD), aryEq(Packet.begin(JOURNAL.toString())));
    order.verify(libc).recvWithRights(eq(FD), anyInt());
    order.verify(libc).send(eq(FD), aryEq(Packet.launch(PLAN)));
    order.verify(libc).recv(eq(FD), anyInt());
    order.verify(libc).send(eq(FD), aryEq(Packet.proceed()));
    order.verify(libc, org.mockito.Mockito.times(2)).recv(eq(FD), anyInt());
    order.verifyNoMoreInteractions();
  }

  @Test
  void theProcessIsMetBeforeItGoesOn() {
    answer(PARKED, MET, trace(), END);
    ControlSocket socket = socket();
    assertEquals(new ControlSocket.InitProcess(4242, 77), socket.launch(PLAN));
    socket.awaitMeeting(PLAN);
    socket.proceed();
    socket.awaitExec(PLAN);
  }

  /// Its report may overtake the supervisor's.
  @Test
  void aMeetingThatWasReportedEarlyIsNotAwaitedAgain() {
    answer(MET, PARKED, END);
    ControlSocket socket = socket();
    assertEquals(new ControlSocket.InitProcess(4242, 77), socket.launch(PLAN));
    socket.awaitMeeting(PLAN);
    socket.awaitExec(PLAN);
  }

  @Test
  void whatFailedBeforeTheMeetingIsTheReason() {
    answer(failed(2, 0, Errno.EPERM));
    InitException failure = assertThrows(InitException.class, () -> socket().awaitMeeting(PLAN));
    assertEquals("jcr: setsid: EPERM", failure.getMessage());
  }

  @Test
  void aResetHidesNothingThatWasSaid() {
    when(libc.recv(eq(FD), anyInt()))
        .thenThrow(new ErrnoException("recvfrom", "fd 3", Errno.ECONNRESET))
        .thenReturn(failed(2, 0, Errno.EPERM));
    InitException failure = assertThrows(InitException.class, () -> socket().awaitExec(PLAN));
    assertEquals("jcr: setsid: EPERM", failure.getMessage());
  }

  @Test
  void withoutATraceTheEndIsAllThereIs() {
    answer(END);
    ControlSocket socket = socket();
    socket.awaitExec(PLAN);
    assertEquals(List.of(), socket.stepTimes(PLAN));
  }

  @Test
  void aFailureAfterTheTraceEndsTheLaunch() {
    answer(trace(), failed(2, 1, Errno.ENOENT));
    ControlSocket socket = socket();
    InitException failure = assertThrows(InitException.class, () -> socket.awaitExec(PLAN));
    assertEquals("command 'sh' not found in the container's PATH (ENOENT)", failure.getMessage());
    assertEquals(127, failure.exitStatus());
    assertEquals(
        List.of(
            new ControlSocket.StepTime(SETSID, 1, 2, 0),
            new ControlSocket.StepTime(EXECVE, 3, 4, Errno.ENOENT)),
        socket.stepTimes(PLAN));
  }

  @Test
  void aCloneThatFailsEndsTheLaunch() {
    answer(failed(1, 0, Errno.EPERM));
    ControlSocket socket = socket();
    LaunchPlan plan =
        new LaunchPlan(
            List.of(new Step("namespace clone", new InitOp.Clone(0, ""))),
            List.of(EXECVE),
            List.of(),
            false,
            false);
    InitException failure = assertThrows(InitException.class, () -> socket.launch(plan));
    assertEquals("namespace clone: clone3 flags 0x0: EPERM", failure.getMessage());
  }

  @Test
  void aSupervisorThatVanishesIsTold() {
    answer(END);
    ControlSocket socket = socket();
    HostException failure = assertThrows(HostException.class, () -> socket.launch(PLAN));
    assertTrue(failure.getMessage().contains("gone"), failure.getMessage());
  }

  @Test
  void whatTheProcessSaidBeforeItWasToProceedIsHeard() {
    doThrow(new ErrnoException("sendto", "fd 3", Errno.EPIPE)).when(libc).send(eq(FD), any());
    answer(failed(2, 0, Errno.EPERM));
    ControlSocket socket = socket();
    assertDoesNotThrow(socket::proceed);
    InitException failure = assertThrows(InitException.class, () -> socket.awaitExec(PLAN));
    assertEquals("jcr: setsid: EPERM", failure.getMessage());
  }

  @Test
  void anyOtherFailureToProceedIsPassedOn() {
    doThrow(new ErrnoException("sendto", "fd 3", Errno.EIO)).when(libc).send(eq(FD), any());
    assertThrows(ErrnoException.class, socket()::proceed);
  }

  @Test
  void aContainerIsRecordedAttachedToAndDetached() {
    Detachment how = new Detachment(null, 0, 1, StandardInput.NONE, null);
    answer(OK, OK, new OpWriter().u32(16).u64(99).toByteArray());
    ControlSocket socket = socket();
    socket.record(new Ending(null, List.of()));
    socket.attach(new Attachment(null, DetachKeys.NONE, false, true));
    assertEquals(99, socket.detach(how));
    InOrder order = inOrder(libc);
    order.verify(libc).send(eq(FD), aryEq(hex("06000000" + "0000000000" + "00000000")));
    order
        .verify(libc)
        .send(
            eq(FD), aryEq(hex("07000000" + "0000000000" + "0000000000" + "00000000" + "01000000")));
    order
        .verify(libc)
        .send(
            eq(FD),
            aryEq(
                hex(
                    "05000000"
                        + "0000000000"
                        + "0000000000000000"
                        + "01000000"
                        + "00000000"
                        + "0000000000")));
  }

  @Test
  void whatCannotBeDetachedIsNamed() {
    byte[] failed =
        new OpWriter()
            .u32(19)
            .u32(0)
            .u32(0)
            .u32(Errno.ENOSPC)
            .u32(0)
            .str("/run/x/log")
            .toByteArray();
    answer(failed, failed(0, 0, Errno.ENOENT));
    ControlSocket socket = socket();
    Detachment how = new Detachment(Path.of("/run/x/log"), 0, 1, StandardInput.NONE, null);
    ErrnoException detaching = assertThrows(ErrnoException.class, () -> socket.detach(how));
    assertEquals("detach /run/x/log: ENOSPC", detaching.getMessage());
    Attachment client = new Attachment(Path.of("/run/x/control"), DetachKeys.NONE, false, false);
    ErrnoException attaching = assertThrows(ErrnoException.class, () -> socket.attach(client));
    assertEquals("attach to the container: ENOENT", attaching.getMessage());
  }

  @Test
  void theDeadAreReclaimedTheLivingAreNot() {
    ControlSocket socket = socket();
    answer(OK);
    assertTrue(socket.reclaim(JOURNAL));
    answer(failed(0, 0, Errno.EAGAIN));
    assertFalse(socket.reclaim(JOURNAL));
  }

  @Test
  void theDeadAreNamed() {
    ControlSocket socket = socket();
    answer(new OpWriter().u32(20).strs(List.of("a", "b")).toByteArray());
    assertEquals(List.of("a", "b"), socket.dead(CONTAINERS));
    verify(libc).send(eq(FD), aryEq(Packet.dead(CONTAINERS.toString())));
    answer(failed(0, 0, Errno.EACCES));
    ErrnoException listing = assertThrows(ErrnoException.class, () -> socket.dead(CONTAINERS));
    assertEquals("list the containers in " + CONTAINERS + ": EACCES", listing.getMessage());
    answer(new OpWriter().u32(20).u32(1).u32(1).toByteArray());
    assertThrows(HostException.class, () -> socket.dead(CONTAINERS), "a name that is cut off");
  }

  @Test
  void aJournalThatCannotBeLockedOrRunIsNamed() {
    ControlSocket socket = socket();
    answer(failed(0, 0, Errno.EBUSY));
    ErrnoException reclaiming = assertThrows(ErrnoException.class, () -> socket.reclaim(JOURNAL));
    assertEquals("reclaim " + JOURNAL + ": EBUSY", reclaiming.getMessage());
    answer(failed(0, 0, Errno.EAGAIN));
    ErrnoException locking = assertThrows(ErrnoException.class, () -> socket.begin(JOURNAL));
    assertEquals("lock " + JOURNAL + ": EAGAIN", locking.getMessage());
  }

  @Test
  void anAnswerToAnotherQuestionIsRefused() {
    answer(PARKED);
    ControlSocket socket = socket();
    HostException failure = assertThrows(HostException.class, () -> socket.begin(JOURNAL));
    assertTrue(failure.getMessage().startsWith("unexpected packet"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "99999", "3 "})
  void withoutSupervisorItSaysHowToStartJcr(String number) {
    Map<String, String> environment = Map.of(ControlSocket.VARIABLE, number);
    HostException failure =
        assertThrows(HostException.class, () -> ControlSocket.inherited(libc, environment));
    assertTrue(failure.getMessage().contains("bin/jcr"), failure.getMessage());
    assertThrows(HostException.class, () -> ControlSocket.inherited(libc, Map.of()));
  }

  private ControlSocket socket() {
    return ControlSocket.inherited(libc, Map.of(ControlSocket.VARIABLE, String.valueOf(FD)));
  }

  private void answer(byte[] first, byte[]... more) {
    Iterator<byte[]> answers = Stream.concat(Stream.of(first), Stream.of(more)).iterator();
    lenient().when(libc.recvWithRights(eq(FD), anyInt())).thenAnswer(call -> answers.next());
    lenient().when(libc.recv(eq(FD), anyInt())).thenAnswer(call -> answers.next());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] trace() {
    return new OpWriter().u32(18).u32(2).u64(1).u64(2).u64(3).u64(4).toByteArray();
  }

  private static byte[] failed(int phase, int index, int errno) {
    return new OpWriter().u32(19).u32(phase).u32(index).u32(errno).u32(0).str("").toByteArray();
  }
}
