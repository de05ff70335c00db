package io.jcr.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.jcr.api.ContainerState;
import io.jcr.api.HostException;
import io.jcr.oci.Bundle;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The record of one container.
///
/// @param identity its names
/// @param state its current state; the id in it is the container's current name
/// @param config the text of its `config.json`; empty if it is not readable, or does not exist yet
public record ContainerRecord(Identity identity, ContainerState state, Optional<String> config) {
  /// Writes it as one JSON object: the OCI runtime spec's state, in which annotations that contain
  /// a JSON object or array (such as `cniResult`) become JSON, and `config`.
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    StateFile.writeStatus(json, state, identity.reference());
    json.writeStringField("name", identity.name());
    json.writeObjectFieldStart("annotations");
    for (Map.Entry<String, String> entry : new TreeMap<>(state.annotations()).entrySet()) {
      json.writeFieldName(entry.getKey());
      if (isStructure(entry.getValue())) {
        copy(entry.getValue(), json);
      } else {
        json.writeString(entry.getValue());
      }
    }
    json.writeEndObject();
    if (config.isPresent()) {
      json.writeFieldName("config");
      writeConfig(config.get(), json);
    }
    json.writeEndObject();
  }

  private void writeConfig(String text, JsonGenerator json) throws IOException {
    try {
      copy(text, json);
    } catch (JsonProcessingException e) {
      throw new HostException(Bundle.config(state.bundle()) + " is damaged");
    }
  }

  /// Whether all of `text` is one JSON object or array.
  private static boolean isStructure(String text) throws IOException {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return false;
    }
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static void copy(String text, JsonGenerator json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      json.copyCurrentStructure(parser);
    }
  }
}
