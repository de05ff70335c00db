package io.jcr.plugins.demo;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Line;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Programme;
import io.jcr.plugins.demo.model.Verdict;
import io.jcr.plugins.demo.model.View;
import io.jcr.plugins.demo.scene.Scene;
import io.jcr.plugins.demo.scene.Scenes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `jcr demo --format=json` printed once, on a host with cgroup v1.
public final class RecordedDemo {
  private RecordedDemo() {}

  /// The evidence of a scene.
  public static Evidence evidence(String scene) {
    for (Map<String, Object> recorded : maps(read().get("scenes"))) {
      if (scene.equals(recorded.get("name"))) {
        return new Evidence(
            maps(recorded.get("observations")).stream().map(RecordedDemo::observation).toList());
      }
    }
    throw new IllegalArgumentException("evidence.json has no scene " + scene);
  }

  /// All scenes, as if they were played now.
  public static List<Played> played() {
    List<Played> all = new ArrayList<>();
    List<Scene> scenes = Scenes.all();
    for (Scene scene : scenes) {
      Evidence evidence = evidence(scene.name());
      all.add(
          new Played(
              all.size() + 1,
              scenes.size(),
              scene,
              evidence,
              Verdict.of(scene.claims(), evidence),
              Duration.ofMillis(1234)));
    }
    return all;
  }

  /// A scene that could not be shown.
  public static Played notShown() {
    return notShown("there is \"no\" <network> # here \\ today");
  }

  /// The same for a reason of one's own.
  public static Played notShown(String reason) {
    return new Played(
        1,
        1,
        Scenes.all().getFirst(),
        new Evidence(List.of()),
        Verdict.cannotBeShown(reason),
        Duration.ZERO);
  }

  /// The recording's own.
  public static Programme programme() {
    return new Programme(
        "0.1.0",
        "/opt/jcr",
        "--fs=bind",
        new LinkedHashMap<>(Map.of("kernel", "Linux 6.12.0")),
        Instant.parse("2026-11-23T21:00:00Z"),
        Scenes.all().size());
  }

  private static Map<String, Object> read() {
    try (InputStream file = RecordedDemo.class.getResourceAsStream("evidence.json")) {
      return JSON.std.mapFrom(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Observation observation(Map<String, Object> recorded) {
    Map<String, String> facts = new LinkedHashMap<>();
    map(recorded.get("facts")).forEach((name, value) -> facts.put(name, (String) value));
    return new Observation(
        (String) recorded.get("way"),
        (Boolean) recorded.get("control"),
        ((List<?>) recorded.get("commands")).stream().map(String.class::cast).toList(),
        maps(recorded.get("views")).stream().map(RecordedDemo::view).toList(),
        facts);
  }

  private static View view(Map<String, Object> recorded) {
    String title = (String) recorded.get("title");
    List<Line> lines =
        maps(recorded.get("lines")).stream()
            .map(line ->
                line.containsKey("typed")
                    ? Line.typed((String) line.get("typed"))
                    : Line.said((String) line.get("said")))
            .toList();
    return new View(title, title.equals("on the host") ? "$" : "#", lines);
  }

  @SuppressWarnings("unchecked") // JSON objects have strings as names
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static List<Map<String, Object>> maps(Object value) {
    return ((List<?>) value).stream().map(RecordedDemo::map).toList();
  }
}
