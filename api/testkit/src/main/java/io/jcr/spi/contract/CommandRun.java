package io.jcr.spi.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.JcrException;
import io.jcr.spi.CommandArguments;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.CommandSyntax;
import io.jcr.spi.HostFacts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The outcome of a command. Its calls of jcr are recorded, not executed.
///
/// @param status its exit status
/// @param output what it wrote to standard output
/// @param errors what it wrote to standard error, including the message of an exception, which jcr
///   prints
/// @param calls the arguments of its calls of jcr
record CommandRun(int status, String output, String errors, List<List<String>> calls) {
  CommandRun {
    calls = List.copyOf(calls);
  }

  static CommandRun of(CommandProvider command, List<String> arguments) throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    RecordingContext context = new RecordingContext(command);
    int status;
    try {
      System.setOut(new PrintStream(output, true, UTF_8));
      System.setErr(new PrintStream(errors, true, UTF_8));
      status = told(command, arguments, context);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return new CommandRun(status, output.toString(UTF_8), errors.toString(UTF_8), context.calls);
  }

  private static int told(CommandProvider command, List<String> arguments, CommandContext context)
      throws Exception {
    try {
      return command.run(arguments, context);
    } catch (JcrException e) {
      System.err.println(e.getMessage());
      return e.exitStatus();
    }
  }

  private static final class RecordingContext implements CommandContext {
    private final List<List<String>> calls = new ArrayList<>();
    private final CommandProvider command;

    RecordingContext(CommandProvider command) {
      this.command = command;
    }

    @Override
    public Path home() {
      return Path.of("/usr/lib/jcr");
    }

    @Override
    public String version() {
      return "0.0.0";
    }

    @Override
    public HostFacts facts() {
      return StubHostFacts.root();
    }

    @Override
    public boolean isTerminal(int descriptor) {
      return false;
    }

    @Override
    public ProcessBuilder jcr(List<String> arguments) {
      calls.add(arguments);
      return new ProcessBuilder("/bin/true");
    }

    @Override
    public CommandArguments parse(List<String> arguments) {
      CommandSyntax syntax =
          command.syntax().orElseThrow(() -> new AssertionError("the command describes no syntax"));
      return SimpleParser.parse(syntax, arguments);
    }
  }
}
