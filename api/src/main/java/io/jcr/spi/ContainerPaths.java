package io.jcr.spi;

import java.nio.file.Path;

/// A container's own directories on the host. They are removed when it ends.
///
/// @param state its directory for small files, under `/run/jcr/containers`; exists
/// @param data its directory for file system contents, under `/var/lib/jcr/containers`; a backend
///   that needs it creates it with [Host#createDirectory]
/// @param rootMount where its root is mounted in its own mount namespace; exists and is empty
public record ContainerPaths(Path state, Path data, Path rootMount) {}
