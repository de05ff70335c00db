package io.jcr.plugins.demo.stage;

import io.jcr.plugins.demo.model.View;
import io.jcr.plugins.demo.stage.Shell.Said;
import java.util.function.Predicate;

/// A container of the scene, with a shell in it.
///
/// @param name its name
/// @param command the command that started it, as it can be typed
/// @param shell the shell in it
public record Container(String name, String command, Shell shell) {
  /// Types a command inside.
  public Said type(String line) throws InterruptedException, CannotBeShown {
    return shell.type(line);
  }

  /// Types a command inside that may end the container.
  public Said typeLast(String line) throws InterruptedException, CannotBeShown {
    return shell.typeLast(line);
  }

  /// Waits for a line inside.
  public String awaitLine(String what, Predicate<String> matches)
      throws InterruptedException, CannotBeShown {
    return shell.awaitLine(what, matches);
  }

  /// What was seen inside.
  public View view() {
    return shell.view();
  }
}
