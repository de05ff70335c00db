package io.jcr.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The real jcr-init, where a test wants to know what it makes of a journal.
public final class JcrInit {
  private static final Path PROGRAM = Path.of("target/jcr-init");

  private JcrInit() {}

  /// Runs a journal, and lets the test fail when a step of it does.
  public static void undo(Path journal) throws IOException, InterruptedException {
    assertTrue(Files.isExecutable(PROGRAM), PROGRAM + " is built by make before the tests");
    Process undo =
        new ProcessBuilder(PROGRAM.toString(), "undo", journal.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(undo.getInputStream().readAllBytes(), UTF_8);
    assertTrue(undo.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, undo.exitValue(), said);
  }
}
