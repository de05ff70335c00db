package io.jcr.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class OptionTableTest {
  private String name = "unset";
  private String trace = "unset";
  private Path file = Path.of("unset");
  private OutputFormat format = OutputFormat.TEXT;
  private List<String> list = List.of("unset");
  private List<String> split = List.of("unset");
  private List<String> words = List.of("unset");
  private boolean flag;
  private boolean init = true;

  private final CommandLine line =
      new OptionTable("test", (Runnable) () -> {}, "A command.")
          .value("-n, --name", "NAME", "A name.", given -> name = given)
          .optional("--trace", "FILE", "-", "A file or none.", given -> trace = given)
          .file("--file", "FILE", "A file.", given -> file = given)
          .choice(
              "--format", "table|json", "A choice.", OutputFormat.class, given -> format = given)
          .values("-e, --env", "K=V", "Many.", given -> list = given)
          .split("--cap", "CAP", "Many in one.", given -> split = given)
          .flag("--flag", "On.", given -> flag = given)
          .negatable("--init", "On or off.", given -> init = given)
          .commandLine("[WORD...]", "The rest.", given -> words = given)
          .help()
          .line();

  @Test
  void whatIsNotGivenStays() {
    line.parseArgs();
    assertEquals(List.of("unset", "unset", Path.of("unset")), List.of(name, trace, file));
    assertEquals(List.of(OutputFormat.TEXT, false, true), List.of(format, flag, init));
    assertEquals(List.of("unset"), list);
    assertEquals(List.of("unset"), words);
  }

  @Test
  void aChoiceIsMadeByTheWordsThatTheHelpShows() {
    line.parseArgs("--format=json");
    assertEquals(OutputFormat.JSON, format);
    line.parseArgs("--format=table");
    assertEquals(OutputFormat.TEXT, format);
    ParameterException refused =
        assertThrows(ParameterException.class, () -> line.parseArgs("--format=xml"));
    assertEquals(
        "Invalid value for option '--format': expected table or json, not 'xml'",
        refused.getMessage());
  }

  @Test
  void whatIsGivenIsTold() {
    line.parseArgs(
        "-n=box --file /etc/x --format=json -eA=1 --env B=2 --cap a,b --cap c --flag --no-init ls -n y"
            .split(" "));
    assertEquals(List.of("box", Path.of("/etc/x")), List.of(name, file));
    assertEquals(List.of(OutputFormat.JSON, true, false), List.of(format, flag, init));
    assertEquals(List.of("A=1", "B=2"), list);
    assertEquals(List.of("a", "b", "c"), split);
    assertEquals(List.of("ls", "-n", "y"), words);
  }

  @ParameterizedTest
  @CsvSource({"--trace, -", "--trace=t.json, t.json"})
  void aValueCanBeLeftOut(String argument, String expected) {
    line.parseArgs(argument);
    assertEquals(expected, trace);
    line.parseArgs(argument, "word", "--trace");
    assertEquals(expected, trace);
    assertEquals(List.of("word", "--trace"), words);
  }

  @ParameterizedTest
  @CsvSource({"--flag=true, true", "--flag=false, false"})
  void aFlagTakesItsValueAsDockerDoes(String argument, boolean expected) {
    line.parseArgs(argument);
    assertEquals(expected, flag);
  }

  @ParameterizedTest
  @CsvSource({
    "--nme=x, Unknown option: '--nme=x'",
    "--name, Missing required parameter for option '--name' (NAME)",
    "--flag=perhaps, Invalid value for option '--flag': 'perhaps' is not a boolean"
  })
  void whatMakesNoSenseIsRefused(String argument, String sentence) {
    var refusal = assertThrows(ParameterException.class, () -> line.parseArgs(argument));
    assertEquals(sentence, refusal.getMessage());
  }

  @Test
  void optionsAlsoCountBehindWordsThatAreNoCommandLine() {
    CommandLine names =
        new OptionTable("test", (Runnable) () -> {}, "A command.")
            .flag("-f, --flag", "On.", given -> flag = given)
            .value("-t, --time", "N", "A number.", given -> name = given)
            .words("NAME...", "Names.", given -> words = given)
            .line();
    names.parseArgs("web", "-f", "db", "-t", "1");
    assertEquals(List.of("web", "db"), words);
    assertEquals(List.of(true, "1"), List.of(flag, name));
    names.parseArgs("-t=2", "--", "web", "-f");
    assertEquals(List.of("web", "-f"), words);
    assertThrows(ParameterException.class, () -> names.parseArgs("web", "--nosuch"));
  }

  @Test
  void theUsageLineShowsTheLabelAsItIs() {
    assertTrue(line.getUsageMessage().contains(" [WORD...]\n"), line.getUsageMessage());
  }

  @Test
  void helpIsInTheOrderOfTheTable() {
    String help = line.getUsageMessage();
    assertTrue(
        help.matches("(?s).*-n, --name=NAME.*--file=FILE.*-e, --env.*--\\[no-]init.*--help.*"),
        help);
  }
}
