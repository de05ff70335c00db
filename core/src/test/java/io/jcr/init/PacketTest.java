package io.jcr.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.api.op.OpWriter;
import io.jcr.init.Packet.Reply;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTest {
  @Test
  void nothingIsTheEnd() {
    assertInstanceOf(Reply.End.class, Packet.decode(new byte[0]));
  }

  @Test
  void aFailureTellsPhaseIndexErrnoCauseAndDetail() {
    byte[] packet = new OpWriter().u32(19).u32(1).u32(3).u32(22).u32(2).str("dräng").toByteArray();
    assertEquals(
        new Reply.Failed(Packet.Phase.ENTER, 3, 22, Packet.Cause.DIRECTORY, "dräng"),
        Packet.decode(packet));
  }

  @Test
  void aTraceMayBeEmpty() {
    assertEquals(
        new Reply.Trace(List.of()), Packet.decode(new OpWriter().u32(18).u32(0).toByteArray()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "63000000", // no such type
        "13000000"
            + "09000000"
            + "00000000"
            + "00000000"
            + "00000000"
            + "0000000000", // no such phase
        "13000000"
            + "00000000"
            + "00000000"
            + "00000000"
            + "03000000"
            + "0000000000", // no such cause
        "12000000" + "ffffffff", // a count without its times
        "13000000"
            + "00000000"
            + "00000000"
            + "00000000"
            + "00000000"
            + "ffffff7f", // a text that is too long
        "13000000" + "00000000" + "00000000" + "00000000" + "00000000" + "ffffffff",
        "10", // half a number
      })
  void whatIsNoPacketIsOneSentence(String hex) {
    byte[] packet = HexFormat.of().parseHex(hex);
    HostException failure = assertThrows(HostException.class, () -> Packet.decode(packet));
    assertTrue(
        failure.getMessage().startsWith("jcr-init sent something that is not a packet"),
        failure.getMessage());
  }

  @Test
  void everyTruncatedPacketIsRefused() {
    byte[] whole = new OpWriter().u32(19).u32(2).u32(3).u32(22).u32(0).str("detail").toByteArray();
    for (int length = 1; length < whole.length - 1; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(HostException.class, () -> Packet.decode(part), length + " bytes");
    }
  }

  @Test
  void aLaunchSaysWhatIsWantedInItsFlags() {
    assertEquals(0, flags(false, false));
    assertEquals(2, flags(true, false));
    assertEquals(4, flags(false, true));
  }

  private static int flags(boolean trace, boolean terminal) {
    return Packet.launch(new LaunchPlan(List.of(), List.of(), List.of(), trace, terminal))[4];
  }
}
