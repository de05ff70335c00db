package io.jcr.cli;

import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
import java.util.List;

/// The four SPIs: the option that selects a backend, and the backends that are tried without it, in
/// this order. The first that can run is taken; never one that isolates or limits less than what
/// the first would.
enum Spi {
  NAMESPACE("ns", Namespace.class),
  FILESYSTEM("fs", Filesystem.class),
  NETWORK("net", Network.class),
  LIMITER("limiter", ResourceLimiter.class);

  private final String option;
  private final Class<? extends Backend> type;

  Spi(String option, Class<? extends Backend> type) {
    this.option = option;
    this.type = type;
  }

  String option() {
    return option;
  }

  Class<? extends Backend> type() {
    return type;
  }

  List<String> defaults() {
    return switch (this) {
      case NAMESPACE -> List.of("clone");
      case FILESYSTEM -> List.of("overlay");
      case NETWORK -> List.of("none");
      case LIMITER -> List.of("cgroup-v2", "cgroup-v1", "cgroup-hybrid");
    };
  }
}
