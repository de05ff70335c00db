package io.jcr.state;

import io.jcr.api.ContainerSpec;
import io.jcr.init.StandardInput;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// How a container is treated while it runs and when it ends. The OCI runtime spec cannot express
/// this, so it is in annotations `io.jcr.*` of the spec.
///
/// @param remove whether its record is removed when it ends (`--rm`)
/// @param restart whether it is restarted when it ends
/// @param stopSignal the signal that asks it to end
/// @param stopTimeout seconds to wait for that before it is killed; negative for no limit
/// @param logMaxSize bytes after which its log is rotated; 0 for never
/// @param logMaxFile the largest number of files of its log
/// @param stdin its standard input when it is detached
public record LifePolicy(
    boolean remove,
    RestartPolicy restart,
    String stopSignal,
    int stopTimeout,
    long logMaxSize,
    int logMaxFile,
    StandardInput stdin) {
  /// docker's defaults.
  public static final LifePolicy DEFAULT =
      new LifePolicy(false, RestartPolicy.NO, "SIGTERM", 10, 0, 1, StandardInput.NONE);

  private static final String REMOVE = "io.jcr.auto-remove";
  private static final String RESTART = "io.jcr.restart";
  private static final String STOP_SIGNAL = "io.jcr.stop-signal";
  private static final String STOP_TIMEOUT = "io.jcr.stop-timeout";
  private static final String LOG_MAX_SIZE = "io.jcr.log.max-size";
  private static final String LOG_MAX_FILE = "io.jcr.log.max-file";
  private static final String STDIN = "io.jcr.stdin";

  /// Reads the annotations of `spec`; missing ones have their default.
  public static LifePolicy of(ContainerSpec spec) {
    Map<String, String> a = spec.annotations();
    return new LifePolicy(
        "true".equals(a.get(REMOVE)),
        RestartPolicy.parse(a.getOrDefault(RESTART, DEFAULT.restart.text())),
        a.getOrDefault(STOP_SIGNAL, DEFAULT.stopSignal),
        Integer.parseInt(a.getOrDefault(STOP_TIMEOUT, "" + DEFAULT.stopTimeout)),
        Long.parseLong(a.getOrDefault(LOG_MAX_SIZE, "" + DEFAULT.logMaxSize)),
        Integer.parseInt(a.getOrDefault(LOG_MAX_FILE, "" + DEFAULT.logMaxFile)),
        StandardInput.valueOf(
            a.getOrDefault(STDIN, DEFAULT.stdin.name()).toUpperCase(Locale.ROOT)));
  }

  /// The annotations for this policy: those that differ from the default.
  public Map<String, String> annotations() {
    Map<String, String> annotations = new HashMap<>();
    put(annotations, REMOVE, "" + remove, "" + DEFAULT.remove);
    put(annotations, RESTART, restart.text(), DEFAULT.restart.text());
    put(annotations, STOP_SIGNAL, stopSignal, DEFAULT.stopSignal);
    put(annotations, STOP_TIMEOUT, "" + stopTimeout, "" + DEFAULT.stopTimeout);
    put(annotations, LOG_MAX_SIZE, "" + logMaxSize, "" + DEFAULT.logMaxSize);
    put(annotations, LOG_MAX_FILE, "" + logMaxFile, "" + DEFAULT.logMaxFile);
    put(annotations, STDIN, stdin.name().toLowerCase(Locale.ROOT), "none");
    return annotations;
  }

  private static void put(Map<String, String> to, String name, String value, String usual) {
    if (!value.equals(usual)) {
      to.put(name, value);
    }
  }
}
