package io.jcr.plugins.demo.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndoScriptTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("undo");
  }

  private Path said() {
    return directory.resolve("said");
  }

  private String saying(String word) {
    return "echo " + word + " >>" + said();
  }

  @Test
  void theLastIsUndoneFirstAndOnce() throws IOException {
    UndoScript script = new UndoScript(file());
    script.add(saying("one"));
    script.add("false");
    script.add(saying("two"));
    script.run();
    script.run();
    assertEquals(List.of("two", "one"), Files.readAllLines(said()));
    assertFalse(Files.exists(file()));
  }

  @Test
  void whatAKilledDemoHasWrittenIsUndoneByTheNext() throws IOException {
    new UndoScript(file()).add(saying("left"));
    new UndoScript(file()).run();
    assertEquals(List.of("left"), Files.readAllLines(said()));
  }

  /// Who writes half a line is killed before the change that the line would undo.
  @Test
  void halfALineIsNotRun() throws IOException {
    UndoScript script = new UndoScript(file());
    script.add(saying("whole"));
    Files.writeString(file(), saying("half"), StandardOpenOption.APPEND);
    script.run();
    assertEquals(List.of("whole"), Files.readAllLines(said()));
  }

  @Test
  void withoutLinesNothingRuns() throws IOException {
    new UndoScript(file()).run();
    assertFalse(Files.exists(file()));
  }

  /// Ctrl-C goes to every process of the terminal's foreground group.
  @Test
  void signalsOfATerminalDoNotReachIt() throws IOException {
    UndoScript script = new UndoScript(file());
    script.add(saying("last"));
    script.add("kill -INT $$; kill -QUIT $$; kill -TERM $$; kill -HUP $$; sh -c 'kill -INT $$'");
    script.run();
    assertEquals(List.of("last"), Files.readAllLines(said()));
  }

  @Test
  void aCommandIsALine() {
    UndoScript script = new UndoScript(file());
    assertThrows(IllegalArgumentException.class, () -> script.add("true\nfalse"));
    assertFalse(Files.exists(file()));
  }

  @Test
  void theWorkshopOfAKilledDemoIsSweptOut() throws IOException {
    Path demos = directory.resolve("demo");
    Files.createDirectories(demos.resolve("demo/left"));
    new UndoScript(demos.resolve("demo.undo")).add(saying("swept"));
    try (Workshop workshop = Workshop.take(directory)) {
      assertEquals("demo", workshop.prefix());
      assertEquals(List.of("swept"), Files.readAllLines(said()));
      assertFalse(Files.exists(workshop.directory().resolve("left")));
      workshop.undoLater(saying("closed"));
    }
    assertEquals(List.of("swept", "closed"), Files.readAllLines(said()));
    assertTrue(
        Files.notExists(demos.resolve("demo")) && Files.notExists(demos.resolve("demo.undo")));
  }
}
