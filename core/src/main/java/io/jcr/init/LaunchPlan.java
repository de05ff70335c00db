package io.jcr.init;

import io.jcr.api.op.InitOp;
import io.jcr.spi.Limits;
import java.util.List;

/// What jcr-init is asked to do for one container.
///
/// @param enter how the process gets into its namespaces, the clone last
/// @param inside what it does to itself, execve last
/// @param notes what the supervisor checks when the container has ended
/// @param trace whether the process reports when it executed each operation
/// @param terminal whether `inside` has an [InitOp.Terminal]
public record LaunchPlan(
    List<Step> enter, List<Step> inside, List<Limits.Note> notes, boolean trace, boolean terminal) {
  public LaunchPlan {
    enter = List.copyOf(enter);
    inside = List.copyOf(inside);
    notes = List.copyOf(notes);
  }

  /// An operation and who asked for it.
  ///
  /// @param backend such as `filesystem overlay`, or `jcr` for what every container gets
  /// @param op the operation
  public record Step(String backend, InitOp op) {}
}
