package io.jcr.cli.spec;

import io.jcr.api.UsageException;
import io.jcr.cli.option.OptionTable;
import io.jcr.init.StandardInput;
import io.jcr.state.LifePolicy;
import io.jcr.state.RestartPolicy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be asked about a container's life: how it is looked after, what happens when it ends.
public final class LifeOptions {
  /// The annotation with the moment at which it was made (RFC 3339).
  public static final String CREATED = "io.jcr.created";

  private static final int MAX_FILE = 1000;

  private boolean remove;
  private boolean keep;
  private @Nullable String restart;
  private @Nullable String stopSignal;
  private @Nullable String stopTimeout;
  private List<String> logOptions = new ArrayList<>();
  private List<String> labels = new ArrayList<>();
  private @Nullable Path cidFile;

  /// The options of `jcr run` and `jcr create`.
  public void declare(OptionTable table) {
    table
        .flag("--rm", "Remove the container when it ends.", given -> remove = given)
        .flag("--keep", "Keep the container when it ends, until jcr rm.", given -> keep = given)
        .value(
            "--restart",
            "POLICY",
            "Whether to restart the container when it ends: no (default), on-failure[:N], always, unless-stopped.",
            given -> restart = given)
        .value(
            "--stop-signal",
            "SIGNAL",
            "Signal that jcr stop sends (default: SIGTERM).",
            given -> stopSignal = given)
        .value(
            "--stop-timeout",
            "SECONDS",
            "How long jcr stop waits before it kills the container (default: 10; -1: forever).",
            given -> stopTimeout = given)
        .values(
            "--log-opt",
            "KEY=VALUE",
            "Rotate the log of a detached container: max-size=10M, max-file=3.",
            given -> logOptions = given)
        .values(
            "-l, --label", "KEY=VALUE", "Add a label to the container.", given -> labels = given)
        .file("--cidfile", "FILE", "Write the container's id to FILE.", given -> cidFile = given);
  }

  /// Whether it is kept when it ends.
  ///
  /// @param detached what it is unless something else is asked for
  public boolean kept(boolean detached) {
    if (remove && keep) {
      throw new UsageException("--rm and --keep contradict each other (leave one of them out)");
    }
    return keep
        || (detached && !remove)
        || policy(StandardInput.NONE).restart().when() != RestartPolicy.When.NO;
  }

  /// Where its id is to be written to, or null.
  public @Nullable Path cidFile() {
    return cidFile;
  }

  /// How it is looked after.
  ///
  /// @param stdin what it reads when it is detached
  public LifePolicy policy(StandardInput stdin) {
    RestartPolicy policy = restart == null ? RestartPolicy.NO : RestartPolicy.parse(restart);
    if (remove && policy.when() != RestartPolicy.When.NO) {
      throw new UsageException(
          "--rm and --restart=" + restart + " contradict each other (leave one of them out)");
    }
    LifePolicy usual = LifePolicy.DEFAULT;
    return new LifePolicy(
        remove,
        policy,
        stopSignal == null ? usual.stopSignal() : Signals.name("--stop-signal", stopSignal),
        stopTimeout == null ? usual.stopTimeout() : seconds(stopTimeout),
        log("max-size").map(LifeOptions::bytes).orElse(usual.logMaxSize()),
        log("max-file").map(LifeOptions::files).orElse(usual.logMaxFile()),
        stdin);
  }

  /// The annotations for a spec: the policy, the labels, the time.
  public Map<String, String> annotations(StandardInput stdin) {
    Map<String, String> annotations = new HashMap<>(policy(stdin).annotations());
    annotations.put(CREATED, Instant.now().toString());
    for (String label : labels) {
      int equals = label.indexOf('=');
      String key = equals < 0 ? label : label.substring(0, equals);
      if (key.isEmpty() || key.startsWith("io.jcr.")) {
        throw new UsageException(
            "--label="
                + label
                + ": expected KEY=VALUE; keys that begin with io.jcr. are jcr's own");
      }
      annotations.put(key, equals < 0 ? "" : label.substring(equals + 1));
    }
    return annotations;
  }

  private Optional<String> log(String wanted) {
    Optional<String> found = Optional.empty();
    for (String option : logOptions) {
      int equals = option.indexOf('=');
      String key = equals < 0 ? option : option.substring(0, equals);
      if (equals < 0 || (!key.equals("max-size") && !key.equals("max-file"))) {
        throw new UsageException(
            "--log-opt=" + option + ": choose from max-size=SIZE and max-file=COUNT");
      }
      if (key.equals(wanted)) {
        found = Optional.of(option.substring(equals + 1));
      }
    }
    return found;
  }

  private static long bytes(String text) {
    long bytes =
        ByteSize.parse(text)
            .orElseThrow(() ->
                new UsageException("--log-opt=max-size=" + text + ": expected a size such as 10M"));
    if (bytes == 0) {
      throw new UsageException(
          "--log-opt=max-size="
              + text
              + ": expected a size of at least 1 byte; without max-size a log is not rotated");
    }
    return bytes;
  }

  private static int files(String text) {
    return number("--log-opt=max-file", text, 1, MAX_FILE);
  }

  private static int seconds(String text) {
    return number("--stop-timeout", text, -1, Integer.MAX_VALUE);
  }

  private static int number(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException(
        option + "=" + text + ": expected a number from " + least + " to " + most);
  }
}
