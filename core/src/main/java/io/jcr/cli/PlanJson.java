package io.jcr.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.cli.option.JsonOutput;
import io.jcr.cli.option.OutputFormat;
import io.jcr.runtime.Plan;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/// A [Plan] as JSON: schema `jcr-plan/1`, described in `docs/plan-schema.md`.
final class PlanJson {
  private static final String SCHEMA = "jcr-plan/1";

  private PlanJson() {}

  /// Prints `plan` to `out` as `format` wants it.
  static void print(PrintStream out, Plan plan, OutputFormat format) {
    switch (format) {
      case TEXT -> out.print(PlanText.of(plan));
      case JSON -> JsonOutput.print(out, json -> write(plan, json));
    }
  }

  /// Writes one plan as a JSON object.
  static void write(Plan plan, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeObjectFieldStart("backends");
    for (Map.Entry<String, String> backend : plan.backends().entrySet()) {
      json.writeStringField(backend.getKey(), backend.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("ownLimits");
    for (Map.Entry<String, String> limit : plan.ownLimits().entrySet()) {
      json.writeStringField(limit.getKey(), limit.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("steps");
    int number = 1;
    for (Plan.Step step : plan.steps()) {
      write(step, number++, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(Plan.Step step, int number, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", number);
    json.writeStringField("phase", step.phase().name().toLowerCase(Locale.ROOT));
    json.writeStringField("backend", step.backend());
    json.writeStringField("call", step.call());
    json.writeStringField("syscall", step.syscall());
    json.writeArrayFieldStart("undo");
    for (String line : step.undo()) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
