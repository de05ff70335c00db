package io.jcr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/// A [TraceReport] in the trace event format, which Perfetto and chrome://tracing open: a lane for
/// the phases, one for the host and one for the container's process.
final class TraceJson {
  private static final double NANOS_PER_MICRO = 1e3;

  /// Durations are cut to less, in steps of this: viewers add numbers with fractions, and a step
  /// whose end is a rounding error behind the next one's begin would be shown around it.
  private static final long STEP_NANOS = 10;

  private static final int PROCESS = 1;

  private TraceJson() {}

  static String of(TraceReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("displayTimeUnit", "ms");
      json.writeArrayFieldStart("traceEvents");
      beginMetadata("process_name", 0, json);
      json.writeStringField("name", "jcr");
      endMetadata(json);
      for (TraceReport.Lane lane : TraceReport.Lane.values()) {
        writeName(lane, json);
      }
      for (TraceReport.Event event : report.events()) {
        write(event, report.start(), json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private static void writeName(TraceReport.Lane lane, JsonGenerator json) throws IOException {
    beginMetadata("thread_name", thread(lane), json);
    json.writeStringField("name", lane.name().toLowerCase(Locale.ROOT));
    endMetadata(json);
    beginMetadata("thread_sort_index", thread(lane), json);
    json.writeNumberField("sort_index", thread(lane));
    endMetadata(json);
  }

  private static void beginMetadata(String name, int thread, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("ph", "M");
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", thread);
    json.writeObjectFieldStart("args");
  }

  private static void endMetadata(JsonGenerator json) throws IOException {
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(TraceReport.Event event, long start, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", event.text());
    json.writeStringField("cat", event.lane().name().toLowerCase(Locale.ROOT));
    json.writeStringField("ph", "X");
    json.writeNumberField("ts", (event.begin() - start) / NANOS_PER_MICRO);
    long duration = Math.max(0, event.end() - event.begin() - 1);
    json.writeNumberField("dur", (duration - duration % STEP_NANOS) / NANOS_PER_MICRO);
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", thread(event.lane()));
    json.writeObjectFieldStart("args");
    json.writeStringField("backend", event.backend());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static int thread(TraceReport.Lane lane) {
    return switch (lane) {
      case PHASE -> 1;
      case HOST -> 2;
      case PROCESS -> 3;
    };
  }
}
