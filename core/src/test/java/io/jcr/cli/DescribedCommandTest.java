package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import io.jcr.cli.session.Session;
import io.jcr.cli.session.Sessions;
import io.jcr.spi.CommandArguments;
import io.jcr.spi.CommandSyntax;
import io.jcr.spi.OptionType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribedCommandTest {
  private static final CommandSyntax SYNTAX =
      new CommandSyntax(
          "jcr try [OPTIONS] [COMMAND]",
          List.of("Tries 100 % of it."),
          List.of(
              new CommandSyntax.Option("--times", new OptionType.Text("N"), "How often."),
              new CommandSyntax.Option("--dry", new OptionType.Flag(), "Only say it."),
              new CommandSyntax.Option(
                  "--form", new OptionType.Choice(List.of("text", "csv")), "How it reads.")),
          true,
          CommandSyntax.Operands.COMMAND);

  private final Session session = Sessions.of(Map.of());
  private final PluginOptions plugins = new PluginOptions(session);
  private final DescribedCommand command = new DescribedCommand(session, plugins, "try", SYNTAX);

  private CommandArguments parse(String line) {
    return command.arguments(List.of(line.split(" ", -1)));
  }

  @Test
  void ownOptionsAreToldFromThoseOfRun() {
    CommandArguments parsed =
        parse("-e A=b --times 3 -v /x:/y --dry --no-init --read-only --cap-drop=KILL,CHOWN CMD -x");
    assertEquals(Map.of("--times", List.of("3"), "--dry", List.of()), parsed.options());
    assertEquals(
        List.of("--env=A=b", "--volume=/x:/y", "--no-init", "--read-only", "--cap-drop=KILL,CHOWN"),
        parsed.runOptions());
    assertEquals(List.of("CMD", "-x"), parsed.operands());
    assertFalse(parsed.afterDashes());
    assertTrue(parse("--dry -- CMD").afterDashes());
  }

  @Test
  void optionsThatChoosePluginsAreJcrs() {
    assertEquals(List.of(), parse("--plugin-dir=/p --allow-untrusted-plugins").runOptions());
    assertEquals(List.of("--plugin-dir=/p", "--allow-untrusted-plugins"), plugins.arguments());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bogus|Unknown option: '--bogus'",
        "--form=xml|Invalid value for option '--form': expected text or csv, not 'xml'"
      })
  void whatDoesNotFitIsRefused(String line, String sentence) {
    assertEquals(
        "try: " + sentence, assertThrows(UsageException.class, () -> parse(line)).getMessage());
  }

  @Test
  void helpIsMadeOfTheDescription() {
    assertTrue(command.wantsHelp(Main.wholeLine(session), List.of("--help")));
    String help = command.line().getUsageMessage();
    assertTrue(help.contains("100 % of it") && help.contains("--form=text|csv"), help);
  }
}
