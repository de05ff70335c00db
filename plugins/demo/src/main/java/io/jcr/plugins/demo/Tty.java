package io.jcr.plugins.demo;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The terminal calls that the demo needs, see ioctl_tty(2). JLine's terminal is not used because
/// it loses the speed when it sets modes, and so does not restore the terminal exactly.
final class Tty {
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final long TCGETS = 0x5401;
  private static final long TCSETS = 0x5402;
  private static final long TCSETSF = 0x5404;
  private static final long TIOCGPGRP = 0x540F;
  private static final long TIOCGWINSZ = 0x5413;

  /// The kernel's struct termios: four words of flags, then characters.
  private static final int TERMIOS_SIZE = 64;

  private static final long LFLAG = 12;
  private static final int ICANON = 2;
  private static final int ECHO = 8;

  /// The offsets of c_cc[VTIME] and c_cc[VMIN].
  private static final long VTIME = 17 + 5;

  private static final long VMIN = 17 + 6;

  @SuppressWarnings("restricted") // jcr is started with --enable-native-access
  private static final MethodHandle IOCTL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().find("ioctl").orElseThrow(),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
              Linker.Option.firstVariadicArg(2));

  @SuppressWarnings("restricted")
  private static final MethodHandle GETPGRP =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().find("getpgrp").orElseThrow(),
              FunctionDescriptor.of(JAVA_INT));

  private Tty() {}

  private static int getpgrp() {
    try {
      return (int) GETPGRP.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("getpgrp", e); // a downcall throws nothing of its own
    }
  }

  private static boolean ioctl(int descriptor, long request, MemorySegment argument) {
    try {
      return (int) IOCTL.invokeExact(descriptor, request, argument) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl", e); // a downcall throws nothing of its own
    }
  }

  /// The number of columns of the terminal on standard output, 0 when unknown.
  static int columns() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8, 2);
      return ioctl(OUTPUT, TIOCGWINSZ, size) ? Short.toUnsignedInt(size.get(JAVA_SHORT, 2)) : 0;
    }
  }

  /// Whether standard input is the controlling terminal and this process is in its foreground
  /// group. A background process would be stopped by reading from it.
  static boolean isInForeground() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment group = arena.allocate(JAVA_INT);
      return ioctl(INPUT, TIOCGPGRP, group) && group.get(JAVA_INT, 0) == getpgrp();
    }
  }

  /// Standard input with each key available as soon as it is pressed, and no echo.
  static final class Keys {
    private final MemorySegment before = Arena.ofAuto().allocate(TERMIOS_SIZE, 4);
    private final boolean known = ioctl(INPUT, TCGETS, before);
    private boolean over;

    /// Begins, unless [#restore()] came first.
    synchronized void begin() {
      if (known && !over) {
        try (Arena arena = Arena.ofConfined()) {
          MemorySegment keys = arena.allocate(TERMIOS_SIZE, 4).copyFrom(before);
          keys.set(JAVA_INT, LFLAG, keys.get(JAVA_INT, LFLAG) & ~(ICANON | ECHO));
          keys.set(JAVA_BYTE, VTIME, (byte) 0);
          keys.set(JAVA_BYTE, VMIN, (byte) 1);
          ioctl(INPUT, TCSETSF, keys); // what was typed before the prompt is no answer
        }
      }
    }

    /// Restores the terminal for good.
    synchronized void restore() {
      over = true;
      if (known) {
        ioctl(INPUT, TCSETS, before);
      }
    }
  }
}
