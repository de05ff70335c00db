package io.jcr.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.init.Teardown;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A [TraceReport] in the trace event format, which Perfetto and chrome://tracing open: a lane for
/// the phases, one for the host and one for the container's process. What programs read of it is in
/// `docs/trace-schema.md`.
final class TraceJson {
  private static final double NANOS_PER_MICRO = 1e3;

  /// Durations are cut to less, in steps of this: viewers add numbers with fractions, and a step
  /// whose end is a rounding error behind the next one's begin would be shown around it.
  private static final long STEP_NANOS = 10;

  private static final int PROCESS = 1;

  /// With what the text ends.
  private static final String END = "]}\n";

  private TraceJson() {}

  static String of(TraceReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("displayTimeUnit", "ms");
      writeMessages(report, json);
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

  /// What the supervisor puts in the place of the end of such a text, so that it has one more
  /// phase.
  ///
  /// @param zero when its times begin
  static Teardown teardown(Path file, long zero) {
    return new Teardown(
        file,
        END.length(),
        zero,
        List.of(
            ",{\"name\":\"teardown\",\"cat\":\"phase\",\"ph\":\"X\",\"ts\":",
            ",\"dur\":",
            ",\"pid\":1,\"tid\":1,\"args\":{\"backend\":\"\"}}" + END));
  }

  private static void writeMessages(TraceReport report, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("messages");
    for (String message : report.messages()) {
      json.writeString(message);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("errors");
    for (ErrorReport error : report.errors()) {
      json.writeStartObject();
      json.writeStringField("kind", error.kind());
      json.writeNumberField("exitStatus", error.exitStatus());
      json.writeStringField("backend", error.failure().backend());
      json.writeStringField("operation", error.failure().operation());
      json.writeStringField("object", error.failure().object());
      json.writeStringField("errno", error.errno());
      json.writeStringField("message", error.message());
      json.writeEndObject();
    }
    json.writeEndArray();
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
    json.writeStringField("name", event.result());
    json.writeStringField("cat", event.lane().name().toLowerCase(Locale.ROOT));
    json.writeStringField("ph", "X");
    json.writeNumberField("ts", (event.begin() - start) / NANOS_PER_MICRO);
    long duration = Math.max(0, event.end() - event.begin() - 1);
    json.writeNumberField("dur", (duration - duration % STEP_NANOS) / NANOS_PER_MICRO);
    json.writeNumberField("pid", PROCESS);
    json.writeNumberField("tid", thread(event.lane()));
    json.writeObjectFieldStart("args");
    json.writeStringField("backend", event.backend());
    if (!event.call().isEmpty()) {
      json.writeStringField("call", event.call());
    }
    if (!event.errno().isEmpty()) {
      json.writeStringField("errno", event.errno());
    }
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
