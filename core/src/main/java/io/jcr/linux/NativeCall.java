package io.jcr.linux;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// syscall(2) through the foreign function interface, and the memory that its arguments point to.
///
/// There is one downcall handle, with all arguments `long`: handles of the exact types would each
/// add about 2 ms to start-up, and so would accessors of [MemorySegment]. Memory is accessed
/// through direct byte buffers instead.
final class NativeCall {
  private static final int ERRNO_BYTES = 4;
  private static final int ARGUMENTS = 6;

  private static final ErrnoPlace ERRNO = new ErrnoPlace();

  private static final MethodHandle SYSCALL = syscallHandle();

  @SuppressWarnings("restricted")
  private static MethodHandle syscallHandle() {
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"));
  }

  private NativeCall() {}

  /// Where errno is stored: one buffer per thread, because buffers allocated for each call would be
  /// freed only by the garbage collector.
  private static final class ErrnoPlace extends ThreadLocal<ByteBuffer> {
    @Override
    protected ByteBuffer initialValue() {
      return ByteBuffer.allocateDirect(ERRNO_BYTES).order(ByteOrder.nativeOrder());
    }
  }

  /// @param memory the buffer whose address is among the arguments; kept reachable until the call
  ///   returns
  /// @param arguments at most six; missing ones are 0
  static long call(Syscall call, String object, @Nullable ByteBuffer memory, long... arguments) {
    SessionScope.require();
    return uninterrupted(call, object, memory, arguments);
  }

  /// As above, but also after the end of the session.
  static long uninterrupted(
      Syscall call, String object, @Nullable ByteBuffer memory, long... arguments) {
    ByteBuffer errno = ERRNO.get();
    MemorySegment captured = MemorySegment.ofBuffer(errno);
    long number = call.number();
    long[] a = Arrays.copyOf(arguments, ARGUMENTS);
    while (true) {
      long result;
      try {
        result = (long) SYSCALL.invokeExact(captured, number, a[0], a[1], a[2], a[3], a[4], a[5]);
      } catch (Throwable failure) {
        throw new IllegalStateException("syscall " + call, failure);
      } finally {
        Reference.reachabilityFence(memory);
      }
      if (result >= 0) {
        return result;
      }
      if (errno.getInt(0) != Errno.EINTR) {
        throw new ErrnoException(call.libcName(), object, errno.getInt(0));
      }
    }
  }

  static ByteBuffer string(String text) {
    return direct((text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  static ByteBuffer direct(byte[] data) {
    return ByteBuffer.allocateDirect(data.length).put(0, data);
  }

  static byte[] bytes(ByteBuffer buffer, int length) {
    byte[] result = new byte[length];
    buffer.get(0, result);
    return result;
  }

  static long address(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer).address();
  }
}
