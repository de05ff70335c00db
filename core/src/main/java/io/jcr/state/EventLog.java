package io.jcr.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.ErrnoException;
import io.jcr.init.ControlSocket;
import io.jcr.init.EventFile;
import io.jcr.init.LifeEvents;
import io.jcr.init.Subject;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/// Records what happens to the containers under a state root, in docker's words. Commands record
/// their own actions, and supervisors the start and end of their container; jcr-init does the
/// writing for both.
public final class EventLog {
  private static final long MAX_SIZE = 1 << 20;
  private static final int MAX_FILE = 3;

  /// The prefix of jcr's own annotations; all others are labels.
  private static final String OWN = "io.jcr.";

  static final String START = "start";
  static final String DIE = "die";
  static final String DESTROY = "destroy";

  private final EventFile file;
  private final ControlSocket init;

  /// @param init the supervisor of this command
  public EventLog(StateRoot root, ControlSocket init) {
    this.file = new EventFile(root.events(), MAX_SIZE, MAX_FILE);
    this.init = init;
  }

  /// The file that they are written to.
  Path path() {
    return file.path();
  }

  /// The events of a container's run.
  ///
  /// @param began the first actions
  /// @param kept whether it still exists after its end
  /// @param directory where a rename writes its name
  public LifeEvents ofContainer(
      ContainerSpec spec, List<String> began, boolean kept, Path directory) {
    return new LifeEvents(
        file,
        subject(Identity.of(spec), attributes(spec.annotations(), Map.of())),
        directory.resolve(Identity.NAME_FILE),
        began,
        DIE,
        kept ? "" : DESTROY);
  }

  /// The events of a command that `jcr exec` runs in a container.
  public LifeEvents ofExec(
      Path directory, HostFacts facts, ContainerSpec spec, List<String> command) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("execID", Identity.newId());
    details.put("command", String.join(" ", command));
    return new LifeEvents(
        file,
        subject(Identity.read(directory, facts), attributes(spec.annotations(), details)),
        directory.resolve(Identity.NAME_FILE),
        List.of("exec_create", "exec_start"),
        "exec_die",
        "");
  }

  /// The events that a command records about a container.
  public ContainerEvents of(ContainerState state, HostFacts facts) {
    return ContainerEvents.of(this, state.bundle(), facts);
  }

  /// Writes one event. The action itself is already done, so a failing write is only logged.
  ///
  /// @param annotations those of its config.json
  /// @param details details of the action: texts and whole numbers
  public void write(
      Identity identity, Map<String, String> annotations, String action, Map<String, ?> details) {
    try {
      init.event(file, subject(identity, attributes(annotations, details)), action);
    } catch (ErrnoException e) {
      LoggerFactory.getLogger(EventLog.class)
          .info("event {} of container {} is lost: {}", action, identity.name(), e.getMessage());
    }
  }

  private static Subject subject(Identity identity, String attributes) {
    return new Subject(identity.id(), identity.name(), attributes);
  }

  /// The members of a JSON object: labels, then details.
  private static String attributes(Map<String, String> annotations, Map<String, ?> details) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Map.Entry<String, String> annotation : new TreeMap<>(annotations).entrySet()) {
      if (!annotation.getKey().startsWith(OWN)) {
        all.put(annotation.getKey(), annotation.getValue());
      }
    }
    all.putAll(details);
    return all.isEmpty() ? "" : json(all);
  }

  private static String json(Map<String, Object> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> member : members.entrySet()) {
        json.writeFieldName(member.getKey());
        if (member.getValue() instanceof Number number) {
          json.writeNumber(number.longValue());
        } else {
          json.writeString(member.getValue().toString());
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().substring(1, text.getBuffer().length() - 1);
  }

  /// Whether the container's last event is its start, because nobody was left to record its end.
  boolean lacksEnd(String id) {
    for (int age = 0; age < MAX_FILE; age++) {
      List<String> lines = lines(age == 0 ? file.path() : older(age));
      for (String line : lines.reversed()) {
        if (line.contains("\"id\":\"" + id + "\"")) {
          Optional<Boolean> started = started(line);
          if (started.isPresent()) {
            return started.get();
          }
        }
      }
    }
    return false;
  }

  private static Optional<Boolean> started(String line) {
    boolean start = line.contains("\"action\":\"" + START + "\"");
    return start || line.contains("\"action\":\"" + DIE + "\"")
        ? Optional.of(start)
        : Optional.empty();
  }

  private Path older(int age) {
    return file.path().resolveSibling(file.path().getFileName() + "." + age);
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path, StandardCharsets.ISO_8859_1); // decodes damaged bytes, too
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
