package io.jcr.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.linux.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a list of containers shows of a `config.json`. Unlike [Bundle#read], reading it makes no
/// objects for the rest, most of which are the rules of the seccomp filter.
///
/// @param args `process.args`, the command
/// @param annotations including jcr's own
public record ConfigSummary(List<String> args, Map<String, String> annotations) {
  /// Copies both.
  public ConfigSummary {
    args = List.copyOf(args);
    annotations = Map.copyOf(annotations);
  }

  /// Reads what [Bundle#text] returned. It stops where both are found, which in jcr's own files is
  /// at the beginning: the rest, fifteen times as long, would cost `jcr ps` more than everything
  /// else. A file that was cut off is noticed all the same.
  ///
  /// @param bundle the container's directory, for messages
  /// @throws UsageException when what was read is not JSON, or the end is missing
  public static ConfigSummary ofText(Path bundle, String text) {
    try (JsonParser json = new JsonFactory().createParser(text)) {
      ConfigSummary summary = read(json, text.stripTrailing().endsWith("}"));
      if (json.getParsingContext().inRoot() && json.nextToken() != null) {
        throw new UsageException(Bundle.config(bundle) + " is not JSON: more than one value");
      }
      return summary;
    } catch (JsonProcessingException e) {
      throw new UsageException(Bundle.config(bundle) + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new HostException("read " + Bundle.config(bundle) + ": " + FileFailure.reason(e));
    }
  }

  /// @param stops whether to stop early
  private static ConfigSummary read(JsonParser json, boolean stops) throws IOException {
    List<String> args = new ArrayList<>();
    Map<String, String> annotations = new HashMap<>();
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String member = json.currentName();
      json.nextToken();
      boolean object = json.hasToken(JsonToken.START_OBJECT);
      if (object && member.equals("process")) {
        if (readArgs(json, args, stops && !annotations.isEmpty())) {
          break;
        }
      } else if (object && member.equals("annotations")) {
        readTexts(json, annotations);
        if (stops && !args.isEmpty()) {
          break;
        }
      } else {
        json.skipChildren();
      }
    }
    return new ConfigSummary(args, annotations);
  }

  /// @return whether it has stopped early
  private static boolean readArgs(JsonParser json, List<String> args, boolean stops)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = json.currentName().equals("args");
      if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
        while (json.nextToken() == JsonToken.VALUE_STRING) {
          args.add(json.getText());
        }
        if (stops && !args.isEmpty()) {
          return true;
        }
      } else {
        json.skipChildren();
      }
    }
    return false;
  }

  private static void readTexts(JsonParser json, Map<String, String> texts) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        texts.put(key, json.getText());
      } else {
        json.skipChildren();
      }
    }
  }
}
