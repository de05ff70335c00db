package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Container;
import io.jcr.plugins.demo.stage.Shell;
import io.jcr.plugins.demo.stage.Stage;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A cgroup limit, and a program that wants more.
///
/// @param limit which one
record LimitScene(Limit limit) implements Scene {
  private static final Pattern MEM_AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");
  private static final Pattern TOUCHED =
      Pattern.compile("touched \\d+ bytes \\((\\d+\\.\\d) MiB\\)");
  private static final Pattern STATUS = Pattern.compile("exit status (\\d+)");
  private static final Pattern SHARE = Pattern.compile("share (\\d+\\.\\d+)");
  private static final Pattern FORKED = Pattern.compile("forked (\\d+) children.*");
  private static final Pattern THROTTLED = Pattern.compile("nr_throttled (\\d+)");

  /// A little more than the memory hog takes without its limit.
  private static final long ENOUGH_KIB = 400 * 1024;

  @Override
  public String name() {
    return limit.scene();
  }

  @Override
  public String title() {
    return limit.title();
  }

  @Override
  public String sentence() {
    return limit.sentence();
  }

  @Override
  public List<Claim> claims() {
    return limit.claims();
  }

  @Override
  public Picture picture() {
    return limit.picture();
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    requireMemory();
    Container limited = stage.container("limited", limit.option());
    Container free = stage.containerExactly("without");
    // One after the other, so that they do not compete for the CPUs.
    return new Evidence(
        List.of(look(stage, "--limit", limited), look(stage, "without", free).as("without", true)));
  }

  private static void requireMemory() throws IOException, CannotBeShown {
    Matcher available = MEM_AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
    if (available.find() && Long.parseLong(available.group(1)) < ENOUGH_KIB) {
      throw new CannotBeShown(
          "the host has less than " + ENOUGH_KIB / 1024 + " MiB of memory available");
    }
  }

  private Observation look(Stage stage, String way, Container container)
      throws IOException, InterruptedException, CannotBeShown {
    Map<String, String> facts = new HashMap<>();
    Shell host = stage.host();
    Path cgroup = cgroupOf(stage.jcr().facts(), stage.pidOf(container, host));
    Limit.Files files =
        Files.exists(cgroup.resolve(limit.v1().limit().getFirst())) ? limit.v1() : limit.v2();
    host.type("cd " + cgroup);
    facts.put("limit", host.type("cat " + String.join(" ", files.limit())).text());
    Shell.Said said = container.typeLast(limit.program() + "; echo exit status $?");
    facts.put("says", said.text());
    last(STATUS, said.text()).ifPresent(status -> facts.put("exit status", status));
    // With memory.oom.group, the kernel kills the shell, too, and the group is gone with the
    // container.
    boolean lives = Files.exists(cgroup);
    String result = lives ? host.type("cat " + files.result()).text() : "";
    facts.put("result", result);
    last(THROTTLED, result).ifPresent(count -> facts.put("times stopped", count));
    last(TOUCHED, said.text()).ifPresent(mebibytes -> facts.put("MiB", mebibytes));
    last(SHARE, said.text()).ifPresent(share -> facts.put("CPUs", share));
    last(FORKED, said.text())
        .ifPresent( // the shell and the program are processes, too
            children -> facts.put("processes", Long.toString(Long.parseLong(children) + 2)));
    return new Observation(
        way, false, List.of(container.command()), List.of(container.view(), host.view()), facts);
  }

  private static Optional<String> last(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).reduce((a, b) -> b);
  }

  /// Where the host has the controller's files for a process.
  private Path cgroupOf(HostFacts facts, String pid) throws IOException, CannotBeShown {
    for (String line : Files.readAllLines(Path.of("/proc", pid, "cgroup"))) {
      String[] fields = line.split(":", 3);
      int version = fields[1].isEmpty() ? 2 : 1;
      boolean carries =
          version == 2 || List.of(fields[1].split(",", -1)).contains(limit.controller());
      Optional<Path> mounted =
          facts.cgroup(version, limit.controller()).map(HostFacts.CgroupHierarchy::mountPoint);
      if (carries && mounted.isPresent()) {
        return mounted.get().resolve(fields[2].substring(1));
      }
    }
    throw new CannotBeShown("no mounted cgroup hierarchy has the controller " + limit.controller());
  }
}
