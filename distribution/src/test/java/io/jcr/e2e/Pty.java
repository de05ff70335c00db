package io.jcr.e2e;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;

/// A terminal as a user has it: the test types into it and reads what it shows.
///
/// The other end stays open here too, so that the terminal outlives whoever runs in it.
final class Pty implements AutoCloseable {
  private static final int O_RDWR = 2;
  private static final int O_NOCTTY = 0400;
  private static final long TIOCSPTLCK = 0x4004_5431;
  private static final long TIOCGPTN = 0x8004_5430;
  private static final long TIOCSWINSZ = 0x5414;
  private static final long TIOCGWINSZ = 0x5413;
  private static final long TIOCVHANGUP = 0x5437;
  private static final long TCGETS = 0x5401;
  private static final int TERMIOS_SIZE = 64;

  /// What a terminal does not show, and no program writes that is tested here.
  private static final byte MARK = 0;

  private final int master;
  private final int slave;
  private final String name;
  private final Transcript shown = new Transcript("the terminal");
  private final AtomicInteger marksSeen = new AtomicInteger();
  private int marksMade;

  Pty(int rows, int columns) {
    master = LibC.open("/dev/ptmx", O_RDWR | O_NOCTTY);
    try (Arena arena = Arena.ofConfined()) {
      LibC.ioctl(master, TIOCSPTLCK, arena.allocateFrom(JAVA_INT, 0));
      MemorySegment number = arena.allocate(JAVA_INT);
      LibC.ioctl(master, TIOCGPTN, number);
      name = "/dev/pts/" + number.get(JAVA_INT, 0);
    }
    slave = LibC.open(name, O_RDWR | O_NOCTTY);
    resize(rows, columns);
    Thread.ofPlatform().daemon().name(name).start(this::collect);
  }

  private void collect() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(1 << 16);
      int n = LibC.read(master, buffer);
      while (n > 0) {
        append(buffer.asSlice(0, n).toArray(JAVA_BYTE));
        n = LibC.read(master, buffer);
      }
    }
    shown.end();
  }

  /// Leaves out the marks, and counts them when what came before them is there.
  private void append(byte[] bytes) {
    int marks = 0;
    int count = 0;
    for (byte one : bytes) {
      if (one == MARK) {
        marks++;
      } else {
        bytes[count++] = one;
      }
    }
    shown.append(bytes, count);
    marksSeen.addAndGet(marks);
  }

  /// The path of the end that programs run in.
  String name() {
    return name;
  }

  void type(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; ) {
      try (Arena arena = Arena.ofConfined()) {
        byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
        at += LibC.write(master, arena.allocateFrom(JAVA_BYTE, rest));
      }
    }
  }

  /// Waits until it shows `regex`, in what was not waited for yet.
  Matcher await(String regex) {
    return shown.await(regex);
  }

  /// All that has been written to it until now; what programs write, the kernel brings later.
  synchronized String shown() {
    try (Arena arena = Arena.ofConfined()) {
      LibC.write(slave, arena.allocateFrom(JAVA_BYTE, MARK));
    }
    marksMade++;
    Await.until("the terminal has shown everything", () -> marksSeen.get() >= marksMade);
    return shown.text();
  }

  void resize(int rows, int columns) {
    try (Arena arena = Arena.ofConfined()) {
      short[] size = {(short) rows, (short) columns, 0, 0};
      LibC.ioctl(master, TIOCSWINSZ, arena.allocateFrom(JAVA_SHORT, size));
    }
  }

  /// `ROWSxCOLUMNS`.
  String size() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(8);
      LibC.ioctl(master, TIOCGWINSZ, size);
      return size.get(JAVA_SHORT, 0) + "x" + size.get(JAVA_SHORT, 2);
    }
  }

  /// Its modes, all of struct termios.
  String modes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment termios = arena.allocate(TERMIOS_SIZE);
      LibC.ioctl(slave, TCGETS, termios);
      return HexFormat.of().formatHex(termios.toArray(JAVA_BYTE));
    }
  }

  /// What a terminal window does that is closed: whoever runs in it is hung up, the collecting
  /// thread here included.
  void hangUp() {
    LibC.ioctl(slave, TIOCVHANGUP, MemorySegment.NULL);
    LibC.close(slave);
    LibC.close(master);
  }

  @Override
  public void close() {
    hangUp();
  }
}
