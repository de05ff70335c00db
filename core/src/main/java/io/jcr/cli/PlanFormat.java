package io.jcr.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.runtime.Plan;
import java.io.IOException;
import java.util.Locale;

/// How a [Plan] is printed.
enum PlanFormat {
  /// A table for people, one step a line.
  TEXT {
    @Override
    void print(Plan plan) {
      System.out.print(PlanText.of(plan));
    }
  },
  /// Schema `jcr-plan/1`, described in `docs/plan-schema.md`.
  JSON {
    @Override
    void print(Plan plan) {
      JsonOutput.print(json -> write(plan, json));
    }
  };

  private static final String SCHEMA = "jcr-plan/1";

  /// Prints to standard output.
  abstract void print(Plan plan);

  /// Writes one plan as a JSON object.
  static void write(Plan plan, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeArrayFieldStart("steps");
    int number = 1;
    for (Plan.Step step : plan.steps()) {
      json.writeStartObject();
      json.writeNumberField("number", number++);
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
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
