package io.jcr.plugins.limiter;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.spi.contract.SampleSpec;
import java.util.Map;

/// Containers with limits.
final class Sample {
  static final LinuxResources MEMORY = new LinuxResources(new LinuxMemory(100L << 20), null, null);

  private Sample() {}

  static LinuxResources pids(long limit) {
    return new LinuxResources(null, null, new LinuxPids(limit));
  }

  static LinuxResources cpus(String cpus) {
    return new LinuxResources(null, new LinuxCpu(0, LinuxCpu.DEFAULT_PERIOD, cpus), null);
  }

  static ContainerSpec spec(String id, LinuxResources resources) {
    return spec(id, resources, "cgroup-v1");
  }

  /// @param choice as behind `--limiter=`
  static ContainerSpec spec(String id, LinuxResources resources, String choice) {
    return SampleSpec.of(
        id, resources, Map.of("limiter", BackendChoice.parse("--limiter", choice)));
  }
}
