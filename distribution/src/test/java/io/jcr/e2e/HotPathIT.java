package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What CONTRIBUTING forbids on the way of every run, since a JVM that has just started is slow at
/// it: regular expressions (0.1 to 4 ms each) and String.format. The JVM of the tests, which unlike
/// jcr's own has the flight recorder, runs jcr and tells who made a pattern or a formatter.
@WithJcr
class HotPathIT {
  private static final String TRACED =
      "java.util.regex.Pattern::<init>;java.util.Formatter::format";
  private static final List<String> ON_THE_WAY =
      List.of("java.util.regex.", "java.util.Formatter", "java.lang.String");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --net=veth:nat --limit=memory:100M --limit=cpu:50% --limit=pids:50 -- true",
        "run --net=veth --fs=bind --hostname=box -e A=B -v /etc:/mnt:ro -u 1 -- true",
      })
  void jcrUsesNoRegularExpressionAndNoFormatter(String command, Jcr jcr) throws IOException {
    List<RecordedEvent> events = record(jcr, command.split(" ", -1));
    assertFalse(events.isEmpty(), "picocli has some: the recorder sees nothing");
    NavigableSet<String> users = new TreeSet<>();
    events.forEach(event -> {
      RecordedFrame user = user(event);
      if (user.getMethod().getType().getName().startsWith("io.jcr.")) {
        users.add(
            user.getMethod().getType().getName()
                + "."
                + user.getMethod().getName()
                + ":"
                + user.getLineNumber());
      }
    });
    assertEquals(new TreeSet<>(), users);
  }

  private List<RecordedEvent> record(Jcr jcr, String... command) throws IOException {
    Path recording = directory.resolve("run.jfr");
    List<String> line = new ArrayList<>();
    line.addAll(List.of(Jcr.HOME + "/libexec/jcr-init", "supervise", "--"));
    line.add(System.getProperty("java.home") + "/bin/java");
    line.add("-XX:StartFlightRecording:filename=" + recording + ",method-trace=" + TRACED);
    line.addAll(List.of("-Xlog:disable", "-Djcr.home=" + Jcr.HOME));
    try (Stream<String> options = Files.lines(Jcr.HOME.resolve("lib/jvm.options"))) {
      options
          .filter(option -> option.startsWith("-D") || option.startsWith("--"))
          .forEach(line::add);
    }
    line.addAll(List.of("-cp", classPath(), TracedMain.class.getName()));
    line.addAll(List.of(command));
    jcr.launch(line).awaitEnd().exited(0);
    try (RecordingFile file = new RecordingFile(recording)) {
      List<RecordedEvent> events = new ArrayList<>();
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals("jdk.MethodTrace")) {
          events.add(event);
        }
      }
      return events;
    }
  }

  private static String classPath() throws IOException {
    try (Stream<Path> jars = Files.list(Jcr.HOME.resolve("lib"))) {
      List<String> all =
          new ArrayList<>(
              jars.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList());
      all.add(
          Path.of(TracedMain.class.getProtectionDomain().getCodeSource().getLocation().getPath())
              .toString());
      return String.join(":", all);
    }
  }

  /// The first frame that belongs to neither.
  private static RecordedFrame user(RecordedEvent event) {
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    return frames.stream()
        .filter(frame ->
            ON_THE_WAY.stream().noneMatch(frame.getMethod().getType().getName()::startsWith))
        .findFirst()
        .orElseThrow();
  }
}
