package io.jcr.cli.daemon;

import io.jcr.linux.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What whoever connects to the planner wants: docs/launch-protocol.md, "The resident planner".
///
/// @param wish what it is
/// @param stamp the installation that the caller has called
/// @param directory the caller's working directory
/// @param arguments the command line
/// @param environment the caller's
/// @param descriptors standard input, output and error, the control socket, the working directory
record SessionRequest(
    Wish wish,
    String stamp,
    String directory,
    List<String> arguments,
    Map<String, String> environment,
    List<Integer> descriptors) {
  static final int DESCRIPTORS = 5;

  private static final int HEAD_BYTES = 8;
  private static final int CHUNK = 1 << 16;
  private static final int LIMIT = 64 << 20;

  /// The first four bytes.
  enum Wish {
    RUN("JCR1"),
    STOP("JCRQ"),
    STATUS("JCRS");

    private final String magic;

    Wish(String magic) {
      this.magic = magic;
    }

    /// A request that consists of this alone.
    byte[] bytes() {
      return (magic + "\0\0\0\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<Wish> of(String magic) {
      for (Wish wish : values()) {
        if (wish.magic.equals(magic)) {
          return Optional.of(wish);
        }
      }
      return Optional.empty();
    }
  }

  /// Reads it from a connection.
  ///
  /// @param received gets the descriptors as they come, so that they can be closed in any case
  /// @return empty when it is none
  static Optional<SessionRequest> read(int fd, List<Integer> received) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int wanted = HEAD_BYTES;
    Optional<Wish> wish = Optional.empty();
    while (bytes.size() < wanted || wish.isEmpty()) {
      UnixSocket.Received part = UnixSocket.receive(fd, CHUNK);
      received.addAll(part.descriptors());
      if (part.bytes().length == 0) {
        return Optional.empty();
      }
      bytes.writeBytes(part.bytes());
      if (bytes.size() >= HEAD_BYTES && wish.isEmpty()) {
        byte[] head = bytes.toByteArray();
        wish = Wish.of(new String(head, 0, 4, StandardCharsets.US_ASCII));
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        if (wish.isEmpty() || length < 0 || length > LIMIT) {
          return Optional.empty();
        }
        wanted += length;
      }
    }
    return wish.flatMap(what -> parse(what, bytes.toByteArray(), received));
  }

  private static Optional<SessionRequest> parse(Wish wish, byte[] bytes, List<Integer> received) {
    if (wish != Wish.RUN) {
      return Optional.of(new SessionRequest(wish, "", "", List.of(), Map.of(), List.of()));
    }
    ByteBuffer at = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(HEAD_BYTES);
    String stamp = string(at);
    String directory = string(at);
    List<String> arguments = strings(at);
    Map<String, String> environment = new HashMap<>();
    for (String variable : strings(at)) {
      int equals = variable.indexOf('=', 1); // as Java does: a name may begin with it
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return received.size() == DESCRIPTORS
        ? Optional.of(
            new SessionRequest(
                wish, stamp, directory, arguments, environment, List.copyOf(received)))
        : Optional.empty();
  }

  private static List<String> strings(ByteBuffer at) {
    int count = at.getInt();
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strings.add(string(at));
    }
    return strings;
  }

  private static String string(ByteBuffer at) {
    byte[] bytes = new byte[at.getInt()];
    at.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The command that is called; empty when the first argument is none.
  String command() {
    return arguments.isEmpty() || arguments.getFirst().startsWith("-") ? "" : arguments.getFirst();
  }
}
