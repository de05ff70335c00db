package io.jcr.state;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.oci.Bundle;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A container's `state.json`: the OCI runtime spec's state, and more than a pid to identify the
/// process.
public final class StateFile {
  /// The annotation with the pid of the container's supervisor.
  public static final String SUPERVISOR = "supervisor";

  /// The annotation with the host name that the container was given.
  public static final String HOSTNAME = "hostname";

  /// The annotation that says how often its restart policy has restarted it.
  public static final String RESTARTS = "restarts";

  /// The annotation with the time of its start (RFC 3339).
  public static final String STARTED = "started";

  /// The annotation of a state whose file cannot be read: the sentence that says so.
  public static final String DAMAGED = "damaged";

  private static final String NAME = "state.json";

  /// States of an ended process: a zombie that has not been waited for, or dead.
  private static final Set<String> ENDED = Set.of("Z", "X");

  private StateFile() {}

  /// Writes the state atomically: readers see the old file or the new one.
  public static void write(ContainerState state) {
    Path file = state.bundle().resolve(NAME);
    Path temporary = state.bundle().resolve(NAME + ".new");
    try (JsonGenerator json =
        new JsonFactory().createGenerator(temporary.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      writeStatus(json, state, state.id());
      writeAnnotations(json, state);
      json.writeEndObject();
    } catch (IOException e) {
      throw new HostException("write " + file + ": " + FileFailure.reason(e));
    }
    try {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new HostException("write " + file + ": " + FileFailure.reason(e));
    }
  }

  /// A state in the form of the OCI runtime spec and nothing more: what hooks read.
  public static String ofHook(ContainerState state) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("ociVersion", Bundle.OCI_VERSION);
      json.writeStringField("id", state.id());
      json.writeStringField("status", state.status().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("pid", state.pid());
      json.writeStringField("bundle", state.bundle().toString());
      writeAnnotations(json, state);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.append('\n').toString();
  }

  private static void writeAnnotations(JsonGenerator json, ContainerState state)
      throws IOException {
    json.writeObjectFieldStart("annotations");
    for (Map.Entry<String, String> entry : new TreeMap<>(state.annotations()).entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  /// The fields of a state except the annotations.
  static void writeStatus(JsonGenerator json, ContainerState state, String id) throws IOException {
    json.writeStringField("ociVersion", Bundle.OCI_VERSION);
    json.writeStringField("id", id);
    json.writeStringField("status", state.status().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("pid", state.pid());
    json.writeNumberField("startTime", state.startTime());
    json.writeStringField("bootId", state.bootId());
    json.writeStringField("bundle", state.bundle().toString());
  }

  /// The state in the container directory `bundle`, if its process is still the recorded one.
  public static Optional<ContainerState> running(Path bundle, HostFacts facts) {
    return read(bundle, facts).filter(state -> state.status() == Status.RUNNING);
  }

  /// The state in the container directory `bundle`, with its current status: stopped if its process
  /// is no longer the recorded one. If the file is damaged, the undo journal still names the
  /// process, so that it can be ended; an annotation says what is wrong.
  ///
  /// @return empty if it has none yet
  static Optional<ContainerState> read(Path bundle, HostFacts facts) {
    return facts
        .read(bundle.resolve(NAME))
        .map(text -> {
          try {
            return parse(text, bundle, facts);
          } catch (IOException | IllegalArgumentException e) {
            return salvaged(bundle, facts);
          }
        });
  }

  /// The pid of the parent of the process `pid`; 0 if the process has ended, or its parent is not
  /// visible.
  public static long parent(long pid, HostFacts facts) { // field 4 of proc_pid_stat(5)
    return facts
        .read(Path.of("/proc/" + pid + "/stat"))
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
        .map(fields -> Long.parseLong(fields[1]))
        .orElse(0L);
  }

  /// The id of the host's current boot, or empty.
  public static String bootId(HostFacts facts) {
    return facts.read(Path.of("/proc/sys/kernel/random/boot_id")).orElse("").strip();
  }

  /// From the entry `kill PID START BOOTID` of the journal, which is there as long as the container
  /// runs; a later one is of what serves its ports.
  private static ContainerState salvaged(Path bundle, HostFacts facts) {
    Map<String, String> why = Map.of(DAMAGED, bundle.resolve(NAME) + " is damaged");
    for (String line : facts.read(bundle.resolve("undo")).orElse("").split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length == 4 && words[0].equals("kill")) {
        try {
          long pid = Long.parseLong(words[1]);
          long start = Long.parseLong(words[2]);
          Status status = lives(pid, start, words[3], facts) ? Status.RUNNING : Status.STOPPED;
          return new ContainerState("", status, pid, start, words[3], bundle, why);
        } catch (NumberFormatException e) {
          break; // as damaged as the other file
        }
      }
    }
    return new ContainerState("", Status.STOPPED, 0, 0, "", bundle, why);
  }

  private static boolean lives(long pid, long start, String bootId, HostFacts facts) {
    return bootId.equals(bootId(facts)) && startTime(pid, facts).equals(Optional.of(start));
  }

  private static ContainerState parse(String text, Path bundle, HostFacts facts)
      throws IOException {
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
    Status written = Status.valueOf(values.getOrDefault("status", "").toUpperCase(Locale.ROOT));
    long pid = Long.parseLong(values.getOrDefault("pid", "0"));
    long startTime = Long.parseLong(values.getOrDefault("startTime", "0"));
    String bootId = values.getOrDefault("bootId", "");
    boolean lives = lives(pid, startTime, bootId, facts);
    return new ContainerState(
        values.getOrDefault("id", ""),
        lives || written == Status.CREATED ? written : Status.STOPPED,
        pid,
        startTime,
        bootId,
        bundle,
        annotations);
  }

  /// When the process started, unless it has ended: fields 22 and 3 of proc_pid_stat(5). The
  /// second, the name in parentheses, may hold blanks.
  private static Optional<Long> startTime(long pid, HostFacts facts) {
    return facts
        .read(Path.of("/proc/" + pid + "/stat"))
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
        .filter(fields -> !ENDED.contains(fields[0]))
        .map(fields -> Long.parseLong(fields[19]));
  }
}
