package io.jcr.cli.container;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.PublishedPort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The host's side of a published port, in docker's format: `0.0.0.0:8080`, `[::]:8080`.
final class PublishedEnds {
  private PublishedEnds() {}

  /// One entry, or one per address family if the port is published on all addresses.
  static List<String> of(PublishedPort port) {
    String address = port.address();
    if (address.isEmpty()) {
      return List.of("0.0.0.0:" + port.first(), "[::]:" + port.first());
    }
    String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
    return List.of(host + ":" + port.first());
  }

  /// Writes the field `ports` of an object.
  static void write(List<PublishedPort> ports, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("ports");
    for (PublishedPort port : ports) {
      json.writeStartObject();
      json.writeStringField("hostAddress", port.address());
      json.writeNumberField("hostPort", port.first());
      json.writeNumberField("containerPort", port.containerPort());
      json.writeStringField("protocol", port.protocol());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// All ports of a container, for `ps`: `0.0.0.0:8080->80/tcp, …`.
  static String inOneLine(List<PublishedPort> ports) {
    List<String> all = new ArrayList<>();
    for (PublishedPort port : ports) {
      for (String end : of(port)) {
        all.add(end + "->" + port.containerPort() + "/" + port.protocol());
      }
    }
    return String.join(", ", all);
  }
}
