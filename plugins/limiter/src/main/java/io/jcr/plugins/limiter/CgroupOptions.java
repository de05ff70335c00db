package io.jcr.plugins.limiter;

import io.jcr.api.ContainerSpec;
import io.jcr.api.KernelName;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOptions;
import java.nio.file.Path;

/// The options of the three backends.
///
/// @param limiter the backend that they were given to
/// @param parent `parent=PATH`: the cgroup that containers are made in, relative to the mount
///   point; `jcr` unless told otherwise
/// @param limitsSwap false for `unlimited-swap`: the memory limit does not count swap
record CgroupOptions(String limiter, Path parent, boolean limitsSwap) {
  static final String UNLIMITED_SWAP = "unlimited-swap";

  private static final String SIGNS = "_.@:\\-";

  /// Reads the options for `limiter` in `spec`.
  ///
  /// @throws UsageException for an unknown one, or a bad value
  static CgroupOptions of(String limiter, ContainerSpec spec) {
    String subject = "--limiter=" + limiter;
    BackendOptions options = BackendOptions.of(subject, spec.options("limiter"));
    String parent = options.value("parent", "PATH").orElse("jcr");
    boolean limitsSwap = !options.flag(UNLIMITED_SWAP);
    options.refuseOthers();
    if (!isPath(parent)) {
      throw new UsageException(
          subject
              + ": parent '"
              + parent
              + "' is not a path of a cgroup below the mount point, such as /jcr or /ci/jobs"
              + " (letters, digits and _.@:\\-, no part beginning with a dot or a hyphen)");
    }
    return new CgroupOptions(
        limiter, Path.of(parent.startsWith("/") ? parent.substring(1) : parent), limitsSwap);
  }

  private static boolean isPath(String text) {
    for (String part : (text.startsWith("/") ? text.substring(1) : text).split("/", -1)) {
      if (!KernelName.isValid(part, KernelName.MAX_FILE) || !hasOnlyValidCharacters(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasOnlyValidCharacters(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      boolean word = c < 128 && Character.isLetterOrDigit(c);
      if (!word && SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
