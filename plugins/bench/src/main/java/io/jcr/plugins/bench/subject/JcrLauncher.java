package io.jcr.plugins.bench.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `jcr run`, as a user would type it: with a JVM of its own, or served by a planner, which is then
/// one of this bench's own.
final class JcrLauncher implements Launcher {
  private final String id;
  private final Map<String, String> backends;
  private final boolean resident;
  private final Workplace workplace;
  private final Resources resources;

  /// @param backends values of `--ns`, `--fs`, `--net` and `--limiter`
  /// @param resident whether a planner serves it
  JcrLauncher(
      String id,
      Map<String, String> backends,
      boolean resident,
      Workplace workplace,
      Resources resources) {
    this.id = id;
    this.backends = backends;
    this.resident = resident;
    this.workplace = workplace;
    this.resources = resources;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return id;
  }

  @Override
  public void prepare() {}

  @Override
  public ProcessBuilder process(List<String> command, String instance) {
    return process(List.of(), command);
  }

  /// As above, with more options.
  ProcessBuilder process(List<String> options, List<String> command) {
    return jcr(line(options, command));
  }

  /// Whatever planner the caller has is not used: what is measured is said by the subject.
  private ProcessBuilder jcr(List<String> arguments) {
    if (resident) {
      return workplace.planner().serves(arguments);
    }
    ProcessBuilder builder = workplace.jcr().jcr(arguments);
    builder.environment().put("JCR_DAEMON", "never");
    return builder;
  }

  private List<String> line(List<String> options, List<String> command) {
    List<String> line = new ArrayList<>(List.of("run"));
    backends.forEach((spi, value) -> line.add("--" + spi + "=" + value));
    line.add("--root=" + workplace.resolve("jcr"));
    line.add("--rootfs=" + workplace.rootfs());
    line.add("--limit=memory:" + resources.memoryBytes());
    line.add("--limit=cpu:" + String.format(Locale.ROOT, "%.3f", resources.cpus()));
    line.add("--no-tty");
    line.addAll(options);
    line.add("--");
    line.addAll(command);
    return line;
  }

  @Override
  public boolean hostNetwork() {
    return "host".equals(backends.get("net"));
  }

  @Override
  public boolean reachable() {
    String network = backends.getOrDefault("net", "none");
    return !network.startsWith("none");
  }

  @Override
  public void close() {
    if (resident) {
      workplace.planner().stop();
    }
  }
}
