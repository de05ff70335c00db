package io.jcr.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One entry of `linux.namespaces` in the OCI runtime spec.
///
/// @param type the kind of namespace
/// @param path the namespace file to join, such as `/run/netns/blue`, or null for a new namespace
public record LinuxNamespace(NamespaceType type, @Nullable Path path) {
  /// A new namespace of kind `type`.
  public static LinuxNamespace create(NamespaceType type) {
    return new LinuxNamespace(type, null);
  }

  /// The existing namespace that the file `path` refers to.
  public static LinuxNamespace join(NamespaceType type, Path path) {
    return new LinuxNamespace(type, path);
  }
}
