package io.jcr.init;

import io.jcr.api.HostException;
import io.jcr.api.op.OpWriter;
import io.jcr.spi.Limits;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The packets of the launch protocol: see `docs/launch-protocol.md`.
final class Packet {
  private static final int BEGIN = 1;
  private static final int LAUNCH = 2;
  private static final int PROCEED = 3;
  private static final int RECLAIM = 4;
  private static final int DETACH = 5;
  private static final int RECORD = 6;
  private static final int ATTACH = 7;
  private static final int EVENTS = 8;
  private static final int EVENT = 9;
  private static final int DEAD = 10;
  private static final int TEARDOWN = 11;

  private static final int FLAG_TRACE = 2;
  private static final int FLAG_TERMINAL = 4;

  /// How many bytes of an invalid packet a message shows.
  private static final int SHOWN = 32;

  private Packet() {}

  static byte[] begin(String journal) {
    return new OpWriter().u32(BEGIN).str(journal).toByteArray();
  }

  static byte[] reclaim(String journal) {
    return new OpWriter().u32(RECLAIM).str(journal).toByteArray();
  }

  static byte[] dead(String containers) {
    return new OpWriter().u32(DEAD).str(containers).toByteArray();
  }

  static byte[] detach(Detachment how) {
    return new OpWriter()
        .u32(DETACH)
        .str(orEmpty(how.log()))
        .u64(how.maxSize())
        .u32(how.maxFile())
        .u32(how.stdin().code())
        .str(orEmpty(how.control()))
        .toByteArray();
  }

  static byte[] record(Ending ending) {
    return new OpWriter()
        .u32(RECORD)
        .str(orEmpty(ending.exit()))
        .strs(ending.successor())
        .toByteArray();
  }

  static byte[] attach(Attachment how) {
    return new OpWriter()
        .u32(ATTACH)
        .str(orEmpty(how.control()))
        .bytes(how.detachKeys().characters().getBytes(StandardCharsets.US_ASCII))
        .u32(how.stdin() ? 1 : 0)
        .u32(how.signalProxy() ? 1 : 0)
        .toByteArray();
  }

  static byte[] events(LifeEvents events) {
    return about(EVENTS, events.file(), events.subject())
        .str(orEmpty(events.nameFile()))
        .strs(events.began())
        .str(events.ended())
        .str(events.gone())
        .toByteArray();
  }

  static byte[] event(EventFile file, Subject subject, String action) {
    return about(EVENT, file, subject).str(action).toByteArray();
  }

  static byte[] teardown(Teardown what) {
    return new OpWriter()
        .u32(TEARDOWN)
        .str(what.file().toString())
        .u64(what.tail())
        .u64(what.zero())
        .strs(what.text())
        .toByteArray();
  }

  private static OpWriter about(int type, EventFile file, Subject subject) {
    return new OpWriter()
        .u32(type)
        .str(file.path().toString())
        .u64(file.maxSize())
        .u32(file.maxFile())
        .str(subject.id())
        .str(subject.name())
        .str(subject.attributes());
  }

  private static String orEmpty(@Nullable Path path) {
    return path == null ? "" : path.toString();
  }

  static byte[] proceed() {
    return new OpWriter().u32(PROCEED).toByteArray();
  }

  static byte[] launch(LaunchPlan plan) {
    int flags = (plan.trace() ? FLAG_TRACE : 0) | (plan.terminal() ? FLAG_TERMINAL : 0);
    OpWriter out = new OpWriter().u32(LAUNCH).u32(flags).u32(plan.notes().size());
    for (Limits.Note note : plan.notes()) {
      out.str(note.file()).str(note.key()).str(note.peakFile()).str(note.text());
    }
    return out.ops(plan.enter().stream().map(LaunchPlan.Step::op).toList())
        .ops(plan.inside().stream().map(LaunchPlan.Step::op).toList())
        .toByteArray();
  }

  /// A packet from jcr-init.
  sealed interface Reply {
    /// A request was carried out.
    record Ok(long value) implements Reply {}

    /// The process exists.
    record Parked(long pid, long startTime) implements Reply {}

    /// When each operation began and ended, CLOCK_MONOTONIC in nanoseconds.
    record Trace(List<Span> spans) implements Reply {}

    /// One operation's time.
    record Span(long begin, long end) implements Reply {}

    /// Something failed.
    ///
    /// @param index the position in the list of operations of `phase`
    /// @param detail as `cause` says
    record Failed(Phase phase, int index, int errno, Cause cause, String detail) implements Reply {}

    /// Names that were asked for.
    record Names(List<String> names) implements Reply {}

    /// The process has got to its [io.jcr.api.op.InitOp.Meet].
    record Met() implements Reply {}

    /// The other side is gone.
    record End() implements Reply {}
  }

  /// Where a failure happened.
  enum Phase {
    JOURNAL,
    ENTER,
    INSIDE
  }

  /// What the detail of a failure is about.
  enum Cause {
    /// The operation itself: a text for people, or nothing.
    OPERATION,
    /// The program exists, but not its interpreter: the path of that.
    INTERPRETER,
    /// The program is a directory: nothing.
    DIRECTORY
  }

  /// Decodes a packet.
  ///
  /// @throws HostException when it is invalid: jcr and jcr-init are of different versions
  static Reply decode(byte[] packet) {
    try {
      return packet.length == 0
          ? new Reply.End()
          : decode(ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new HostException(
          "jcr-init sent something that is not a packet: is it the one that belongs to this jcr? ("
              + HexFormat.of().formatHex(packet, 0, Math.min(packet.length, SHOWN))
              + ")");
    }
  }

  private static Reply decode(ByteBuffer in) {
    int type = in.getInt();
    return switch (type) {
      case 16 -> new Reply.Ok(in.getLong());
      case 17 -> new Reply.Parked(in.getLong(), in.getLong());
      case 18 -> trace(in);
      case 19 ->
          new Reply.Failed(
              phase(in.getInt()), in.getInt(), in.getInt(), cause(in.getInt()), string(in));
      case 20 -> new Reply.Names(strings(in));
      case 21 -> new Reply.Met();
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private static Reply.Trace trace(ByteBuffer in) {
    List<Reply.Span> spans = new ArrayList<>();
    for (int count = in.getInt(); count != 0; count--) {
      spans.add(new Reply.Span(in.getLong(), in.getLong()));
    }
    return new Reply.Trace(spans);
  }

  private static Phase phase(int number) {
    return switch (number) {
      case 0 -> Phase.JOURNAL;
      case 1 -> Phase.ENTER;
      case 2 -> Phase.INSIDE;
      default -> throw new IllegalArgumentException("phase " + number);
    };
  }

  private static Cause cause(int number) {
    return switch (number) {
      case 0 -> Cause.OPERATION;
      case 1 -> Cause.INTERPRETER;
      case 2 -> Cause.DIRECTORY;
      default -> throw new IllegalArgumentException("cause " + number);
    };
  }

  private static List<String> strings(ByteBuffer in) {
    List<String> strings = new ArrayList<>();
    for (int count = in.getInt(); count != 0; count--) {
      strings.add(string(in));
      requireNul(in.get());
    }
    return strings;
  }

  private static void requireNul(byte end) {
    if (end != 0) {
      throw new IllegalArgumentException("a string that does not end");
    }
  }

  private static String string(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
