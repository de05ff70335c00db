package io.jcr.plugins.limiter;

import io.jcr.api.CgroupPath;
import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import java.nio.file.Path;
import java.util.List;

/// The options of the three backends.
///
/// @param limiter the backend that they were given to
/// @param parent `parent=PATH`: the cgroup in which containers are created, relative to the mount
///   point; `jcr` by default
/// @param limitsSwap false for `unlimited-swap`: the memory limit does not include swap
record CgroupOptions(String limiter, Path parent, boolean limitsSwap) {
  static final String UNLIMITED_SWAP = "unlimited-swap";

  static final List<BackendOption> DESCRIBED =
      List.of(
          BackendOption.value(
                  "parent",
                  new OptionType.Text("PATH"),
                  "the cgroup to make containers in, below the mount point")
              .withDefault("jcr"),
          BackendOption.flag(UNLIMITED_SWAP, "don't count swap towards the memory limit"));

  /// Reads the options for `limiter` in `spec`.
  ///
  /// @throws UsageException for an unknown option or a bad value
  static CgroupOptions of(String limiter, ContainerSpec spec) {
    String subject = "--limiter=" + limiter;
    ParsedOptions options = ParsedOptions.parse(subject, DESCRIBED, spec.options("limiter"));
    String parent = options.text("parent").orElseThrow();
    boolean limitsSwap = !options.flag(UNLIMITED_SWAP);
    if (!CgroupPath.isValid(parent)) {
      throw new UsageException(
          subject
              + ": parent '"
              + parent
              + "' is not a path of a cgroup below the mount point, such as /jcr or /ci/jobs ("
              + CgroupPath.RULE
              + ")");
    }
    return new CgroupOptions(
        limiter, Path.of(parent.startsWith("/") ? parent.substring(1) : parent), limitsSwap);
  }
}
