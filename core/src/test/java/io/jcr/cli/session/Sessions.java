package io.jcr.cli.session;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Sessions for tests.
public final class Sessions {
  private Sessions() {}

  /// Somebody with this environment, to whom nobody listens.
  public static Session of(Map<String, String> environment) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return of(environment, nowhere, nowhere);
  }

  /// Somebody with this environment and these streams; no input.
  public static Session of(Map<String, String> environment, PrintStream out, PrintStream err) {
    return new Session(
        List.of(),
        environment,
        Path.of("").toAbsolutePath(),
        InputStream.nullInputStream(),
        out,
        err,
        Installation.standard(),
        Session.Descriptors.STANDARD);
  }
}
