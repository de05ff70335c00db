package io.jcr.cli.container;

import io.jcr.runtime.Timeline;

/// Where `--trace` reports the times of a launch.
public interface TraceOutput {
  /// Checks that the report can be written, before anything is done that it would be about.
  ///
  /// @param file a file, or `-` for standard error
  /// @throws io.jcr.api.UsageException when it cannot
  void check(String file);

  /// Writes the report.
  void write(String file, Timeline timeline);
}
