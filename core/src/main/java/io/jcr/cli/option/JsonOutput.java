package io.jcr.cli.option;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Prints JSON for `--format=json`.
public final class JsonOutput {
  private JsonOutput() {}

  /// Writes one value.
  public interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /// Prints what `body` writes, and a line's end, to `out`.
  public static void print(PrintStream out, Body body) {
    out.println(text(body, true));
  }

  /// The same as one line: for output that has no end, of which each line is read by itself.
  public static void line(PrintStream out, Body body) {
    out.println(text(body, false));
  }

  /// What `body` writes, on one line.
  public static String text(Body body) {
    return text(body, false);
  }

  private static String text(Body body, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      if (pretty) {
        json.useDefaultPrettyPrinter();
      }
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
