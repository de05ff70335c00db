package io.jcr.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Memory outside the heap is freed only when garbage is collected: what a system call needs is
/// used again.
class NativeMemoryTest {
  private static final int CALLS = 1000;
  private static final int MAX = 1 << 16;
  private static final byte[] PACKET = {1, 2, 3};

  private final Libc libc = new FfmLibc();
  private final BufferPoolMXBean direct =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .findAny()
          .orElseThrow();

  @TempDir Path dir;

  private int listening;
  private int sender;
  private int receiver;

  @BeforeEach
  void connect() {
    Path path = dir.resolve("socket");
    listening = UnixSocket.listen(libc, path, 1);
    sender = UnixSocket.connect(libc, path).orElseThrow();
    receiver = UnixSocket.accept(listening);
  }

  @AfterEach
  void close() {
    libc.close(sender);
    libc.close(receiver);
    libc.close(listening);
  }

  @Test
  void aCallTakesNoMemoryForItsErrno() {
    libc.geteuid();
    long before = direct.getCount();
    for (int i = 0; i < CALLS; i++) {
      libc.geteuid();
    }
    assertEquals(before, direct.getCount());
  }

  @Test
  void receivesIntoTheSameMemory() throws IOException {
    InputStream in = new DescriptorInput(receiver);
    OutputStream out = new DescriptorOutput(sender);
    long before = direct.getMemoryUsed();
    for (int i = 0; i < CALLS; i++) {
      assertTrue(UnixSocket.send(sender, PACKET));
      assertArrayEquals(PACKET, UnixSocket.receive(receiver, MAX).bytes());
      libc.send(sender, PACKET);
      assertArrayEquals(PACKET, libc.recv(receiver, MAX));
      out.write(Arrays.copyOf(PACKET, MAX));
      assertArrayEquals(Arrays.copyOf(PACKET, MAX), in.readNBytes(MAX));
    }
    long grown = direct.getMemoryUsed() - before;
    assertTrue(grown < 8L * MAX, grown + " bytes more");
  }

  @Test
  void nothingOfAnEarlierPacketIsReceived() {
    UnixSocket.send(sender, new byte[] {9, 9, 9, 9});
    UnixSocket.receive(receiver, MAX);
    UnixSocket.send(sender, PACKET);
    UnixSocket.Received received = UnixSocket.receive(receiver, MAX);
    assertArrayEquals(PACKET, received.bytes());
    assertEquals(0, received.descriptors().size());
  }

  @Test
  void givesTheBufferThatWasInUseLast() {
    ByteBuffer one = SpareBuffers.take(MAX);
    ByteBuffer two = SpareBuffers.take(MAX);
    assertNotSame(one, two);
    SpareBuffers.giveBack(two);
    SpareBuffers.giveBack(one.position(7).limit(9));
    ByteBuffer again = SpareBuffers.take(MAX - 1);
    assertSame(one, again);
    assertEquals(SpareBuffers.BYTES, again.remaining());
    SpareBuffers.giveBack(again);
  }

  @Test
  void smallAndHugeOnesAreNotKept() {
    for (int capacity : new int[] {16, SpareBuffers.BYTES + 1}) {
      ByteBuffer buffer = SpareBuffers.take(capacity);
      SpareBuffers.giveBack(buffer);
      assertEquals(capacity, buffer.capacity());
      assertNotSame(buffer, SpareBuffers.take(capacity));
    }
  }
}
