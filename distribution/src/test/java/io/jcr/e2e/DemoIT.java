package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `jcr demo` shows what it promises, in every form. That it leaves nothing, [WithJcr] looks at.
@WithJcr
class DemoIT {
  private static final String CTRL_C = "\u0003";

  /// An argument of a process that the page quotes, as other programs of the host may have them.
  private static final String LOOKS_LIKE_MARKUP = "--url=https://a.org src=x <script";

  private static final Path WORKSHOPS = Path.of("/run/jcr/demo");

  private static void controllers() {
    List.of("memory", "cpu", "pids").forEach(Requires::controller);
  }

  @Test
  void everyRequirementIsShown(Jcr jcr, @TempDir Path directory) throws IOException {
    controllers();
    Path page = directory.resolve("demo.html");
    Path cast = directory.resolve("demo.cast");
    try (Started quoted = jcr.launch(List.of("sh", "-c", "read line", LOOKS_LIKE_MARKUP));
        Started demo =
            jcr.launch(
                jcr.command(
                    withoutDownloads(
                        jcr, "--format=json", "--html=" + page, "--record=" + cast)))) {
      Await.within(Duration.ofMinutes(4), () -> ended(demo));
      Result result = demo.awaitEnd();
      Json json = result.json();
      for (Json scene : json.get("scenes").elements().toList()) {
        assertTrue(scene.get("ok").flag(), () -> String.valueOf(scene.value()));
      }
      assertEquals(18, json.get("scenes").elements().count());
      assertTrue(json.get("ok").flag());
      result.succeeded();
      assertTrue(quoted.isAlive());
    }
    String html = Files.readString(page);
    assertTrue(html.contains(LOOKS_LIKE_MARKUP.replace("<", "&lt;")), "the host's ps is quoted");
    String markup = html.replaceAll(">[^<]*<(?!/style>)", "><"); // tags and style sheets
    assertFalse(Pattern.compile("https?:|\\bsrc\\s*=|url\\(|<script").matcher(markup).find());
    assertTrue(html.contains("18 of 18 scenes hold"));
    List<String> events = Files.readAllLines(cast);
    assertEquals(2, Json.parse(events.getFirst()).get("version").number());
    assertTrue(events.getLast().matches("\\[[0-9.]+,\"o\",\".*18 of 18 hold.*\"]"));
    assertFalse(Files.exists(WORKSHOPS.resolve("demo")));
  }

  /// All scenes but the one that fetches packages of Debian.
  private static String[] withoutDownloads(Jcr jcr, String... options) {
    Stream<String> scenes =
        jcr.call("demo", "--list").succeeded().lines().stream()
            .map(line -> "--scene=" + line.replaceFirst(" .*", ""))
            .filter(option -> !option.equals("--scene=debian-server"));
    return Stream.of(Stream.of("demo"), Stream.of(options), scenes)
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  private static Optional<Boolean> ended(Started demo) {
    return demo.isAlive() ? Optional.empty() : Optional.of(true);
  }

  @Test
  void oneSceneAsTap(Jcr jcr) {
    List<String> lines = jcr.call("demo", "--format=tap", "--scene=host-name").succeeded().lines();
    assertEquals("TAP version 14", lines.getFirst());
    assertEquals("1..1", lines.get(1));
    assertEquals("ok 1 - host-name", lines.getLast());
  }

  @Test
  void theListIsWhatCanBeAskedFor(Jcr jcr) {
    List<String> lines = jcr.call("demo", "--list").succeeded().lines();
    assertEquals(19, lines.size());
    assertTrue(lines.contains("host-name          a given host name"), lines::toString);
    assertEquals(
        List.of("host-name          a given host name"),
        jcr.call("demo", "--list", "--scene=host-name").succeeded().lines());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--scene=nosuch | jcr: --scene=nosuch: no such scene: there are network-namespace, .*",
        "--pause=-1 | jcr: --pause=-1.0: expected seconds from 0 to 3600",
        "--html=/nosuch/page.html | jcr: --html=/nosuch/page.html: there is no directory /nosuch",
        "--record=/tmp | jcr: --record=/tmp: is a directory",
        "--without=--name | jcr: --without=--name: expected one of --limit, .*",
        "--step --no-pager | jcr: use only one of --step and --no-pager",
        "--step | jcr: --step: there is no terminal to wait for keys on"
      })
  void badInputIsOneSentence(String argument, String sentence, Jcr jcr) {
    String[] arguments = ("demo " + argument).split(" ", -1);
    jcr.call(arguments).failed(2, sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--format=xml", "--nosuch", "positional"})
  void whatIsNoOptionIsRefused(String argument, Jcr jcr) {
    Result result = jcr.call("demo", argument).exited(2);
    assertTrue(result.errors().startsWith("jcr: demo: "), result::toString);
    assertTrue(result.errors().endsWith("See 'jcr demo --help'.\n"), result::toString);
  }

  @Test
  void withoutPrivilegesItSaysSo(Jcr jcr) {
    jcr.asNobody()
        .call("demo")
        .failed(2, "jcr: demo: /run/jcr cannot be written \\(run as root\\)");
  }

  @Test
  void aPipeGetsPlainText(Jcr jcr) {
    Result result = jcr.call("demo", "--scene=host-name").succeeded();
    assertFalse(result.output().contains("\u001b"));
    assertFalse(result.output().contains("\r"));
    assertTrue(result.output().contains("✔ the container's host name is box"), result::output);
    assertTrue(result.output().contains("negative control: without"), result::output);
    assertTrue(result.output().contains("$ jcr run --name=demo-named --hostname=box"));
    assertTrue(result.output().endsWith("1 of 1 hold, " + lastWord(result) + " s\n"));
  }

  private static String lastWord(Result result) {
    return result.output().strip().replaceFirst(" s$", "").replaceFirst("(?s).* ", "");
  }

  @Test
  void aTerminalGetsColoursAndItsWidth(Jcr jcr) {
    Requires.command("setsid", "util-linux");
    try (Pty terminal = new Pty(24, 64)) {
      try (Started demo = inTerminal(jcr.with("TERM", "xterm"), terminal, "--scene=host-name")) {
        demo.awaitEnd().exited(0);
        assertTrue(terminal.shown().contains("\u001b[32m✔ the container's host name is box"));
        List<String> rules = plain(terminal).lines().filter(line -> line.endsWith("───")).toList();
        assertTrue(rules.stream().allMatch(rule -> rule.length() == 64), rules::toString);
        assertFalse(rules.isEmpty());
      }
      try (Started demo =
          inTerminal(
              jcr.with("TERM", "xterm").with("NO_COLOR", "1"), terminal, "--scene=host-name")) {
        int before = terminal.shown().length();
        demo.awaitEnd().exited(0);
        assertFalse(terminal.shown().substring(before).matches("(?s).*\u001b\\[[0-9;]+m.*"));
      }
    }
  }

  private static String plain(Pty terminal) {
    return terminal.shown().replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "").replace("\r", "");
  }

  private static Started inTerminal(Jcr jcr, Pty terminal, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "demo";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    List<String> command = new ArrayList<>(List.of("setsid", "--ctty"));
    command.addAll(jcr.command(all));
    return jcr.launchIn(terminal, command);
  }

  private static final String QUESTION = "-- space: next scene, q: quit --";

  private static final String[] TWO = {"--scene=host-name", "--scene=uts-namespace"};

  @Test
  void aTerminalIsPagedBySceneAndSpaceGoesOn(Jcr jcr) {
    Requires.command("setsid", "util-linux");
    try (Pty terminal = new Pty(24, 100)) {
      String modes = terminal.modes();
      try (Started demo = inTerminal(jcr, terminal, TWO)) {
        terminal.await(QUESTION);
        assertFalse(terminal.shown().contains("2/2"));
        assertNotEquals(modes, terminal.modes(), "while it waits for a key");
        terminal.type("x\u001b[B "); // neither x nor an arrow key is an answer
        terminal.await("2 of 2 hold");
        demo.awaitEnd().exited(0);
      }
      assertEquals(modes, terminal.modes(), "the modes of the terminal");
    }
  }

  @Test
  void qEndsItWithTheSumSoFar(Jcr jcr, @TempDir Path directory) {
    Requires.command("setsid", "util-linux");
    Path page = directory.resolve("demo.html");
    try (Pty terminal = new Pty(24, 100)) {
      String modes = terminal.modes();
      try (Started demo = inTerminal(jcr, terminal, "--html=" + page, TWO[0], TWO[1])) {
        terminal.await(QUESTION);
        terminal.type("q");
        terminal.await("1 of 1 hold, .* not played: 1");
        terminal.await("quit after 1 of 2 scenes: --html and --record wrote nothing");
        demo.awaitEnd().exited(0);
      }
      assertEquals(modes, terminal.modes(), "the modes of the terminal");
    }
    assertFalse(Files.exists(page));
    assertFalse(Files.exists(WORKSHOPS.resolve("demo")));
  }

  @Test
  void withNoPagerATerminalRunsThrough(Jcr jcr) {
    Requires.command("setsid", "util-linux");
    try (Pty terminal = new Pty(24, 100)) {
      try (Started demo = inTerminal(jcr, terminal, "--no-pager", TWO[0], TWO[1])) {
        terminal.await("2 of 2 hold");
        demo.awaitEnd().exited(0);
      }
      assertFalse(terminal.shown().contains("q: quit"), terminal.shown());
    }
  }

  /// Reading a key would stop it by SIGTTIN.
  @Test
  void inTheBackgroundOfATerminalItRunsThrough(Jcr jcr) {
    Requires.command("setsid", "util-linux");
    String demo = String.join(" ", jcr.command("demo", TWO[0], TWO[1]));
    try (Pty terminal = new Pty(24, 100)) {
      List<String> shell =
          List.of("setsid", "--ctty", "bash", "-mc", demo + " </dev/tty & wait $!");
      try (Started background = jcr.launchIn(terminal, shell)) {
        terminal.await("2 of 2 hold");
        background.awaitEnd().exited(0);
      }
      assertFalse(terminal.shown().contains("q: quit"), terminal.shown());
    }
  }

  /// The terminal sends SIGINT to the demo and to all that it has started.
  @ParameterizedTest
  @ValueSource(strings = {"1/19", "2/19", "space: next scene"})
  void ctrlCLeavesNothing(String when, Jcr jcr) {
    Requires.command("setsid", "util-linux");
    try (Pty terminal = new Pty(24, 100)) {
      String modes = terminal.modes();
      String[] options = when.contains("/") ? new String[] {"--no-pager"} : new String[0];
      try (Started demo = inTerminal(jcr, terminal, options)) {
        terminal.await(when);
        terminal.type(CTRL_C);
        assertEquals(130, demo.awaitEnd().status());
      }
      assertEquals(modes, terminal.modes(), "the modes of the terminal");
    }
    assertFalse(Files.exists(WORKSHOPS.resolve("demo")));
  }

  /// Those that end the demo while the terminal is not as the user left it.
  @ParameterizedTest
  @ValueSource(ints = {1, 15})
  void aSignalGivesTheTerminalBack(int signal, Jcr jcr) {
    Requires.command("setsid", "util-linux");
    try (Pty terminal = new Pty(24, 100)) {
      String modes = terminal.modes();
      try (Started demo = inTerminal(jcr, terminal, TWO)) {
        terminal.await(QUESTION);
        demo.signal(signal);
        assertEquals(128 + signal, demo.awaitEnd().status());
      }
      assertEquals(modes, terminal.modes(), "the modes of the terminal");
    }
  }

  @Test
  void sigtermLeavesNothing(Jcr jcr) {
    try (Started demo = jcr.launch(jcr.command("demo"))) {
      demo.awaitLine(" 1/19 .*");
      demo.signal(15);
      assertEquals(128 + 15, demo.awaitEnd().status());
    }
    assertFalse(Files.exists(WORKSHOPS.resolve("demo")));
  }

  @Test
  void whenNobodyReadsItEnds(Jcr jcr) {
    String jcrDemo = String.join(" ", jcr.command("demo"));
    try (Started shell =
        jcr.launch(List.of("bash", "-c", jcrDemo + " | head -n 1; exit ${PIPESTATUS[0]}"))) {
      Result result = shell.awaitEnd().exited(128 + 13);
      assertEquals("", result.errors());
    }
  }

  @Test
  void twoAtOnceDoNotMeet(Jcr jcr) {
    String[] scenes = {"demo", "--scene=host-name", "--scene=several-containers"};
    try (Started one = jcr.launch(jcr.command(scenes));
        Started two = jcr.launch(jcr.command(scenes))) {
      one.awaitEnd().succeeded();
      two.awaitEnd().succeeded();
    }
  }

  /// In the middle of a scene that makes namespaces by unshare and ip: they are on the host.
  @ParameterizedTest
  @ValueSource(ints = {2, 15})
  void namespacesMadeByHandAreRemovedWhenItIsEnded(int signal, Jcr jcr) {
    try (Started demo = jcr.launch(jcr.command("demo", "--scene=joined-namespaces"))) {
      Await.until("ip netns add has run", () -> Files.exists(NETNS));
      demo.signal(signal);
      assertEquals(128 + signal, demo.awaitEnd().status());
    }
    assertNothingMadeByHand();
  }

  @Test
  void theNextDemoRemovesWhatAKilledOneHasMadeByHand(Jcr jcr) {
    try (Started demo = jcr.launch(jcr.command("demo", "--scene=joined-namespaces"))) {
      Await.until("ip netns add has run", () -> Files.exists(NETNS));
      demo.signal(9);
      assertEquals(128 + 9, demo.awaitEnd().status());
    }
    jcr.call("gc");
    jcr.call("demo", "--scene=joined-namespaces").succeeded();
    assertNothingMadeByHand();
  }

  private static final Path NETNS = Path.of("/run/netns/jcr-demo");

  private static void assertNothingMadeByHand() {
    assertFalse(Files.exists(NETNS));
    assertFalse(Files.exists(WORKSHOPS.resolve("demo")));
    assertFalse(Files.exists(WORKSHOPS.resolve("demo.undo")));
    assertFalse(Proc.self().read("mountinfo").orElseThrow().contains(" " + WORKSHOPS + "/"));
  }

  @Test
  void whatIsNotInstalledIsSkippedWithASentence(Jcr jcr) {
    Result result =
        jcr.with("PATH", "/nosuch").call("demo", "--scene=joined-namespaces").succeeded();
    assertTrue(result.output().contains("skipped: "), result::output);
    assertTrue(result.output().contains("(apt-get install "), result::output);
    assertTrue(result.output().contains("0 of 1 hold, 1 skipped"), result::output);
  }

  /// Where somebody has played the scene before: debootstrap takes minutes, and a test has seconds.
  @Test
  void nginxInADebianRootAnswers(Jcr jcr) {
    Requires.file(
        Path.of("/var/cache/jcr/demo/debian-bookworm"),
        "jcr demo --scene=debian-server was never played here");
    Json scene =
        jcr.call("demo", "--format=json", "--scene=debian-server")
            .succeeded()
            .json()
            .get("scenes")
            .elements()
            .findFirst()
            .orElseThrow();
    String outcome = scene.get("outcome").text();
    assumeFalse(outcome.equals("skipped"), () -> "machine: no mirror of Debian: " + scene.value());
    assertEquals("holds", outcome, () -> String.valueOf(scene.value()));
  }
}
