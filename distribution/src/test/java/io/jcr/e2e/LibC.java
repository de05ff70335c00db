package io.jcr.e2e;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// The few C functions that a test of processes and terminals needs and Java lacks. Apart from
/// jcr's own bindings, so that the tests do not lean on what they test.
@SuppressWarnings("restricted") // the JVM of the tests has --enable-native-access
final class LibC {
  static final int SIGHUP = 1;
  static final int SIGINT = 2;
  static final int SIGQUIT = 3;
  static final int SIGKILL = 9;
  static final int SIGUSR1 = 10;
  static final int SIGSEGV = 11;
  static final int SIGUSR2 = 12;
  static final int SIGTERM = 15;
  static final int SIGCONT = 18;
  static final int SIGSTOP = 19;
  static final int SIGTSTP = 20;
  static final int SIGWINCH = 28;

  static final int SEAL_SEAL = 1;
  static final int SEAL_SHRINK = 2;
  static final int SEAL_GROW = 4;
  static final int SEAL_WRITE = 8;

  private static final int F_GET_SEALS = 1034;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBC = LINKER.defaultLookup();

  private LibC() {}

  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(LIBC.findOrThrow(name), FunctionDescriptor.of(result, parameters));
  }

  private static final MethodHandle KILL = function("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle OPEN = function("open", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle READ =
      function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE =
      function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle FCNTL =
      LINKER.downcallHandle(
          LIBC.findOrThrow("fcntl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle IOCTL =
      LINKER.downcallHandle(
          LIBC.findOrThrow("ioctl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2));

  /// Sends a signal; false when there is no such process.
  static boolean kill(long pid, int signal) {
    return call(KILL, (int) pid, signal) == 0;
  }

  static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return check("open " + path, call(OPEN, arena.allocateFrom(path), flags));
    }
  }

  /// The seals of a memfd, see fcntl(2); fails where there can be none.
  static int seals(String path) {
    int fd = open(path, 0);
    try {
      return check("F_GET_SEALS of " + path, call(FCNTL, fd, F_GET_SEALS, 0));
    } finally {
      close(fd);
    }
  }

  static void close(int fd) {
    check("close", call(CLOSE, fd));
  }

  /// How many bytes were read; 0 at the end, -1 on error.
  static int read(int fd, MemorySegment buffer) {
    return (int) call(READ, fd, buffer, buffer.byteSize());
  }

  static int write(int fd, MemorySegment bytes) {
    return check("write", call(WRITE, fd, bytes, bytes.byteSize()));
  }

  static void ioctl(int fd, long request, MemorySegment argument) {
    check("ioctl 0x" + Long.toHexString(request), call(IOCTL, fd, request, argument));
  }

  private static int check(String what, long result) {
    if (result < 0) {
      throw new IllegalStateException(what + " failed");
    }
    return (int) result;
  }

  private static long call(MethodHandle function, Object... arguments) {
    try {
      return ((Number) function.invokeWithArguments(arguments)).longValue();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
