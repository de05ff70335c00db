package io.jcr.cli.manual;

import java.util.ArrayList;
import java.util.List;

/// What an exit status means.
///
/// @param code the number, or the numbers
/// @param meaning a sentence
record ExitStatus(String code, String meaning) {
  private static final ExitStatus USAGE =
      new ExitStatus("2", "The command line is wrong; nothing was changed.");
  private static final ExitStatus FAILED =
      new ExitStatus("125", "jcr itself failed; what it had begun is undone.");

  /// Those of a command.
  ///
  /// @param command the words that call it
  static List<ExitStatus> of(String command) {
    List<ExitStatus> all = new ArrayList<>();
    switch (command) {
      case "run", "exec", "start", "attach" -> {
        all.add(
            new ExitStatus(
                "0-255", "That of the program, where jcr waits for its end; else 0 once it runs."));
        all.add(USAGE);
        all.add(FAILED);
        all.add(new ExitStatus("126", "The program cannot be executed."));
        all.add(new ExitStatus("127", "The program was not found."));
        all.add(new ExitStatus("128+N", "The program was killed by signal N."));
      }
      case "doctor" -> {
        all.add(new ExitStatus("0", "The default backends can run here."));
        all.add(new ExitStatus("1", "They cannot."));
        all.add(USAGE);
        all.add(FAILED);
      }
      case "plugins verify" -> {
        all.add(new ExitStatus("0", "Every check has passed."));
        all.add(new ExitStatus("1", "A check has failed."));
        all.add(USAGE);
        all.add(FAILED);
      }
      case "demo" -> {
        all.add(new ExitStatus("0", "All scenes hold."));
        all.add(new ExitStatus("1", "A scene has failed, or cannot be shown."));
        all.add(USAGE);
        all.add(FAILED);
      }
      default -> {
        all.add(new ExitStatus("0", "It has succeeded."));
        all.add(USAGE);
        all.add(FAILED);
      }
    }
    return all;
  }
}
