package io.jcr.api.rtnetlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NetlinkWriterTest {
  private final NetlinkWriter writer = new NetlinkWriter();

  @Test
  void lengthsOfNestsCountThePaddingInsideAndNotBehind() {
    writer.message(1, 2).nest(3).u8(4, 5).end().end();
    assertEquals(
        "1c000000"
            + "0100"
            + "0200"
            + "01000000"
            + "00000000" // length 28
            + ("0c00" + "0380") // 12
            + ("0500" + "0400" + "05" + "000000"), // 5
        HexFormat.of().formatHex(writer.toByteArray()));
  }

  @Test
  void itGrowsWithWhatIsWritten() {
    writer.message(1, 0).bytes(1, new byte[3000]).bytes(2, new byte[4000]).end();
    assertEquals(16 + 4 + 3000 + 4 + 4000, writer.toByteArray().length);
  }

  @Test
  void numbersInNetworkOrder() {
    writer.message(1, 0).be32(1, 0x0a58_0007).u32(2, 0x0a58_0007).end();
    assertEquals(
        "08000100" + "0a580007" + "08000200" + "0700580a",
        HexFormat.of().formatHex(writer.toByteArray()).substring(32));
  }

  @Test
  void whatIsOpenIsNotHandedOut() {
    writer.message(1, 0);
    assertThrows(IllegalStateException.class, writer::toByteArray);
    assertThrows(IllegalStateException.class, () -> writer.message(1, 0));
  }

  @Test
  void aStructKeepsTheAlignment() {
    assertThrows(IllegalArgumentException.class, () -> writer.message(1, 0).struct(new byte[3]));
  }
}
