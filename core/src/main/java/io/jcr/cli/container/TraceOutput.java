package io.jcr.cli.container;

import io.jcr.runtime.Timeline;

/// Where `--trace` reports what a command does, and how it ended.
public interface TraceOutput {
  /// Does `work`, then writes the report, also when the work fails.
  ///
  /// @param file a file, or `-` for standard error
  /// @param timeline of the work
  /// @throws io.jcr.api.UsageException when the report cannot be written, before the work begins
  void traced(String file, Timeline timeline, Runnable work);
}
