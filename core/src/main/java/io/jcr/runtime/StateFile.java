package io.jcr.runtime;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.ContainerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
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
      throw new UncheckedIOException(e);
    }
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
