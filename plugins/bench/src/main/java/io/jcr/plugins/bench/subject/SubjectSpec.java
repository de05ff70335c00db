package io.jcr.plugins.bench.subject;

import io.jcr.api.UsageException;
import io.jcr.spi.SpiTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A subject as named on the command line: `jcr:ns=unshare,net=veth`.
///
/// @param name which kind
/// @param options in the order given
/// @param suites those that measure it; empty: all that can
public record SubjectSpec(String name, Map<String, String> options, Set<String> suites) {
  /// The same program again, for the noise.
  public static final String AGAIN = "bare-again";

  private static final Map<String, Set<String>> OPTIONS =
      Map.of(
          "bare", Set.of(),
          "jcr", optionsOfJcr(),
          "vm", Set.of("net"));
  private static final Set<String> PEERS =
      Set.of("runc", "crun", "podman", "bwrap", "systemd-nspawn", "lxc");
  private static final Set<String> RESOURCES = Set.of("cpus", "memory");

  /// The option of jcr that is about the planner, which is [#ALWAYS] or [#NEVER] there.
  static final String DAEMON = "daemon";

  static final String ALWAYS = "always";
  static final String NEVER = "never";

  private static Set<String> optionsOfJcr() {
    Set<String> options = new TreeSet<>(SpiTable.STANDARD.options());
    options.add(DAEMON);
    return Set.copyOf(options);
  }

  /// Copies.
  public SubjectSpec {
    options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
    suites = Set.copyOf(suites);
  }

  /// Parses what was typed.
  ///
  /// @throws UsageException if there is no such subject or option
  public static SubjectSpec parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    Set<String> own = OPTIONS.get(name);
    if (own == null && !PEERS.contains(name)) {
      Set<String> known = new TreeSet<>(OPTIONS.keySet());
      known.addAll(PEERS);
      throw new UsageException(
          "--subject="
              + text
              + ": unknown subject '"
              + name
              + "': choose from "
              + String.join(", ", known));
    }
    Set<String> known = new TreeSet<>(RESOURCES);
    known.addAll(own == null ? Set.of() : own);
    Map<String, String> options = new LinkedHashMap<>();
    if (colon >= 0) {
      words(text.substring(colon + 1)).forEach(word -> addOption(options, word, known, text));
    }
    return new SubjectSpec(name, options, Set.of());
  }

  /// Commas also separate the options of jcr's backends: `net=veth:ip=10.88.0.7,rate=10M` is one
  /// word.
  private static List<String> words(String list) {
    List<String> words = new ArrayList<>();
    for (String word : list.split(",", -1)) {
      boolean backendOption =
          !words.isEmpty()
              && words.getLast().contains(":")
              && OPTIONS.values().stream().noneMatch(keys -> keys.contains(key(word)))
              && !RESOURCES.contains(key(word));
      if (backendOption) {
        words.add(words.removeLast() + "," + word);
      } else {
        words.add(word);
      }
    }
    return words;
  }

  private static String key(String word) {
    return word.replaceAll("=.*", "");
  }

  private static void addOption(
      Map<String, String> options, String word, Set<String> known, String text) {
    String key = key(word);
    if (!known.contains(key) || !word.contains("=") || word.endsWith("=")) {
      throw new UsageException(
          "--subject="
              + text
              + ": '"
              + word
              + "' is not one of its options: choose from "
              + (String.join("=, ", known) + "="));
    }
    String value = word.substring(key.length() + 1);
    if (options.put(key, value) != null) {
      throw new UsageException("--subject=" + text + ": " + key + " is given twice");
    }
    if (key.equals(DAEMON) && !value.equals(ALWAYS) && !value.equals(NEVER)) {
      throw new UsageException(
          "--subject=" + text + ": daemon=" + value + ": choose from always, never");
    }
  }

  /// What is measured by default, each by the suites where it is informative.
  public static List<SubjectSpec> defaults() {
    Set<String> programs = Set.of("boot", "cpu", "mem", "sys", "io");
    List<SubjectSpec> all = new ArrayList<>();
    all.add(new SubjectSpec("bare", Map.of(), Set.of()));
    all.add(new SubjectSpec("jcr", Map.of(), Set.of("boot", "density", "cpu", "mem", "sys", "io")));
    all.add(new SubjectSpec("jcr", Map.of(DAEMON, ALWAYS), Set.of("boot", "density")));
    Set<String> connected = Set.of("boot", "density", "net", "nginx");
    all.add(new SubjectSpec("jcr", Map.of("net", "veth"), connected));
    all.add(new SubjectSpec("jcr", Map.of("net", "host"), Set.of("net", "nginx")));
    all.add(new SubjectSpec("jcr", Map.of("fs", "bind"), Set.of("io")));
    all.add(new SubjectSpec("vm", Map.of(), programs));
    all.add(new SubjectSpec("vm", Map.of("net", "tap"), connected));
    Set<String> peerSuites = new java.util.HashSet<>(programs);
    peerSuites.add("density");
    new TreeSet<>(PEERS).forEach(peer -> all.add(new SubjectSpec(peer, Map.of(), peerSuites)));
    return all;
  }

  /// As it is typed.
  public String text() {
    StringBuilder text = new StringBuilder(name);
    options.forEach((key, value) ->
        text.append(text.indexOf(":") < 0 ? ":" : ",").append(key).append('=').append(value));
    return text.toString();
  }

  /// Whether the subject is only for comparison and uses another project's program.
  public boolean peer() {
    return PEERS.contains(name);
  }
}
