package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.spi.CommandProvider;
import io.jcr.spi.CommandSyntax;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [CommandProvider] must do.
public abstract class CommandProviderContract {
  private static final Set<String> JCRS_OWN =
      Set.of(
          "run",
          "create",
          "start",
          "exec",
          "ps",
          "logs",
          "attach",
          "stop",
          "kill",
          "pause",
          "unpause",
          "wait",
          "rm",
          "restart",
          "inspect",
          "stats",
          "top",
          "cp",
          "rename",
          "update",
          "events",
          "port",
          "diff",
          "pull",
          "images",
          "rmi",
          "load",
          "save",
          "import",
          "export",
          "commit",
          "tag",
          "explain",
          "doctor",
          "plugins",
          "gc",
          "daemon",
          "completion",
          "version",
          "help");

  /// The command under test; a new one each time.
  protected abstract CommandProvider command();

  /// Arguments that it refuses; each list is wrong in one way.
  protected List<List<String>> badArguments() {
    return List.of(List.of("--no-such-option"));
  }

  /// Whether it supports `--help`.
  protected boolean hasHelp() {
    return true;
  }

  @Test
  void theNameCanBeTyped() {
    assertTrue(command().name().matches("[a-z][a-z0-9-]*"), command().name());
  }

  @Test
  void theNameIsNoneOfJcrsOwn() {
    assertFalse(JCRS_OWN.contains(command().name()), command().name());
  }

  @Test
  void theSummaryIsASentenceOfOneLine() {
    String summary = command().summary();
    assertAll(
        () -> assertTrue(summary.matches("\\S.*"), "'" + summary + "'"),
        () -> assertTrue(summary.length() <= 72, summary + ": at most 72 characters"),
        () -> assertFalse(summary.endsWith("."), summary + ": no full stop"));
  }

  /// The class under test; to be overridden when [#command] returns a wrapper.
  protected Class<?> implementation() {
    return command().getClass();
  }

  @Test
  void theServiceLoaderFindsIt() {
    List<String> found =
        ServiceLoader.load(CommandProvider.class).stream().map(p -> p.type().getName()).toList();
    assertTrue(
        found.contains(implementation().getName()),
        "META-INF/services/" + CommandProvider.class.getName() + " lists " + found);
  }

  @Test
  void wrongArgumentsAreRefusedBeforeAnythingIsDone() {
    assertAll(
        badArguments().stream()
            .map(arguments ->
                () -> {
                  CommandRun run = CommandRun.of(command(), arguments);
                  assertEquals(2, run.status(), "exit status for " + arguments);
                  assertEquals(List.of(), run.calls(), "calls of jcr");
                }));
  }

  @Test
  void whatIsWrongIsSaidOnStandardError() {
    assertAll(
        badArguments().stream()
            .map(arguments ->
                () -> {
                  CommandRun run = CommandRun.of(command(), arguments);
                  assertEquals("", run.output(), "on standard output");
                  assertFalse(run.errors().isBlank(), "on standard error");
                }));
  }

  @Test
  void helpIsPrintedAndNothingDone() throws Exception {
    Optional<CommandSyntax> syntax = command().syntax();
    if (syntax.isPresent()) { // jcr makes help of it
      String synopsis = syntax.get().synopsis();
      assertTrue(synopsis.startsWith("jcr " + command().name()), synopsis);
    } else if (hasHelp()) {
      CommandRun run = CommandRun.of(command(), List.of("--help"));
      assertEquals(0, run.status());
      assertEquals(List.of(), run.calls(), "calls of jcr");
      assertTrue(run.output().contains(command().name()), run.output());
    }
  }
}
