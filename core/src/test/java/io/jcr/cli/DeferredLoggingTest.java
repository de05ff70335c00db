package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class DeferredLoggingTest {
  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final DeferredLogging logging = new DeferredLogging();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(stderr);
    System.clearProperty(LoggingConfigurator.LEVEL);
    System.clearProperty(LoggingConfigurator.FILE);
  }

  @Test
  void aWarningIsSaidInOneLine() {
    Logger log = logging.getLoggerFactory().getLogger("io.jcr.plugins.Mine");
    log.info("nothing of {}", "this");
    log.warn("{} of {} is {}", "swap", "memory", "off");
    assertEquals("jcr: swap of memory is off\n", said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aFailureIsSaidWithItsCause() {
    logging.getLoggerFactory().getLogger("a").error("broken", new IllegalStateException("why"));
    String text = said.toString(StandardCharsets.UTF_8);
    assertTrue(text.startsWith("jcr: broken\njava.lang.IllegalStateException: why"), text);
  }

  @Test
  void aLogFileHasItAndStandardErrorHasNot(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("log");
    System.setProperty(LoggingConfigurator.FILE, file.toString());
    Logger log = logging.getLoggerFactory().getLogger("io.jcr.plugins.Mine");
    log.info("{} of {}", "a part", "it");
    log.debug("too much");
    String text = Files.readString(file);
    assertTrue(text.matches("[-0-9]+ [:,0-9]+ INFO  io.jcr.plugins.Mine a part of it\n"), text);
    assertEquals("", said.toString(StandardCharsets.UTF_8));
  }

  @Test
  void ofPf4jOnlyErrors() {
    Logger log = logging.getLoggerFactory().getLogger("org.pf4j.AbstractPluginManager");
    assertFalse(log.isWarnEnabled());
    assertTrue(log.isErrorEnabled());
  }

  @Test
  void theCommandLineSetsTheLevel() {
    System.setProperty(LoggingConfigurator.LEVEL, "DEBUG");
    Logger log = logging.getLoggerFactory().getLogger("org.pf4j.AbstractPluginManager");
    log.debug("heard");
    log.trace("not heard");
    assertEquals("jcr: heard\n", said.toString(StandardCharsets.UTF_8));
  }
}
