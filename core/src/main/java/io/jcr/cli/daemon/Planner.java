package io.jcr.cli.daemon;

import io.jcr.api.ErrnoException;
import io.jcr.cli.session.Installation;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.StartPages;
import io.jcr.linux.UnixSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.ToIntFunction;

/// The resident planner: it waits for callers, and knows nothing about containers. What is told to
/// it in one session is forgotten with that.
final class Planner {
  /// How long sessions may still work that a stop has met.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final long TICK_MILLIS = 100;
  private static final int SESSIONS_OF_GARBAGE = 50;
  private static final long LARGE_HEAP = 32 << 20;

  /// Those of jcr's own that a planner does not serve: they load plugins to look into them, or are
  /// about the planner.
  private static final Set<String> COLD = Set.of("daemon", "plugins");

  private final int listening;
  private final PlannerSocket socket;
  private final String stamp;
  private final Installation jcr;
  private final ToIntFunction<Session> commands;
  private final Set<String> names;
  private final Duration idle;
  private final OwnPlugins plugins;
  private final CallerPlace place;
  private final Libc libc = new FfmLibc();
  private final long since = System.nanoTime();
  private int connections;
  private int sessions;
  private long served;
  private long collected;
  private long quietSince = since;
  private long stopBy = Long.MAX_VALUE;
  private boolean retiring;

  /// @param stamp which installation it was started from
  /// @param jcr where that is
  /// @param names the commands that it knows
  /// @param commands runs a command line to its end
  /// @param idle it ends when nobody has called for so long; zero: never
  Planner(
      PlannerSocket socket,
      String stamp,
      Installation jcr,
      Set<String> names,
      ToIntFunction<Session> commands,
      Duration idle) {
    this.socket = socket;
    this.listening = socket.fd();
    this.stamp = stamp;
    this.names = names;
    this.commands = commands;
    this.idle = idle;
    this.jcr = jcr.resident();
    this.plugins = new OwnPlugins(jcr.home());
    try {
      this.place = CallerPlace.of("self");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Serves until it is stopped, or nobody has come for a long time.
  void run() {
    Thread end = Thread.ofPlatform().unstarted(this::endInOrder);
    Runtime.getRuntime().addShutdownHook(end);
    releaseStartPages();
    boolean settled = false;
    while (goesOn()) {
      if (libc.poll(listening, TICK_MILLIS * (isBusy() ? 1 : 10))) {
        accept();
      } else if (!settled && isQuiet()) {
        settled = true;
        releaseStartPages();
      }
      collectGarbage();
    }
  }

  /// What many sessions at once have left is old by now, and its native memory with it. It goes
  /// when nobody calls, or when the heap has grown by it.
  private void collectGarbage() {
    boolean isTime;
    synchronized (this) {
      isTime =
          served - collected >= SESSIONS_OF_GARBAGE
              && (connections == 0 || Runtime.getRuntime().totalMemory() > LARGE_HEAP);
      if (isTime) {
        collected = served;
      }
    }
    if (isTime) {
      System.gc();
    }
  }

  private static void releaseStartPages() {
    try {
      StartPages.ofProcess().release();
    } catch (IOException | ErrnoException e) {
      // It needs more memory, and works as well.
    }
  }

  private void accept() {
    int fd = UnixSocket.accept(listening);
    synchronized (this) {
      connections++;
    }
    Thread.ofPlatform().daemon().name("connection").start(new Connection(this, fd));
  }

  /// Nobody calls, and the first who did have had what is needed once made.
  private synchronized boolean isQuiet() {
    return connections == 0 && served > 0;
  }

  private synchronized boolean isBusy() {
    return connections > 0;
  }

  /// Nobody comes in any more when the name is gone; who has come before is served.
  private boolean goesOn() {
    if (isIdle()) {
      socket.remove();
      return libc.poll(listening, 0);
    }
    synchronized (this) {
      return !(retiring && (sessions == 0 || System.nanoTime() - stopBy > 0));
    }
  }

  private synchronized boolean isIdle() {
    return !retiring
        && connections == 0
        && !idle.isZero()
        && System.nanoTime() - quietSince > idle.toNanos();
  }

  /// Serves nobody new, and ends with the last of its sessions.
  synchronized void retire() {
    retiring = true;
    socket.remove();
  }

  /// The same, but does not wait longer than for a moment.
  synchronized void stop() {
    retire();
    stopBy = System.nanoTime() + GRACE.toNanos();
  }

  /// On SIGTERM.
  private void endInOrder() {
    stop();
    while (goesOn()) {
      libc.poll(-1, TICK_MILLIS);
    }
  }

  /// Whether this call can be served here as well as by a Java of the caller's own.
  boolean accepts(SessionRequest request, UnixSocket.Peer peer) {
    if (!request.stamp().equals(stamp)) {
      retire();
      return false;
    }
    synchronized (this) {
      if (retiring) {
        return false;
      }
    }
    String command = request.command();
    return names.contains(command)
        && !COLD.contains(command)
        && plugins.suffice(request)
        && isInPlace(peer.pid());
  }

  private boolean isInPlace(int pid) {
    try {
      return pid > 0 && CallerPlace.of(Integer.toString(pid)).equals(place);
    } catch (IOException e) {
      return false;
    }
  }

  /// The session of a call that was accepted.
  ///
  /// @param life the connection to the caller's supervisor
  ResidentSession session(SessionRequest request, int life) {
    return new ResidentSession(jcr, request, life, commands);
  }

  synchronized void began() {
    sessions++;
    served++;
  }

  synchronized void finished() {
    sessions--;
    quietSince = System.nanoTime();
  }

  synchronized void ended() {
    connections--;
  }

  /// For `jcr daemon status`.
  synchronized String status() {
    return "pid "
        + ProcessHandle.current().pid()
        + ", up "
        + Duration.ofNanos(System.nanoTime() - since).toSeconds()
        + " s, "
        + sessions
        + " sessions running, "
        + served
        + " served"
        + (retiring ? ", stopping" : "")
        + "\n";
  }
}
