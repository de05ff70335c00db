package io.jcr.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/// Reusable direct buffers to receive into. Only the garbage collector frees the memory of a direct
/// buffer, which is too late for a planner that serves many callers at a time: each session would
/// leave several buffers of 64 KiB behind.
///
/// A buffer still contains what its last user left in it.
final class SpareBuffers {
  /// Room for a packet of the launch protocol or a chunk of a stream, plus the headers of
  /// recvmsg(2).
  static final int BYTES = (1 << 16) + (1 << 9);

  /// Buffers up to this size are not worth keeping, and some are in use as long as a session lives.
  private static final int SMALL = 1 << 10;

  private static final int KEPT = 16;

  private static final Deque<ByteBuffer> SPARE = new ArrayDeque<>();

  private SpareBuffers() {}

  /// Returns a buffer of at least this capacity, in native byte order. The caller gives it back.
  static ByteBuffer take(int capacity) {
    if (capacity > SMALL && capacity <= BYTES) {
      synchronized (SPARE) {
        ByteBuffer spare = SPARE.poll(); // the one used last: its pages are resident
        if (spare != null) {
          return spare;
        }
      }
      return ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
    }
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }

  /// Takes a buffer back; its user must not touch it any more.
  static void giveBack(ByteBuffer buffer) {
    if (buffer.capacity() == BYTES) {
      synchronized (SPARE) {
        if (SPARE.size() < KEPT) {
          SPARE.push(buffer.clear());
        }
      }
    }
  }
}
