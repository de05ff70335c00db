package io.jcr.api;

import java.util.List;
import java.util.stream.Stream;

/// `hooks` of the [OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/main/config.md#posix-platform-hooks).
///
/// @param prestart the deprecated form of `createRuntime`, run before it
/// @param createRuntime run in the runtime's namespaces, once the container's exist
/// @param createContainer run in the container's namespaces, before it enters its root
/// @param startContainer run in the container, just before its program
/// @param poststart run in the runtime's namespaces, once the program runs
/// @param poststop run in the runtime's namespaces, once the container is deleted
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

  /// Whether there are no hooks.
  public boolean isEmpty() {
    return Stream.of(prestart, createRuntime, createContainer, startContainer, poststart, poststop)
        .allMatch(List::isEmpty);
  }
}
