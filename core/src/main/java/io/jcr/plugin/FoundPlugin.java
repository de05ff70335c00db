package io.jcr.plugin;

import io.jcr.api.PluginException;
import io.jcr.program.BackendProgram;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A jar that was found, and its state.
public final class FoundPlugin {
  private final FoundJar jar;
  private final PluginDescription description;
  private State state;
  private String reason;
  private @Nullable LoadedPlugin loaded;
  private @Nullable BackendProgram program;

  FoundPlugin(FoundJar jar, PluginDescription description, State state, String reason) {
    this.jar = jar;
    this.description = description;
    this.state = state;
    this.reason = reason;
  }

  /// Whether a jar is used, and if not, why.
  public enum State {
    /// Used when a run needs it.
    READY,
    /// An earlier folder has a plugin with the same Plugin-Id.
    SHADOWED,
    /// It lacks something.
    REJECTED,
    /// Users other than root can change it, so it was not opened.
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

  /// What it says about itself.
  public PluginDescription description() {
    return description;
  }

  /// Whether it is used.
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

  /// Whether it is a program rather than a jar.
  public boolean isProgram() {
    return jar.isProgram();
  }

  /// The program, which is to be trusted.
  ///
  /// @throws PluginException when it is not
  BackendProgram program(Trust trust) {
    if (program == null) {
      jar.requireTrust(trust);
      program = BackendProgram.of(path());
    }
    return program;
  }

  /// Opens the jar, unless it is open already.
  ///
  /// @param kept stays open longer than `own`; for jcr's own plugins
  /// @throws PluginException when it is not trusted
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
