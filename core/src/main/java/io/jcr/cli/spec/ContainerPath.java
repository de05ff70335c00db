package io.jcr.cli.spec;

import io.jcr.api.UsageException;
import java.nio.file.Path;

/// Where something is mounted inside the container.
public final class ContainerPath {
  private ContainerPath() {}

  /// Checks that `path` is absolute and not the root itself, and writes it without `.`, `..` and
  /// double slashes. Symbolic links are another matter: they are resolved inside the container's
  /// root when the mount is made.
  ///
  /// @param subject the option for messages, such as `--tmpfs /run`
  /// @throws UsageException when it is not
  static String parse(String subject, String path) {
    if (!path.startsWith("/")) {
      throw new UsageException(
          subject + ": '" + path + "' is not an absolute path inside the container");
    }
    String normalized = Path.of(path).normalize().toString();
    if (normalized.equals("/")) {
      throw new UsageException(
          subject + ": the container's root itself cannot be mounted over, use --rootfs for it");
    }
    return normalized;
  }
}
