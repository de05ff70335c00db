package io.jcr.plugins.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcr.api.UsageException;
import io.jcr.plugins.bench.suite.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Everything that a report says apart from the samples; stored in `bench.json`, so that the report
/// can be written again.
///
/// @param version of jcr
/// @param commandLine what was typed
/// @param seed of the order
/// @param suites by name
/// @param subjects in the order of the tables
/// @param missing subjects that could not be measured, and why
/// @param leftOut what was not requested, one sentence each
/// @param machine see [Machine]
/// @param ended why it ended, and when
/// @param othersRunning the average number of threads of other programs that wanted to run during
///   the measurements
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Findings(
    String version,
    String commandLine,
    long seed,
    Settings settings,
    List<SuiteNote> suites,
    List<SubjectNote> subjects,
    List<MissingNote> missing,
    List<String> leftOut,
    Map<String, String> machine,
    String ended,
    @Nullable Double othersRunning) {
  private static final String FILE = "bench.json";

  /// Files from before `leftOut` and `othersRunning` existed have neither.
  public Findings {
    leftOut = Objects.requireNonNullElse(leftOut, List.of());
    othersRunning = othersRunning != null && othersRunning.isNaN() ? null : othersRunning;
  }

  /// The findings of a bench that got as far as its report.
  ///
  /// @throws UsageException if there are none
  public static Findings read(Path directory) throws IOException {
    try {
      return new ObjectMapper()
          .readValue(Files.readString(directory.resolve(FILE)), Findings.class);
    } catch (NoSuchFileException e) {
      throw new UsageException(
          "--report="
              + directory
              + ": there is no "
              + FILE
              + ": --resume="
              + directory
              + " makes it");
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "--report="
              + directory
              + ": "
              + FILE
              + " was not written by this version of jcr bench: "
              + e.getOriginalMessage());
    }
  }

  void write(Path directory) throws IOException {
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(directory.resolve(FILE).toFile(), this);
  }

  /// A suite.
  public record SuiteNote(String name, String description) {}

  /// A subject.
  ///
  /// @param asked the requested resources
  /// @param observed the observed resources
  public record SubjectNote(String id, String label, String asked, String observed) {}

  /// A subject that is not available.
  public record MissingNote(String name, String reason) {}
}
