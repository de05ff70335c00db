package io.jcr.runtime;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jcr.api.ContainerState;
import io.jcr.api.HostException;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A container's `state.json`: the OCI runtime spec's state, with what identifies the process
/// beside its pid.
final class StateFile {
  private static final String OCI_VERSION = "1.2.0";

  private StateFile() {}

  /// Writes the state so that readers see the old file or the new one, never a part.
  static void write(ContainerState state) {
    Path file = state.bundle().resolve("state.json");
    Path temporary = state.bundle().resolve("state.json.new");
    try (JsonGenerator json =
        new JsonFactory().createGenerator(temporary.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("ociVersion", OCI_VERSION);
      json.writeStringField("id", state.id());
      json.writeStringField("status", state.status().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("pid", state.pid());
      json.writeNumberField("startTime", state.startTime());
      json.writeStringField("bootId", state.bootId());
      json.writeStringField("bundle", state.bundle().toString());
      json.writeObjectFieldStart("annotations");
      for (Map.Entry<String, String> entry : new TreeMap<>(state.annotations()).entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new HostException("write " + file + ": " + e);
    }
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new HostException("write " + file + ": " + e);
    }
  }

  /// The state in the container directory `bundle`, if its process is still the one that was
  /// written down.
  static Optional<ContainerState> running(Path bundle, HostFacts facts) {
    Optional<String> text = facts.read(bundle.resolve("state.json"));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    ContainerState state;
    try {
      state = parse(text.get(), bundle);
    } catch (IOException | IllegalArgumentException e) {
      throw new HostException(bundle.resolve("state.json") + " is damaged");
    }
    return startTime(state.pid(), facts).equals(Optional.of(state.startTime()))
        ? Optional.of(state)
        : Optional.empty();
  }

  private static ContainerState parse(String text, Path bundle) throws IOException {
    Map<String, String> values = new HashMap<>();
    Map<String, String> annotations = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      Map<String, String> into = values;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT && "annotations".equals(json.currentName())) {
          into = annotations;
        } else if (token == JsonToken.END_OBJECT) {
          into = values;
        } else if (token.isScalarValue()) {
          into.put(json.currentName(), json.getText());
        }
      }
    }
    return new ContainerState(
        values.getOrDefault("id", ""),
        ContainerState.Status.valueOf(
            values.getOrDefault("status", "stopped").toUpperCase(Locale.ROOT)),
        Long.parseLong(values.getOrDefault("pid", "0")),
        Long.parseLong(values.getOrDefault("startTime", "0")),
        values.getOrDefault("bootId", ""),
        bundle,
        annotations);
  }

  /// Field 22 of proc_pid_stat(5); the second, the name in parentheses, may hold blanks.
  private static Optional<Long> startTime(long pid, HostFacts facts) {
    return facts
        .read(Path.of("/proc/" + pid + "/stat"))
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19])
        .map(Long::parseLong);
  }
}
