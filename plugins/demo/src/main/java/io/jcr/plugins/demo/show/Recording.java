package io.jcr.plugins.demo.show;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Programme;
import io.jcr.plugins.demo.scene.Scene;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What a terminal shows, as an asciicast (version 2): a header, then one event per piece of
/// output.
///
/// See <https://docs.asciinema.org/manual/asciicast/v2/>. The complete file appears at the end.
public final class Recording implements Report {
  private static final int WIDTH = 100;
  private static final int HEIGHT = 40;

  private final Path file;
  private final LongSupplier nanoTime;
  private final StringBuilder events = new StringBuilder();
  private final TextReport text;
  private long begin;
  private long last;

  /// @param file where it is written
  /// @param nanoTime the clock
  public Recording(Path file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
    this.text = new TextReport(WIDTH, new Paint(true), true, this::record);
  }

  private void record(String output) {
    // Events must be in order, whatever the clock does.
    last = Math.max(last, nanoTime.getAsLong() - begin);
    double seconds = TimeUnit.NANOSECONDS.toMicros(last) / 1e6;
    try {
      String terminal = output.replace("\n", "\r\n");
      events.append(JSON.std.asString(List.of(seconds, "o", terminal))).append('\n');
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // a string can always become JSON
    }
  }

  @Override
  public void begin(Programme programme) throws IOException {
    begin = nanoTime.getAsLong();
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("version", 2);
    header.put("width", WIDTH);
    header.put("height", HEIGHT);
    header.put("timestamp", programme.begin().getEpochSecond());
    header.put("title", "jcr demo");
    header.put("env", Map.of("TERM", "xterm-256color"));
    events.append(JSON.std.asString(header)).append('\n');
    text.begin(programme);
  }

  @Override
  public void next(int number, Scene scene) {
    text.next(number, scene);
  }

  @Override
  public void add(Played played) {
    text.add(played);
  }

  @Override
  public void end(List<Played> all) throws IOException {
    text.end(all);
    WholeFile.write(file, events.toString());
  }

  @Override
  public void quit(List<Played> all, int of) {}
}
