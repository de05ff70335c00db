package io.jcr.cli.daemon;

import io.jcr.cli.DeferredLogging;
import io.jcr.cli.session.Installation;
import io.jcr.cli.session.Session;
import io.jcr.cli.session.StandardOutput;
import io.jcr.linux.DescriptorInput;
import io.jcr.linux.DescriptorOutput;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.SessionScope;
import io.jcr.linux.ThreadPlace;
import io.jcr.linux.UnixSocket;
import java.io.BufferedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntFunction;

/// One call of `jcr` that the planner serves, on a thread of its own with the caller's working
/// directory. When it is over, nothing of it is left: descriptors, locks, threads.
final class ResidentSession {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SIGNALLED = 128;
  private static final int FAILED = 125;
  private static final int CONTROL = 3;
  private static final int DIRECTORY = 4;

  private final Installation jcr;
  private final SessionRequest request;
  private final int life;
  private final ToIntFunction<Session> commands;
  private final SessionScope scope;
  private final Thread thread;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int signal;

  /// @param jcr the planner's
  /// @param life the connection to the caller's supervisor
  /// @param commands runs a command line to its end
  ResidentSession(
      Installation jcr, SessionRequest request, int life, ToIntFunction<Session> commands) {
    this.jcr = jcr;
    this.request = request;
    this.life = life;
    this.commands = commands;
    this.scope = new SessionScope(life);
    this.thread = Thread.ofPlatform().name("jcr " + request.command()).unstarted(this::serve);
  }

  void start() {
    thread.start();
  }

  /// Ends it as a signal ends a process.
  void end(int byThis) {
    signal = byThis;
    over();
  }

  private void over() {
    scope.finish();
    over.countDown();
    thread.interrupt();
  }

  /// Ends it, since nobody waits for it any more.
  ///
  /// @return false when it does not end: something of it hangs in a call that nothing interrupts
  boolean endsInTime() {
    over();
    try {
      return thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Waits for one that was late.
  void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    int[] status = {FAILED};
    try {
      scope.run(() -> status[0] = run());
    } catch (RuntimeException | Error e) {
      // It is over, and what it had to say nobody wants to hear.
    }
    if (status[0] != 0) {
      awaitReason();
    }
    List<Integer> mine = request.descriptors();
    scope.close();
    mine.forEach(new FfmLibc()::close);
    int told = signal == 0 ? status[0] : SIGNALLED + signal;
    UnixSocket.send(life, new byte[] {'S', (byte) told});
  }

  /// If something has come from the caller's supervisor, that is why the work has ended: whether it
  /// is a signal, the connection's thread is about to say.
  private void awaitReason() {
    try {
      if (new FfmLibc().poll(life, 0)) {
        over.await();
      }
    } catch (InterruptedException e) {
      // it has said so
    }
  }

  private int run() {
    List<Integer> fds = request.descriptors();
    ThreadPlace.enter(fds.get(DIRECTORY));
    PrintStream err =
        new PrintStream(
            new BufferedOutputStream(new DescriptorOutput(fds.get(2))),
            true,
            StandardCharsets.UTF_8);
    StandardOutput out = StandardOutput.to(new DescriptorOutput(fds.get(1)));
    Map<String, String> environment = new HashMap<>(request.environment());
    environment.remove("JCR_CALLED"); // of another process
    environment.put("JCR_CONTROL", Integer.toString(fds.get(CONTROL)));
    Session session =
        Session.ofCaller(
            jcr,
            request.arguments(),
            environment,
            Path.of(request.directory()),
            new DescriptorInput(fds.get(0)),
            out,
            err,
            new Session.Descriptors(fds.get(0), fds.get(1), fds.get(2)));
    int[] status = {FAILED};
    DeferredLogging.to(err, () -> status[0] = commands.applyAsInt(session));
    int told = out.finish(session, status[0]);
    err.flush();
    return told;
  }
}
