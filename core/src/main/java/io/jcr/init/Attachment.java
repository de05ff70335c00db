package io.jcr.init;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How the process that the user waits for is connected to a container once jcr has exited.
///
/// @param control the socket of the container's supervisor ([Detachment#control]); null: that of
///   the next container to be detached and launched, from its first byte of output on
/// @param detachKeys what to type to leave the container running
/// @param stdin whether the caller's standard input goes to the container
/// @param signalProxy whether signals go to the container, when it has no terminal
public record Attachment(
    @Nullable Path control, DetachKeys detachKeys, boolean stdin, boolean signalProxy) {}
