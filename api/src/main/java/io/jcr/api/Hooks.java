package io.jcr.api;

import java.util.List;
import java.util.stream.Stream;

/// `hooks` of the [OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks).
///
/// @param prestart deprecated name of `createRuntime`, run before it
/// @param createRuntime in the runtime's namespaces, when the container's exist
/// @param createContainer in the container's namespaces, before its root is entered
/// @param startContainer in the container, just before its program
/// @param poststart in the runtime's namespaces, when the program runs
/// @param poststop in the runtime's namespaces, when the container is deleted
public record Hooks(
    List<Hook> prestart,
    List<Hook> createRuntime,
    List<Hook> createContainer,
    List<Hook> startContainer,
    List<Hook> poststart,
    List<Hook> poststop) {
  /// No hooks.
  public static final Hooks NONE =
      new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public Hooks {
    prestart = List.copyOf(prestart);
    createRuntime = List.copyOf(createRuntime);
    createContainer = List.copyOf(createContainer);
    startContainer = List.copyOf(startContainer);
    poststart = List.copyOf(poststart);
    poststop = List.copyOf(poststop);
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return Stream.of(prestart, createRuntime, createContainer, startContainer, poststart, poststop)
        .allMatch(List::isEmpty);
  }
}
