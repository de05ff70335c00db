package io.jcr.init;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.InitException;
import io.jcr.init.Packet.Reply;
import io.jcr.linux.Libc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The JVM's end of the socket to its supervisor, jcr-init, and after [#launch] to the container's
/// process:
///
/// ```
/// begin(journal) → launch(plan) = the process exists → proceed() → awaitExec()
///                ↳ record(ending) → attach(…) → detach(…) → launch …   for a container that is kept, detached
///         ↳ events(…) → launch …   for one whose life is recorded
/// ```
public final class ControlSocket {
  /// The environment variable in which the supervisor names the file descriptor.
  static final String VARIABLE = "JCR_CONTROL";

  private static final int NONE = -1;
  private static final int MAX_DIGITS = 4;
  private static final int MAX_PACKET = 1 << 16;

  private final Libc libc;
  private final int fd;
  private List<Reply.Span> spans = List.of();
  private int failedWith;
  private boolean met;

  private ControlSocket(Libc libc, int fd) {
    this.libc = libc;
    this.fd = fd;
  }

  /// The socket that this JVM inherited from its supervisor.
  ///
  /// @param environment [System#getenv()]
  /// @throws HostException when there is none: the JVM was not started by bin/jcr
  public static ControlSocket inherited(Libc libc, Map<String, String> environment) {
    String number = environment.get(VARIABLE);
    int fd = number == null ? NONE : descriptor(number);
    if (fd == NONE) {
      throw new HostException(
          "no supervisor: "
              + VARIABLE
              + " is not set (start jcr through its bin/jcr, not by java)");
    }
    return new ControlSocket(libc, fd);
  }

  private static int descriptor(String number) {
    int fd = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c < '0' || c > '9' || i == MAX_DIGITS) {
        return NONE;
      }
      fd = 10 * fd + (c - '0');
    }
    return number.isEmpty() ? NONE : fd;
  }

  /// The supervisor's pid. This process need not be its child.
  public long supervisor() {
    return libc.peer(fd);
  }

  /// Makes the supervisor create the container's directory and, in it, the undo journal, which it
  /// locks. It runs the journal when the JVM or the container ends. The lock comes with the answer,
  /// too: if the supervisor is killed, nobody takes the container for dead before the last change
  /// that is being made for it here.
  public void begin(Path journal) {
    libc.send(fd, Packet.begin(journal.toString()));
    expectOk(decoded(() -> libc.recvWithRights(fd, MAX_PACKET)), "lock", journal.toString());
  }

  /// Makes the supervisor run the journal of a container whose own supervisor is gone.
  ///
  /// @return false when that one is still alive, so nothing was done
  public boolean reclaim(Path journal) {
    libc.send(fd, Packet.reclaim(journal.toString()));
    return switch (receive()) {
      case Reply.Ok ok -> true;
      case Reply.Failed failed when failed.errno() == Errno.EAGAIN -> false;
      case Reply reply -> throw unexpected(reply, "reclaim", journal.toString());
    };
  }

  /// The directories of containers that have lost their supervisor: nobody has locked their undo
  /// journals, or they have neither a journal nor a record. This is asked at each start, with any
  /// number of containers alive; jcr-init answers it ten times as fast as this JVM could.
  ///
  /// @param containers the directory of all containers' directories; it need not exist
  /// @return their names, in no order; if they are very many, some of them
  /// @throws ErrnoException when the directory cannot be read
  public List<String> dead(Path containers) {
    libc.send(fd, Packet.dead(containers.toString()));
    return switch (receive()) {
      case Reply.Names(List<String> names) -> names;
      case Reply reply -> throw unexpected(reply, "list the containers in", containers.toString());
    };
  }

  /// Makes the supervisor record how the container ended, and start what follows it. Call this
  /// after [#begin] and before [#launch].
  ///
  /// @throws ErrnoException when the exit file's directory does not exist or has no room
  public void record(Ending ending) {
    libc.send(fd, Packet.record(ending));
    expectOk("record", "the end of the container");
  }

  /// Makes the supervisor write events when the process of the next [#launch] starts its program
  /// and when it ends. A container that fails to start has none.
  public void events(LifeEvents events) {
    libc.send(fd, Packet.events(events));
    expectOk("record", "events");
  }

  /// Makes the supervisor add to a trace how long the teardown took, rather than say that on
  /// standard error. Call this before [#launch].
  ///
  /// @throws ErrnoException when the file cannot be opened
  public void teardown(Teardown what) {
    libc.send(fd, Packet.teardown(what));
    expectOk("open", what.file().toString());
  }

  /// Makes the supervisor write one event now.
  ///
  /// @throws ErrnoException when the file cannot be written
  public void event(EventFile file, Subject subject, String action) {
    libc.send(fd, Packet.event(file, subject, action));
    expectOk("write", file.path().toString());
  }

  /// Makes a new supervisor, in a session of its own, take over the journal and everything that
  /// follows. The process that the caller waits for ends when this JVM does: if the JVM ends with
  /// 0, so does that process, and the container keeps running; otherwise the container is killed
  /// and everything is undone first. Call this after [#begin] (if any), [#record] and [#attach],
  /// and before [#launch].
  ///
  /// @return the supervisor's pid
  /// @throws ErrnoException when the log or the socket cannot be created
  public long detach(Detachment how) {
    libc.send(fd, Packet.detach(how));
    return expectOk("detach", "the container");
  }

  /// Makes the process that the caller waits for a client of a container's supervisor once this JVM
  /// has ended with 0. It relays the caller's standard streams until the detach keys are typed or
  /// the container ends, whose exit status it then takes over. Call this either before [#detach],
  /// for the container about to be launched, or alone, for a running one.
  ///
  /// @throws ErrnoException when nobody listens on the socket
  public void attach(Attachment how) {
    libc.send(fd, Packet.attach(how));
    expectOk("attach to", "the container");
  }

  /// Makes the supervisor create the container's process. The process runs immediately, up to its
  /// [io.jcr.api.op.InitOp.Park], so its reports may arrive before the supervisor's report about
  /// it.
  ///
  /// @throws InitException when that fails
  public InitProcess launch(LaunchPlan plan) {
    libc.send(fd, Packet.launch(plan));
    while (true) {
      switch (receive()) {
        case Reply.Parked(long pid, long startTime) -> {
          return new InitProcess(pid, startTime);
        }
        case Reply.Trace(List<Reply.Span> reported) -> spans = reported;
        case Reply.Met _ -> met = true;
        case Reply.Failed failed -> throw failure(plan, failed);
        case Reply reply -> throw gone(reply);
      }
    }
  }

  /// Waits until the process has got to its [io.jcr.api.op.InitOp.Meet]. It then waits for
  /// [#proceed], and for another one at its Park.
  ///
  /// @throws InitException when an operation before that failed
  public void awaitMeeting(LaunchPlan plan) {
    while (!met) {
      switch (receive()) {
        case Reply.Met _ -> met = true;
        case Reply.Trace(List<Reply.Span> reported) -> spans = reported;
        case Reply.Failed failed -> throw failure(plan, failed);
        case Reply reply -> throw gone(reply);
      }
    }
  }

  private InitException failure(LaunchPlan plan, Reply.Failed failed) {
    failedWith = failed.errno();
    return InitFailure.of(plan, failed);
  }

  /// What [#launch] sends.
  public static byte[] packet(LaunchPlan plan) {
    return Packet.launch(plan);
  }

  /// Lets the process pass its [io.jcr.api.op.InitOp.Meet] or [io.jcr.api.op.InitOp.Park].
  public void proceed() {
    try {
      libc.send(fd, Packet.proceed());
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EPIPE) {
        throw e;
      }
      // It failed before it got here; its report is still to be read.
    }
  }

  /// Waits until the process runs the user's program.
  ///
  /// @throws InitException when an operation failed
  public void awaitExec(LaunchPlan plan) {
    while (true) {
      switch (receive()) {
        case Reply.End end -> {
          return;
        }
        case Reply.Trace(List<Reply.Span> reported) -> spans = reported;
        case Reply.Failed failed -> throw failure(plan, failed);
        case Reply reply -> throw gone(reply);
      }
    }
  }

  /// When the process executed each operation that it has begun, if the plan asked for a trace;
  /// else empty. If the launch has failed, the last one has failed.
  public List<StepTime> stepTimes(LaunchPlan plan) {
    List<LaunchPlan.Step> steps = new ArrayList<>(plan.enter());
    steps.addAll(plan.inside());
    List<StepTime> times = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      int errno = i == spans.size() - 1 ? failedWith : 0;
      times.add(new StepTime(steps.get(i), spans.get(i).begin(), spans.get(i).end(), errno));
    }
    return times;
  }

  /// The container's process.
  ///
  /// @param pid in the host's PID namespace
  /// @param startTime field 22 of proc_pid_stat(5)
  public record InitProcess(long pid, long startTime) {}

  /// When the process executed an operation.
  ///
  /// @param begin CLOCK_MONOTONIC, nanoseconds
  /// @param end CLOCK_MONOTONIC, nanoseconds
  /// @param errno with which it failed; 0: it did not
  public record StepTime(LaunchPlan.Step step, long begin, long end, int errno) {
    /// The operation in words.
    public String text() {
      return OpText.of(step.op()).toString();
    }
  }

  /// A process that ends with a packet unread resets the connection. The kernel reports that once,
  /// before it delivers what the process had sent.
  private static Reply decoded(Supplier<byte[]> received) {
    try {
      return Packet.decode(received.get());
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ECONNRESET) {
        throw e;
      }
      return Packet.decode(received.get());
    }
  }

  private Reply receive() {
    return decoded(() -> libc.recv(fd, MAX_PACKET));
  }

  private long expectOk(String operation, String object) {
    return expectOk(receive(), operation, object);
  }

  /// The answer's value. A failure concerns the object that it names, or else `object`.
  private static long expectOk(Reply answer, String operation, String object) {
    return switch (answer) {
      case Reply.Ok(long value) -> value;
      case Reply.Failed failed when !failed.detail().isEmpty() ->
          throw new ErrnoException(operation, failed.detail(), failed.errno());
      case Reply reply -> throw unexpected(reply, operation, object);
    };
  }

  private static RuntimeException unexpected(Reply reply, String operation, String object) {
    return reply instanceof Reply.Failed failed
        ? new ErrnoException(operation, object, failed.errno())
        : gone(reply);
  }

  private static HostException gone(Reply reply) {
    return new HostException(
        reply instanceof Reply.End
            ? "the container's process is gone: it was killed before it could start the command"
            : "unexpected packet from jcr-init: " + reply);
  }
}
