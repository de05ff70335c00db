package io.jcr.cli.daemon;

import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.UnixSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr daemon`: stays, and plans for every jcr that is called while it runs.
public final class DaemonCommand implements Callable<Integer> {
  private static final int NOT_RUNNING = 3;
  private static final int CHUNK = 1 << 12;

  private final Session session;
  private final Set<String> names;
  private final ToIntFunction<Session> commands;
  private final Libc libc = new FfmLibc();
  private @Nullable Path socket;
  private @Nullable String idle;
  private @Nullable Path listening;
  private List<String> words = List.of();

  /// @param session who calls
  /// @param names the commands that there are
  /// @param commands runs a command line to its end
  public DaemonCommand(Session session, Set<String> names, ToIntFunction<Session> commands) {
    this.session = session;
    this.names = names;
    this.commands = commands;
  }

  /// The command line of `jcr daemon`.
  public CommandLine line() {
    OptionTable table =
        new OptionTable(
            "daemon",
            this,
            "Keeps a JVM running, so that every jcr starts faster; stop or status.");
    table
        .file(
            "--socket",
            "FILE",
            "Socket to listen on (default: $JCR_DAEMON_SOCKET, or /run/jcr/planner.sock).",
            given -> socket = given)
        .value(
            "--idle-timeout",
            "SECONDS",
            "Exit after this time without a call (default: 600; 0: never).",
            given -> idle = given);
    table.hiddenFile(
        "--listening", "FD", "A socket that listens already.", given -> listening = given);
    return table.help().words("[stop|status]", "What to do.", given -> words = given).line();
  }

  @Override
  public Integer call() {
    if (words.isEmpty()) {
      return serve();
    }
    String word = words.getFirst();
    if (words.size() > 1 || !(word.equals("stop") || word.equals("status"))) {
      throw new UsageException(
          "daemon: expected nothing, stop or status, not '" + String.join(" ", words) + "'");
    }
    Path path = path();
    Optional<Integer> planner = UnixSocket.connect(libc, path);
    if (planner.isEmpty()) {
      session.say("no planner is listening at " + path);
      return NOT_RUNNING;
    }
    boolean stops = word.equals("stop");
    session.out().print(ask(planner.get(), stops));
    return 0;
  }

  private String ask(int planner, boolean stops) {
    SessionRequest.Wish wish = stops ? SessionRequest.Wish.STOP : SessionRequest.Wish.STATUS;
    UnixSocket.send(planner, wish.bytes());
    StringBuilder answer = new StringBuilder();
    byte[] part;
    do {
      part = UnixSocket.receive(planner, CHUNK).bytes();
      answer.append(new String(part, StandardCharsets.UTF_8));
    } while (part.length > 0);
    return answer.toString();
  }

  private Path path() {
    return socket == null ? PlannerSocket.path(session) : session.resolve(socket);
  }

  private int serve() {
    Duration patience = Duration.ofSeconds(seconds()); // refused before there is a socket
    String given = session.variable("JCR_LISTENING"); // by bin/jcr: systemd has made it
    PlannerSocket at =
        given != null
            ? PlannerSocket.given(Integer.parseInt(given), null)
            : listening != null
                ? PlannerSocket.given(Integer.parseInt(listening.toString()), path())
                : PlannerSocket.make(libc, path());
    String stamp = String.valueOf(session.variable("JCR_STAMP"));
    Planner planner = new Planner(at, stamp, session.jcr(), names, commands, patience);
    planner.run();
    return 0;
  }

  private long seconds() {
    if (idle == null) {
      return Duration.ofMinutes(10).toSeconds();
    }
    try {
      long seconds = Long.parseLong(idle);
      if (seconds >= 0 && seconds <= Integer.MAX_VALUE) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("--idle-timeout=" + idle + ": expected a number of seconds, or 0");
  }
}
