package io.jcr.plugins.demo.show;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.plugins.demo.model.Finding;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Programme;
import io.jcr.plugins.demo.model.View;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One JSON object with everything, at the end.
public final class JsonReport implements Report {
  private final Consumer<String> out;
  private @Nullable Programme programme;

  /// @param out receives the text
  public JsonReport(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void begin(Programme what) {
    this.programme = what;
  }

  @Override
  public void add(Played played) {}

  @Override
  public void end(List<Played> all) throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    if (programme != null) {
      report.put("jcr", programme.version());
      report.put("host", programme.host());
      report.put("options", programme.options());
      report.put("begin", programme.begin().toString());
    }
    report.put("ok", all.stream().allMatch(played -> played.verdict().passes()));
    report.put("scenes", all.stream().map(JsonReport::scene).toList());
    out.accept(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(report) + "\n");
  }

  @Override
  public void quit(List<Played> all, int of) throws IOException {
    end(all);
  }

  private static Map<String, Object> scene(Played played) {
    Map<String, Object> scene = new LinkedHashMap<>();
    scene.put("name", played.scene().name());
    scene.put("title", played.scene().title());
    scene.put("sentence", played.scene().sentence());
    scene.put("ok", played.verdict().passes());
    scene.put(
        "outcome", played.verdict().outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    if (!played.verdict().reason().isEmpty()) {
      scene.put("reason", played.verdict().reason());
    }
    scene.put("seconds", played.took().toMillis() / 1000.0);
    scene.put(
        "observations",
        played.evidence().observations().stream().map(JsonReport::observation).toList());
    scene.put("findings", played.verdict().findings().stream().map(JsonReport::finding).toList());
    return scene;
  }

  private static Map<String, Object> observation(Observation seen) {
    Map<String, Object> observation = new LinkedHashMap<>();
    observation.put("way", seen.way());
    observation.put("control", seen.control());
    observation.put("commands", seen.commands());
    observation.put("views", seen.views().stream().map(JsonReport::view).toList());
    observation.put("facts", seen.facts());
    return observation;
  }

  private static Map<String, Object> view(View view) {
    List<Map<String, String>> lines =
        view.lines().stream()
            .map(line -> Map.of(line.kind().name().toLowerCase(Locale.ROOT), line.text()))
            .toList();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("title", view.title());
    map.put("lines", lines);
    return map;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("way", finding.way());
    map.put("claim", finding.claim());
    map.put("holds", finding.holds());
    map.put("expected", !finding.control());
    map.put("because", finding.because());
    return map;
  }
}
