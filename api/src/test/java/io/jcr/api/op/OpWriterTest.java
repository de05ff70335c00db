package io.jcr.api.op;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The framing of operations; the bytes of each one are compared with the golden files in `core`.
class OpWriterTest {
  @Test
  void integersAreLittleEndian() {
    assertEquals("78563412", hex(new OpWriter().u32(0x12345678)));
    assertEquals("efcdab9078563412", hex(new OpWriter().u64(0x1234567890abcdefL)));
    assertEquals("ffffffffffffffff", hex(new OpWriter().u64(-1)));
  }

  @Test
  void aStringHasItsLengthInBytesBeforeAndANulBehind() {
    assertEquals("00000000" + "00", hex(new OpWriter().str("")));
    assertEquals("03000000" + "61c3a4" + "00", hex(new OpWriter().str("aä")));
  }

  @Test
  void aNulInAStringIsRefused() {
    OpWriter writer = new OpWriter();
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> writer.str("a\0b"));
    assertTrue(refusal.getMessage().contains("a\\0b"), refusal.getMessage());
  }

  @Test
  void listsHaveTheirCountBefore() {
    assertEquals(
        "02000000" + "01000000" + "6100" + "00000000" + "00",
        hex(new OpWriter().strs(List.of("a", ""))));
    assertEquals("01000000" + "0700000000000000", hex(new OpWriter().ids(List.of(7L))));
    assertEquals("00000000", hex(new OpWriter().ops(List.of())));
  }

  @Test
  void anOperationIsCodeLengthAndPayload() {
    assertEquals("2a000000" + "00000000", hex(new OpWriter().op(new InitOp.Setsid())));
    assertEquals(
        "28000000" + "08000000" + "03000000" + "626f78" + "00",
        hex(new OpWriter().op(new InitOp.Sethostname("box"))));
    assertEquals(
        "01000000" + "0d000000" + "0000026400000000" + "00000000" + "00",
        hex(new OpWriter().op(new InitOp.Clone(0x6402_0000L, ""))));
  }

  @Test
  void aFilterIsAnArrayOfSockFilter() {
    InitOp.SockFilter instruction = new InitOp.SockFilter(0x15, 200, 255, 0xc000003e);
    assertEquals(
        "34000000" + "0d000000" + "08000000" + "1500" + "c8" + "ff" + "3e0000c0" + "00",
        hex(new OpWriter().op(new InitOp.Seccomp(List.of(instruction)))));
  }

  @Test
  void operationsLargerThanTheBufferKeepTheirBytes() {
    String path = "/" + "x".repeat(5000);
    byte[] bytes =
        new OpWriter()
            .ops(List.of(new InitOp.Setsid(), new InitOp.MaskPath(path), new InitOp.Park()))
            .toByteArray();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(3, in.getInt());
    assertEquals(42, in.getInt());
    assertEquals(0, in.getInt());
    assertEquals(28, in.getInt());
    assertEquals(4 + path.length() + 1, in.getInt());
    byte[] text = new byte[in.getInt()];
    in.get(text);
    assertEquals(path, new String(text, UTF_8));
    assertEquals(0, in.get());
    assertEquals(10, in.getInt());
    assertEquals(0, in.getInt());
    assertEquals(0, in.remaining());
  }

  private static String hex(OpWriter writer) {
    return HexFormat.of().formatHex(writer.toByteArray());
  }
}
