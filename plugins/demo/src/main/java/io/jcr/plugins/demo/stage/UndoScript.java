package io.jcr.plugins.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Commands that undo what a scene creates on the host with programs other than jcr, one per line,
/// recorded before the change is made. So the next demo can undo what a killed one left.
///
/// A command runs in /bin/sh, may run twice, and prints nothing when there is nothing to undo.
final class UndoScript {
  private final Path file;

  /// @param file where the lines are kept; missing while there is nothing to undo
  UndoScript(Path file) {
    this.file = file;
  }

  /// Records a command.
  synchronized void add(String command) throws IOException {
    if (command.contains("\n")) {
      throw new IllegalArgumentException("more than a line: " + command);
    }
    Files.writeString(file, command + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// Runs all commands, the last one first, and deletes them. Ctrl-C does not reach them.
  synchronized void run() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    if (!Files.readString(file).endsWith("\n") && !lines.isEmpty()) {
      lines.removeLast(); // its writer was killed before it made the change
    }
    String script = "trap '' INT QUIT TERM HUP\n" + String.join("\n", lines.reversed()) + "\n";
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", script)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    shell.onExit().join();
    Files.delete(file);
  }
}
