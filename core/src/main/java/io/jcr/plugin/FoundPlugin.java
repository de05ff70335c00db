package io.jcr.plugin;

import io.jcr.api.PluginException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A jar that was found, and what becomes of it.
public final class FoundPlugin {
  private final FoundJar jar;
  private final PluginDescription description;
  private State state;
  private String reason;
  private @Nullable LoadedPlugin loaded;

  FoundPlugin(FoundJar jar, PluginDescription description, State state, String reason) {
    this.jar = jar;
    this.description = description;
    this.state = state;
    this.reason = reason;
  }

  /// What becomes of a jar.
  public enum State {
    /// It is used when a run needs it.
    READY,
    /// A folder before this one has a plugin with the same Plugin-Id.
    SHADOWED,
    /// It lacks something.
    REJECTED,
    /// Others than root can change it: it was not opened.
    UNTRUSTED
  }

  /// The jar.
  public Path path() {
    return jar.path();
  }

  /// Where it was found.
  public PluginFolder folder() {
    return jar.folder();
  }

  /// What it says of itself.
  public PluginDescription description() {
    return description;
  }

  /// What becomes of it.
  public State state() {
    return state;
  }

  /// Why it is not ready; empty when it is.
  public String reason() {
    return reason;
  }

  boolean isReady() {
    return state == State.READY;
  }

  void reject(String why) {
    state = State.REJECTED;
    reason = reason.isEmpty() ? why : reason + "; " + why;
  }

  void shadow(String why) {
    state = State.SHADOWED;
    reason = why;
  }

  String id() {
    return description.id();
  }

  /// Opens the jar, if that was not done yet.
  ///
  /// @param kept open for longer than `own`, for jcr's own plugins
  /// @throws PluginException when it is not to be trusted
  LoadedPlugin load(@Nullable OpenJars kept, OpenJars own, Trust trust) {
    if (loaded == null) {
      jar.requireTrust(trust);
      boolean lasting = folder().origin() == PluginFolder.Origin.DISTRIBUTION;
      loaded = kept != null && lasting ? kept.open(jar, description) : null;
      if (loaded == null) {
        loaded = Objects.requireNonNull(own.open(jar, description));
      }
    }
    return loaded;
  }

  @Nullable LoadedPlugin loaded() {
    return loaded;
  }
}
