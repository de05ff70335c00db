package io.jcr.plugins.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.jcr.plugins.bench.suite.Settings;
import java.util.List;
import java.util.Map;

/// All that a report says beside the samples: kept in `bench.json`, so that the report can be made
/// again.
///
/// @param version of jcr
/// @param commandLine what was typed
/// @param seed of the order and of the bootstrap
/// @param suites by name
/// @param subjects in the order of the tables
/// @param missing subjects that could not be measured, and why
/// @param machine see [Machine]
/// @param ended why it ended, and when
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Findings(
    String version,
    String commandLine,
    long seed,
    Settings settings,
    List<SuiteNote> suites,
    List<SubjectNote> subjects,
    List<MissingNote> missing,
    Map<String, String> machine,
    String ended) {
  /// A suite.
  public record SuiteNote(String name, String description) {}

  /// A subject.
  ///
  /// @param asked resources
  /// @param observed resources
  public record SubjectNote(String id, String label, String asked, String observed) {}

  /// A subject that is not there.
  public record MissingNote(String name, String reason) {}
}
