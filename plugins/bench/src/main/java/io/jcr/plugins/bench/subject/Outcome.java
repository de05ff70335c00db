package io.jcr.plugins.bench.subject;

/// How a job ended.
///
/// @param status its exit status
public record Outcome(int status, String stdout, String stderr, Timeline timeline) {
  /// The first thing that it printed about its failure.
  public String complaint() {
    String said =
        stderr
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .findFirst()
            .orElse("it said nothing");
    return "exit status " + status + ": " + said;
  }
}
