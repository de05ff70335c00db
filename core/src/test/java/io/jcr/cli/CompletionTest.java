package io.jcr.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.cli.manual.CommandPage;
import io.jcr.cli.manual.CompletionScript;
import io.jcr.cli.manual.ManPage;
import io.jcr.cli.manual.WholeCommandLine;
import io.jcr.cli.session.Session;
import io.jcr.cli.session.Sessions;
import io.jcr.spi.BackendOption;
import io.jcr.spi.CommandSyntax;
import io.jcr.spi.OptionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// Completion as bash does it: its function is called as readline calls it. And the man pages.
class CompletionTest {
  private static final String HELP =
      """
      Usage: jcr show [--format=text|tap] [--list]
      Shows it.
            --format=text|tap   How it reads,
                                  in short.
            --list              List it.
        -h, --help              Show this help.
      """;

  private static final Map<String, List<BackendOption>> NETWORKS =
      Map.of(
          "none",
          List.of(),
          "host",
          List.of(),
          "veth",
          List.of(
              BackendOption.flag("nat", "translate"),
              BackendOption.value("ip", new OptionType.Ipv4Address(), "address"),
              BackendOption.value("via", new OptionType.Choice(List.of("a", "b")), "way")),
          "container",
          List.of(BackendOption.word(new OptionType.Container(), "whose").asRequired()));

  @TempDir private Path directory;

  private static WholeCommandLine whole() {
    WholeCommandLine whole = new WholeCommandLine();
    whole.addBackends("ns", Map.of("clone", List.of(), "unshare", List.of()));
    whole.addBackends("fs", Map.of("overlay", List.of(), "bind", List.of()));
    whole.addBackends("net", NETWORKS);
    whole.addBackends("limiter", Map.of("cgroup-v1", List.of(), "cgroup-v2", List.of()));
    whole.addLimits(
        List.of(
            BackendOption.value("gpu", new OptionType.WholeNumber("COUNT", 1, 8), "how many"),
            BackendOption.value("tier", new OptionType.Choice(List.of("gold", "tin")), "which")));
    whole.addPluginCommand("show", "Show it", HELP);
    return whole;
  }

  /// jcr's own, and a command that it parses for a plugin.
  private static CommandLine own() {
    Session session = Sessions.of(Map.of());
    CommandSyntax choose =
        new CommandSyntax(
            "jcr choose AXIS=VALUE [COMMAND]",
            List.of("Chooses."),
            List.of(
                new CommandSyntax.Option(
                    "--form", new OptionType.Choice(List.of("text", "csv")), "The form.")),
            true,
            CommandSyntax.Operands.BACKENDS);
    CommandLine own = Main.wholeLine(session);
    own.addSubcommand(
        new DescribedCommand(session, new PluginOptions(session), "choose", choose).line());
    return own;
  }

  private static String script(CompletionScript shell) {
    WholeCommandLine whole = whole();
    whole.addChoosing("choose");
    return shell.of(whole.forShells(own(), ExplainCommand.EXPLAINED));
  }

  /// A container whose process is `pid`.
  private void container(String name, String pid) throws IOException {
    Path bundle = Files.createDirectories(directory.resolve("containers").resolve(name));
    Files.writeString(bundle.resolve("state.json"), "{\n  \"pid\" : " + pid + ",\n}\n");
  }

  /// What bash offers, sorted; readline's word breaks are kept.
  private Set<String> offered(String line) throws IOException, InterruptedException {
    Path script = Files.writeString(directory.resolve("jcr.bash"), script(CompletionScript.BASH));
    String readline =
        """
        . "$1"
        COMP_LINE=$2 COMP_POINT=${#2}
        mapfile -t COMP_WORDS < <(grep -oE '[=:]+|[^ =:]+' <<<"$2")
        case $2 in *[\\ =:]) case $2 in *' ') COMP_WORDS+=('') ;; esac ;; esac
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _jcr
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-uc", readline, "bash", script.toString(), line);
    bash.environment().put("JCR_ROOT", directory.toString());
    bash.redirectErrorStream(true);
    Process process = bash.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), output);
    Set<String> words = new TreeSet<>(output.lines().toList());
    words.remove("");
    return words;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jcr unp | unpause",
        "jcr --debug unp | unpause",
        "jcr plugins v | verify",
        "jcr run --det | --detach",
        "jcr run --host | --hostname=",
        "jcr run --no-t | --no-tty",
        "jcr run --net=v | veth veth:ip= veth:nat veth:via=a veth:via=b",
        "jcr run --net v | veth veth:ip= veth:nat veth:via=a veth:via=b",
        "jcr run --net=container:w | web",
        "jcr run --limit=m | memory:",
        "jcr run --limit=g | gpu:",
        "jcr update --limit=tier:g | gold",
        "jcr run --cap-add=ALL,SYS_PT | ALL,SYS_PTRACE",
        "jcr run --stop-signal SIGTER | SIGTERM",
        "jcr explain run --net=h | host",
        "jcr explain stop w | web",
        "jcr explain rm --fo | --force",
        "jcr choose fs=bind net=h | host",
        "jcr choose fs=bind --form=c | csv",
        "jcr choose fs=bind --net=h | host",
        "jcr exec w | web",
        "jcr stop old w | web",
        "jcr exec o | ",
        "jcr start o | old",
        "jcr rm web --fo | --force",
        "jcr exec web --de | ",
        "jcr logs o | old",
        "jcr rm web o | old",
        "jcr show --format=t | tap text",
        "jcr show --li | --list",
        "jcr completion f | fish",
      })
  void bashOffersWhatFits(String line, String expected) throws Exception {
    container("web", "" + ProcessHandle.current().pid());
    container("old", "0");
    Set<String> words =
        expected == null ? Set.of() : new TreeSet<>(List.of(expected.strip().split(" ")));
    assertEquals(words, offered(line));
  }

  @Test
  void anotherRootHasOtherContainers() throws Exception {
    container("web", "" + ProcessHandle.current().pid());
    assertEquals(Set.of("web"), offered("jcr exec --root " + directory + " w"));
    assertEquals(Set.of(), offered("jcr exec --root=/no/such w"));
  }

  @Test
  void aRenamedContainerIsOfferedByItsName() throws Exception {
    container("web", "" + ProcessHandle.current().pid());
    Files.writeString(directory.resolve("containers/web/name"), "shop");
    assertEquals(Set.of("shop"), offered("jcr exec --root " + directory + " s"));
    assertEquals(Set.of(), offered("jcr exec --root " + directory + " w"));
  }

  @Test
  void noTableIsLeftOpen() {
    for (CompletionScript shell : CompletionScript.values()) {
      assertFalse(script(shell).matches("(?s).*@[A-Z]{3,}@.*"), shell.toString());
      assertTrue(script(shell).contains("unpause"), shell.toString());
    }
  }

  @Test
  void everyCommandHasAPage() {
    List<CommandPage> pages = whole().page(Main.wholeLine(Sessions.of(Map.of()))).all();
    for (CommandPage page : pages) {
      String text = new ManPage(page, "1", "2026-11-23", Set.of("jcr", "jcr-run")).toString();
      for (String heading : List.of("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS")) {
        assertTrue(text.contains("\n.SH " + heading + "\n"), page.pageName() + ": " + heading);
      }
      assertTrue(
          text.startsWith(
              ".TH \"" + page.pageName().toUpperCase(Locale.ROOT) + "\" \"1\" \"2026-11-23\""));
    }
    assertTrue(pages.stream().anyMatch(page -> page.pageName().equals("jcr-plugins-verify")));
    assertTrue(pages.stream().anyMatch(page -> page.pageName().equals("jcr-show")));
  }
}
