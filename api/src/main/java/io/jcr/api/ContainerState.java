package io.jcr.api;

import java.nio.file.Path;
import java.util.Map;

/// The state of a container, as `State` in the [OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#state).
///
/// @param id the container's name
/// @param status the stage of its life
/// @param pid its PID 1, in the host's PID namespace
/// @param startTime when that process started, in clock ticks since boot (field 22 of
///   proc_pid_stat(5)): pids are reused, pairs of pid and start time are not
/// @param bootId `/proc/sys/kernel/random/boot_id` of the boot in which it started
/// @param bundle the directory of its state
/// @param annotations other facts, by name, for people and tools
public record ContainerState(
    String id,
    Status status,
    long pid,
    long startTime,
    String bootId,
    Path bundle,
    Map<String, String> annotations) {
  public ContainerState {
    annotations = Map.copyOf(annotations);
  }

  /// The OCI statuses; the spec spells them in lower case.
  public enum Status {
    CREATING,
    CREATED,
    RUNNING,
    STOPPED
  }
}
