package io.jcr.cli.container;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.cli.option.TextTable;
import io.jcr.running.ContainerUsage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A container in `jcr stats`.
///
/// @param name the container's
/// @param usage what it uses; null if it is not running
/// @param cpuPercent its share of one processor since the previous sample; null without one
record UsageSample(String name, @Nullable ContainerUsage usage, @Nullable Double cpuPercent) {
  private static final ContainerUsage NONE =
      new ContainerUsage(0, null, null, null, null, null, null, null, null, null);

  /// An empty table of samples.
  static TextTable table() {
    return new TextTable(
        "NAME", "CPU %", "MEM USAGE / LIMIT", "MEM %", "PEAK", "NET I/O", "BLOCK I/O", "PIDS");
  }

  /// Adds this sample to such a table.
  void addTo(TextTable table) {
    ContainerUsage now = usage == null ? NONE : usage;
    Long pids = now.pids();
    table.row(
        name,
        Amount.percent(cpuPercent),
        Amount.pair(Amount.binary(now.memory()), Amount.binary(now.memoryLimit())),
        Amount.percent(now.memoryPercent()),
        Amount.binary(now.memoryPeak()),
        Amount.pair(Amount.decimal(now.received()), Amount.decimal(now.sent())),
        Amount.pair(Amount.decimal(now.read()), Amount.decimal(now.written())),
        pids == null ? Amount.UNKNOWN : pids.toString());
  }

  /// Writes it as an object with plain numbers, or null where unknown.
  void writeTo(JsonGenerator json, String time) throws IOException {
    ContainerUsage now = usage == null ? NONE : usage;
    json.writeStartObject();
    json.writeStringField("time", time);
    json.writeStringField("name", name);
    json.writeBooleanField("running", usage != null);
    write(json, "cpuPercent", cpuPercent);
    write(json, "cpuNanos", now.cpuNanos());
    write(json, "memory", now.memory());
    write(json, "memoryLimit", now.memoryLimit());
    write(json, "memoryPercent", now.memoryPercent());
    write(json, "memoryPeak", now.memoryPeak());
    write(json, "netReceived", now.received());
    write(json, "netSent", now.sent());
    write(json, "blockRead", now.read());
    write(json, "blockWritten", now.written());
    write(json, "pids", now.pids());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, @Nullable Long value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }

  private static void write(JsonGenerator json, String name, @Nullable Double value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, Math.round(value * 100) / 100.0);
    }
  }
}
