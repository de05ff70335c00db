package io.jcr.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardOutputTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Session session(StandardOutput out) {
    return Sessions.of(Map.of(), out.stream(), new PrintStream(err, true, UTF_8));
  }

  @Test
  void whatIsPrintedIsWrittenWithoutAWord() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    StandardOutput out = new StandardOutput(file);
    Session session = session(out);
    session.out().print("größer");
    assertEquals(0, out.finish(session, 0));
    assertEquals("größer", file.toString(UTF_8));
    assertEquals("", err.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, 0, 125, 'jcr: write to standard output: No space left on device\n'",
    "No space left on device, 2, 2, 'jcr: write to standard output: No space left on device\n'",
    "Bad file descriptor, 0, 125, 'jcr: write to standard output: Bad file descriptor\n'",
    "Broken pipe, 0, 0, ''",
  })
  void lostOutputIsAFailureUnlessTheReaderHasLeft(
      String why, int status, int expected, String said) {
    StandardOutput out = new StandardOutput(new Refusing(why));
    Session session = session(out);
    session.out().println("lost");
    session.out().println("lost, too");
    assertEquals(expected, out.finish(session, status));
    assertEquals(said, err.toString(UTF_8));
  }

  private static final class Refusing extends OutputStream {
    private final String why;

    Refusing(String why) {
      this.why = why;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException(why);
    }
  }
}
