package io.jcr.init;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How the process that the user waits for is connected with a container once jcr has gone.
///
/// @param control the socket of the container's supervisor ([Detachment#control]); null: that of
///   the container that is detached and launched next, from its first byte on
/// @param detachKeys what is typed to leave the container running
/// @param stdin whether the caller's standard input goes to the container
/// @param signalProxy whether signals go to the container, when it has no terminal
public record Attachment(
    @Nullable Path control, DetachKeys detachKeys, boolean stdin, boolean signalProxy) {}
