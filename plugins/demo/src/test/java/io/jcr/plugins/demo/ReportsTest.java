package io.jcr.plugins.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.api.UsageException;
import io.jcr.plugins.demo.html.Page;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Verdict;
import io.jcr.plugins.demo.scene.Scenes;
import io.jcr.plugins.demo.show.JsonReport;
import io.jcr.plugins.demo.show.Paint;
import io.jcr.plugins.demo.show.Recording;
import io.jcr.plugins.demo.show.Report;
import io.jcr.plugins.demo.show.TapReport;
import io.jcr.plugins.demo.show.TextReport;
import io.jcr.plugins.demo.show.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsTest {
  private static String told(Function<Consumer<String>, Report> make, List<Played> all)
      throws IOException {
    StringBuilder text = new StringBuilder();
    Report report = make.apply(text::append);
    tell(report, all);
    return text.toString();
  }

  private static void tell(Report report, List<Played> all) throws IOException {
    report.begin(RecordedDemo.programme());
    for (Played played : all) {
      report.next(played.number(), played.scene());
      report.add(played);
    }
    report.end(all);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 57, 80, 140})
  void textKeepsToItsWidth(int width) throws IOException {
    String text =
        told(out -> new TextReport(width, new Paint(false), false, out), RecordedDemo.played());
    assertFalse(text.contains("\u001b"));
    for (String line : text.lines().toList()) {
      boolean toBeCopied = line.startsWith("$ ") || line.startsWith("  PATH=");
      int columns = new AttributedString(line).columnLength();
      assertTrue(toBeCopied || columns <= width, () -> width + " < " + columns + ": " + line);
    }
  }

  @Test
  void aTerminalGetsTheSameTextWithColours() throws IOException {
    List<Played> all = RecordedDemo.played();
    String plain = told(out -> new TextReport(100, new Paint(false), false, out), all);
    String painted = told(out -> new TextReport(100, new Paint(true), false, out), all);
    assertTrue(painted.contains("\u001b[32m"));
    assertEquals(plain, painted.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void textTellsWhatCannotBeShown() throws IOException {
    String text =
        told(
            out -> new TextReport(100, new Paint(false), false, out),
            List.of(RecordedDemo.notShown()));
    assertTrue(text.contains("cannot be shown here: there is \"no\" <network>"), text);
    assertTrue(text.endsWith("0 of 1 hold, 0.0 s\n"), text);
  }

  /// A host without some program says nothing about jcr: the demo does not fail by it.
  @Test
  void whatIsSkippedIsNoFailure() throws IOException {
    Played good = RecordedDemo.played().getFirst();
    Played skipped =
        new Played(
            2,
            2,
            Scenes.all().getLast(),
            new Evidence(List.of()),
            Verdict.skipped("ip is not installed (apt-get install iproute2)"),
            Duration.ZERO);
    List<Played> all = List.of(good, skipped);
    String text = told(out -> new TextReport(100, new Paint(false), false, out), all);
    assertTrue(text.contains("\nskipped: ip is not installed (apt-get install iproute2)\n"), text);
    assertTrue(text.contains("\nskip    " + skipped.scene().name()), text);
    assertTrue(text.endsWith("1 of 2 hold, 1 skipped, 1.2 s\n"), text);
    assertTrue(
        told(TapReport::new, all)
            .endsWith(
                "ok 2 - system-calls # SKIP ip is not installed (apt-get install iproute2)\n"));
    Map<String, Object> json = JSON.std.mapFrom(told(JsonReport::new, all));
    assertEquals(true, json.get("ok"));
    Map<?, ?> last = (Map<?, ?>) ((List<?>) json.get("scenes")).getLast();
    assertEquals("skipped", last.get("outcome"));
    assertEquals("ip is not installed (apt-get install iproute2)", last.get("reason"));
  }

  @Test
  void whatTakesLongIsToldBeforehand() {
    StringBuilder text = new StringBuilder();
    TextReport report = new TextReport(100, new Paint(false), true, text::append);
    report.next(1, Scenes.named(List.of("debian-server")).getFirst());
    assertEquals(
        "… debian-server (the first time, debootstrap takes a few minutes)", text.toString());
  }

  @Test
  void whoQuitsGetsTheSumOfWhatWasPlayed() throws IOException {
    List<Played> two = RecordedDemo.played().subList(0, 2);
    StringBuilder text = new StringBuilder();
    new TextReport(100, new Paint(false), false, text::append).quit(two, 17);
    assertTrue(text.toString().endsWith("2 of 2 hold, 2.5 s; not played: 15\n"), text::toString);
    StringBuilder tap = new StringBuilder();
    new TapReport(tap::append).quit(two, 17);
    assertEquals("Bail out! quit after 2 of 17 scenes\n", tap.toString());
    StringBuilder json = new StringBuilder();
    new JsonReport(json::append).quit(two, 17);
    assertEquals(2, ((List<?>) JSON.std.mapFrom(json).get("scenes")).size());
  }

  @Test
  void whoQuitsGetsNoHalfFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("demo");
    List<Report> reports = List.of(new Recording(file, () -> 1), new Page(file));
    for (Report report : reports) {
      report.begin(RecordedDemo.programme());
      report.add(RecordedDemo.played().getFirst());
      report.quit(RecordedDemo.played().subList(0, 1), 17);
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void tapHasATestForEachScene() throws IOException {
    List<String> lines = told(TapReport::new, RecordedDemo.played()).lines().toList();
    assertEquals("TAP version 14", lines.getFirst());
    assertEquals("1.." + Scenes.all().size(), lines.get(1));
    List<String> tests = lines.stream().filter(line -> line.startsWith("ok ")).toList();
    assertEquals(Scenes.all().size(), tests.size());
    assertEquals("ok 1 - network-namespace", tests.getFirst());
    assertTrue(lines.stream().noneMatch(line -> line.stripLeading().startsWith("not ok")));
  }

  @Test
  void tapTellsWhatIsNotOk() throws IOException {
    String tap = told(TapReport::new, List.of(RecordedDemo.notShown()));
    assertTrue(
        tap.contains(
            """
            not ok 1 - network-namespace
              ---
              message: "cannot be shown here: there is \\"no\\" <network> # here \\\\ today"
              ...
            """),
        tap);
  }

  @Test
  void jsonHasAllTheEvidence() throws IOException {
    Map<String, Object> json = JSON.std.mapFrom(told(JsonReport::new, RecordedDemo.played()));
    assertEquals(true, json.get("ok"));
    List<?> scenes = (List<?>) json.get("scenes");
    assertEquals(Scenes.all().size(), scenes.size());
    Map<?, ?> first = (Map<?, ?>) scenes.getFirst();
    assertEquals("holds", first.get("outcome"));
    assertEquals(4, ((List<?>) first.get("observations")).size());
    assertFalse(((List<?>) first.get("findings")).isEmpty());
    Map<String, Object> bad =
        JSON.std.mapFrom(told(JsonReport::new, List.of(RecordedDemo.notShown())));
    assertEquals(false, bad.get("ok"));
  }

  @Test
  void aRecordingIsAnAsciicast(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("demo.cast");
    Iterator<Long> clock = List.of(5L, 4L, 9_000L).iterator(); // a clock that stumbles
    long[] now = {10_000};
    Recording recording =
        new Recording(file, () -> clock.hasNext() ? clock.next() : (now[0] += 1_000_000));
    tell(recording, RecordedDemo.played());

    List<String> lines = Files.readAllLines(file);
    Map<String, Object> header = JSON.std.mapFrom(lines.getFirst());
    assertEquals(2, header.get("version"));
    assertEquals(100, header.get("width"));
    assertEquals(40, header.get("height"));
    StringBuilder shown = new StringBuilder();
    double last = 0;
    for (String line : lines.subList(1, lines.size())) {
      List<Object> event = JSON.std.listFrom(line);
      assertEquals(3, event.size());
      assertEquals("o", event.get(1));
      double time = ((Number) event.getFirst()).doubleValue();
      assertTrue(time >= last, line);
      last = time;
      shown.append((String) event.get(2));
    }
    String live =
        told(out -> new TextReport(100, new Paint(true), true, out), RecordedDemo.played());
    assertEquals(live.replace("\n", "\r\n"), shown.toString());
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedBeforehand(@TempDir Path directory) {
    WholeFile.requireWritable("--html", directory.resolve("page.html"));
    for (Path file : List.of(directory, directory.resolve("missing/page.html"))) {
      UsageException refusal =
          assertThrows(UsageException.class, () -> WholeFile.requireWritable("--html", file));
      assertTrue(refusal.getMessage().startsWith("--html=" + file + ": "), refusal.getMessage());
    }
  }

  @Test
  void anUnknownSceneIsRefused() {
    UsageException refusal =
        assertThrows(UsageException.class, () -> Scenes.named(List.of("host-name", "nosuch")));
    assertTrue(
        refusal.getMessage().startsWith("--scene=nosuch: no such scene: there are network-"),
        refusal.getMessage());
    assertEquals(2, Scenes.named(List.of("processes", "host-name")).size());
  }
}
