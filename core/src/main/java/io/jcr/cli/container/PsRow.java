package io.jcr.cli.container;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.PublishedPort;
import io.jcr.state.ContainerRecords;
import io.jcr.state.ExitRecord;
import io.jcr.state.Identity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A container in the list of `jcr ps`.
///
/// @param command its arguments, separated by blanks; empty if they are not readable
/// @param labels its annotations, including jcr's own
/// @param exit how it ended, if it has
/// @param created its creation time; the epoch if unknown
record PsRow(
    Identity identity,
    ContainerState state,
    String command,
    Map<String, String> labels,
    Optional<ExitRecord> exit,
    Instant created,
    boolean paused) {

  /// Its networks, in their order.
  List<String> nets() {
    Map<String, String> annotations = state.annotations();
    List<String> nets = new ArrayList<>();
    for (int i = 0; annotations.containsKey(ContainerSpec.networkOption(i)); i++) {
      nets.add(annotations.get(ContainerSpec.networkOption(i)));
    }
    return nets;
  }

  String net() {
    return String.join(",", nets());
  }

  String address() {
    return state.annotations().getOrDefault("address", "");
  }

  /// The ports of a running container; after its end they are free for others.
  List<PublishedPort> ports() {
    return state.status() == Status.RUNNING ? ContainerRecords.ports(state) : List.of();
  }

  /// Its status, in docker's words.
  String statusWord() {
    return state.status() == Status.STOPPED
        ? "exited"
        : paused ? "paused" : state.status().name().toLowerCase(Locale.ROOT);
  }

  /// Its status and since when, in docker's words.
  String status(Instant now) {
    return switch (state.status()) {
      case CREATING -> "Starting";
      case CREATED -> "Created";
      case RUNNING -> "Up " + age(since(), now) + (paused ? " (Paused)" : "");
      case STOPPED ->
          exit.map(e -> "Exited (" + e.exitStatus() + ") " + age(e.finishedAt(), now) + " ago")
              .orElse("Dead");
    };
  }

  String createdAgo(Instant now) {
    return created.equals(Instant.EPOCH) ? "" : age(created, now) + " ago";
  }

  private Instant since() {
    return Optional.ofNullable(state.annotations().get("started"))
        .map(Instant::parse)
        .orElse(created);
  }

  /// @param size of its writable layer; empty when it was not asked for, or has none
  void writeTo(JsonGenerator json, OptionalLong size) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", identity.id());
    json.writeStringField("name", identity.name());
    json.writeStringField("status", state.status().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("paused", paused);
    json.writeNumberField("pid", state.status() == Status.RUNNING ? state.pid() : 0);
    json.writeStringField("command", command());
    json.writeStringField("created", created.toString());
    if (exit.isPresent()) {
      json.writeNumberField("exitStatus", exit.get().exitStatus());
      json.writeStringField("finishedAt", exit.get().finishedAt().toString());
    }
    writeField(json, "net", nets().isEmpty() ? null : net());
    writeField(json, "address", state.annotations().get("address"));
    PublishedEnds.write(ports(), json);
    if (size.isPresent()) {
      json.writeNumberField("size", size.getAsLong());
    }
    json.writeObjectFieldStart("labels");
    for (Map.Entry<String, String> label : new TreeMap<>(labels()).entrySet()) {
      if (!label.getKey().startsWith("io.jcr.")) {
        json.writeStringField(label.getKey(), label.getValue());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeField(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  /// In docker's words: the largest unit of which there is at least one.
  private static String age(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return unit(seconds, "second");
    }
    if (seconds < 60 * 60) {
      return unit(seconds / 60, "minute");
    }
    return seconds < 48 * 60 * 60
        ? unit(seconds / (60 * 60), "hour")
        : unit(seconds / (24 * 60 * 60), "day");
  }

  private static String unit(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
