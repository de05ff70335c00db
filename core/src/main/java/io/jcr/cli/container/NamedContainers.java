package io.jcr.cli.container;

import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.JcrException;
import io.jcr.api.UsageException;
import io.jcr.cli.container.Explained.Explanation;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.session.Session;
import io.jcr.host.Effects;
import io.jcr.host.HostLog;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.linux.ProbedCause;
import io.jcr.runtime.Plan;
import io.jcr.runtime.Timeline;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Applies an action to each container named on the command line; a failure does not stop the
/// others. The action is done, and traced if `--trace` says so, or only explained.
public final class NamedContainers {
  private static final int FAILED = 125;

  private final Session session;
  private final String command;
  private final TraceOutput output;
  private final long began = System.nanoTime();
  private List<String> names = List.of();
  private @Nullable String trace;

  /// @param command its name
  /// @param output writes the report of `--trace`
  public NamedContainers(Session session, String command, TraceOutput output) {
    this.session = session;
    this.command = command;
    this.output = output;
  }

  /// The command line with the options of `table`, `--trace` and the names.
  public CommandLine line(OptionTable table) {
    return table
        .help()
        .trace(given -> trace = given)
        .words("NAME...", "The containers.", words -> names = words)
        .line();
  }

  /// Does something to each container and prints the names of those for which it succeeded.
  ///
  /// @param prepared makes the action, which does everything through the given effects
  /// @return the exit status: 0, or the highest of those that failed
  public int each(Function<Effects, Consumer<String>> prepared) {
    requireNames(command, names);
    if (trace == null) {
      return each(session, names, prepared.apply(Effects.made()), session.out()::println);
    }
    Timeline timeline = new Timeline(true);
    timeline.mark("java main", began);
    timeline.begin();
    AtomicInteger status = new AtomicInteger();
    output.traced(trace, timeline, () -> status.set(traced(prepared, timeline)));
    return status.get();
  }

  private int traced(Function<Effects, Consumer<String>> prepared, Timeline timeline) {
    Consumer<String> action = prepared.apply(Effects.observed(timeline.hostLog()));
    timeline.mark("options");
    Consumer<String> marked =
        name -> {
          try {
            action.accept(name);
          } catch (JcrException | ErrnoException e) {
            timeline.failed(e); // the others go on
            throw e;
          }
          timeline.mark(command + " " + name);
        };
    return each(session, names, marked, session.out()::println);
  }

  /// The same without doing it, for [Explained].
  public Explanation explain(Function<Effects, Consumer<String>> prepared) {
    requireNames(command, names);
    HostLog log = new HostLog(true);
    int status = each(session, names, prepared.apply(Effects.pretended(log)), name -> {});
    return new Explanation(status, Plan.of(log.entries()));
  }

  /// Does `action` to each and prints the names for which it succeeded.
  ///
  /// @param command for the message when there is no name
  /// @return the exit status: 0, or the highest of those that failed
  public static int each(
      Session session, String command, List<String> names, Consumer<String> action) {
    requireNames(command, names);
    return each(session, names, action, session.out()::println);
  }

  private static void requireNames(String command, List<String> names) {
    if (names.isEmpty()) {
      throw new UsageException(command + ": expected the name of a container");
    }
  }

  private static int each(
      Session session, List<String> names, Consumer<String> action, Consumer<String> done) {
    int status = 0;
    for (String name : names) {
      try {
        action.accept(name);
        done.accept(name);
      } catch (JcrException e) {
        session.say(e.getMessage());
        status = Math.max(status, e.exitStatus());
      } catch (ErrnoException e) {
        String advice = ProbedCause.of(e, new LinuxHostFacts());
        session.say(new HostException("jcr", e, advice).getMessage());
        status = Math.max(status, FAILED);
      }
    }
    return status;
  }
}
