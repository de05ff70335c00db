package io.jcr.plugins.bench;

import io.jcr.plugins.bench.subject.SubjectSpec;
import io.jcr.plugins.bench.suite.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `--quick` measures: every suite, each with few subjects.
final class QuickLook {
  private static final int PEERS = 2;
  private static final List<String> IN_ORDER =
      List.of("runc", "crun", "podman", "bwrap", "lxc", "systemd-nspawn");
  private static final Set<String> PROGRAMS = Set.of("boot", "density", "cpu", "mem", "sys", "io");

  private QuickLook() {}

  /// The default subjects. One virtual machine, with a network, is measured by all suites; of the
  /// peers, the first two that are installed.
  static List<SubjectSpec> subjects() {
    List<SubjectSpec> all = new ArrayList<>();
    all.add(new SubjectSpec("bare", Map.of(), Set.of()));
    all.add(new SubjectSpec("jcr", Map.of(), PROGRAMS));
    all.add(
        new SubjectSpec("jcr", Map.of("net", "veth"), Set.of("boot", "density", "net", "nginx")));
    all.add(new SubjectSpec("jcr", Map.of("daemon", "always"), Set.of("boot")));
    Set<String> virtual = Set.of("boot", "density", "cpu", "mem", "sys", "io", "net", "nginx");
    all.add(new SubjectSpec("vm", Map.of("net", "tap"), virtual));
    IN_ORDER.stream()
        .map(peer -> new SubjectSpec(peer, Map.of(), PROGRAMS))
        .filter(Listing::isInstalled)
        .limit(PEERS)
        .forEach(all::add);
    return all;
  }

  /// What a report must say about it.
  static List<String> leftOut(Request request) {
    Settings settings = request.settings();
    List<String> sentences = new ArrayList<>();
    if (request.subjects().isEmpty()) {
      sentences.add(
          "Subjects: jcr with the host's network and with a bind mount, a virtual machine"
              + " without a network, and all installed peers except the first "
              + PEERS
              + " of "
              + String.join(", ", IN_ORDER)
              + ".");
    }
    sentences.add(
        "Rounds: at most "
            + settings.repeat()
            + "; for cold starts, density and simultaneous starts "
            + settings.crowds()
            + ", for a virtual machine "
            + settings.machines()
            + "; fewer if the time limit requires it. Virtual machines have no cold starts.");
    sentences.add(
        "Crowds of 50 and 100. A workload runs for "
            + settings.seconds()
            + " s instead of "
            + Settings.full().seconds()
            + " s, without a warm-up, so intervals are wide.");
    return sentences;
  }
}
