package io.jcr.cli.container;

import io.jcr.runtime.Timeline;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where `--trace` reports what a command does, and how it ended.
public interface TraceOutput {
  /// Does `work`, then writes the report, also when the work fails.
  ///
  /// @param file a file, or `-` for standard error
  /// @param timeline of the work
  /// @throws io.jcr.api.UsageException when the report cannot be written, before the work begins
  void traced(String file, Timeline timeline, Runnable work);

  /// Does `work`, and reports it if `--trace` was given.
  ///
  /// @param file of `--trace`; null: nothing is timed
  /// @param work gets the timeline that it marks
  default void perform(@Nullable String file, Consumer<Timeline> work) {
    Timeline timeline = new Timeline(file != null);
    if (file == null) {
      work.accept(timeline);
    } else {
      traced(file, timeline, () -> work.accept(timeline));
    }
  }
}
