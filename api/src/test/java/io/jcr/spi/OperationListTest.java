package io.jcr.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationListTest {
  private static final InitOp CLONE = new InitOp.Clone(0, "");
  private static final InitOp MKDIR = new InitOp.Mkdir("", "/a", 0755);
  private static final InitOp PIVOT = new InitOp.PivotRoot("/a");
  private static final InitOp PARK = new InitOp.Park();

  @Test
  void aNamespaceEndsWithOneClone() {
    OperationList list = OperationList.NAMESPACE_ENTER;
    assertEquals(Optional.empty(), list.refusal(List.of(new InitOp.Unshare(1), CLONE), false));
    assertEquals(
        Optional.of("returned no Clone at the end of 'enter'"), list.refusal(List.of(), false));
    assertEquals(
        Optional.of("returned Clone in 'enter': it is only allowed last in Namespace.enter"),
        list.refusal(List.of(CLONE, CLONE), false));
    assertEquals(
        Optional.of(
            "returned PivotRoot in 'enter': it works only in the container's process, and this list"
                + " runs before that exists"),
        list.refusal(List.of(PIVOT, CLONE), false));
  }

  @ParameterizedTest
  @EnumSource(
      value = OperationList.class,
      names = {"FILESYSTEM_MOUNT", "LIMITER_ENTER"})
  void whatIsRunOutsideWithAUserNamespaceTakesNothingThatNeedsTheProcess(OperationList list) {
    assertEquals(Optional.empty(), list.refusal(List.of(PIVOT, MKDIR), false));
    assertEquals(Optional.empty(), list.refusal(List.of(MKDIR), true));
    String refusal = list.refusal(List.of(MKDIR, PIVOT), true).orElseThrow();
    assertTrue(refusal.endsWith(" when the container has a user namespace"), refusal);
  }

  @ParameterizedTest
  @EnumSource(OperationList.class)
  void whatIsJcrsOwnStandsNowhere(OperationList list) {
    assertTrue(
        list.refusal(List.of(PARK, CLONE), false).orElseThrow().startsWith("returned Park in '"));
  }

  @Test
  void theHostIsOnlyAsked() {
    InitOp asks = new InitOp.HostRtnetlink(List.of(new RtnetlinkMessage.GetLink("eth0")));
    InitOp changes =
        new InitOp.HostRtnetlink(
            List.of(new RtnetlinkMessage.GetLink("lo"), new RtnetlinkMessage.DeleteLink("eth0")));
    OperationList list = OperationList.NETWORK_INSIDE;
    assertEquals(Optional.empty(), list.refusal(List.of(asks), false));
    assertEquals(
        Optional.of(
            "returned HostRtnetlink in 'inside': DeleteLink would change the host, and nothing would"
                + " undo it: it may only query (GetLink); use a HostChange"),
        list.refusal(List.of(asks, changes), false));
  }
}
