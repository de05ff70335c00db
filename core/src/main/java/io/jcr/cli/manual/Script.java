package io.jcr.cli.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// A completion script: what is the same for all command lines is a resource, in which the tables
/// of this one are filled in.
final class Script {
  private String text;

  /// The resource, with nothing filled in.
  Script(String resource) {
    try (InputStream in = Script.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from jcr's jar");
      }
      text = new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fills in a table.
  ///
  /// @param place its name, as `@PLACE@` in the resource
  Script with(String place, List<String> lines) {
    return with(place, String.join("\n", lines));
  }

  /// Fills in a text.
  Script with(String place, String replacement) {
    text = text.replace("@" + place + "@", replacement);
    return this;
  }

  /// The script.
  @Override
  public String toString() {
    return text;
  }

  /// A word as a shell reads it, whatever is in it.
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
