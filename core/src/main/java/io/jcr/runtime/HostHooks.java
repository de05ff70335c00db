package io.jcr.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.ErrnoException;
import io.jcr.api.Hook;
import io.jcr.api.Hooks;
import io.jcr.api.HostException;
import io.jcr.host.Effect;
import io.jcr.host.Effects;
import io.jcr.host.HostProgram;
import io.jcr.spi.CommandResult;
import io.jcr.state.StateFile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The hooks that run in jcr's own namespaces ([OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/v1.2.1/config.md#posix-platform-hooks)):
///
/// ```
/// mounts made, network attached, the process waits → prestart, createRuntime → pivot_root … execve
///                                                                             → poststart
/// everything undone, the record removed                                       → poststop
/// ```
///
/// `create` only writes a container down, so the hooks that the spec counts to it run at each start
/// as well. The first hook that fails ends the start, and everything is undone; poststart too,
/// which the spec changed in 1.2.1 (before, it was a warning). A poststop hook that fails is a
/// warning, and the others run all the same.
///
/// A hook gets what the spec says: the state on its standard input, its own environment and nothing
/// else of jcr's. It starts in the bundle. What it prints is dropped, but for the reason of a
/// failure.
public final class HostHooks {
  private static final Duration FOREVER = Duration.ofSeconds(Integer.MAX_VALUE);
  private static final CommandResult DONE = new CommandResult(0, "", "");

  private final HostProgram programs;

  @Inject
  HostHooks() {
    this(HostProgram.installed());
  }

  HostHooks(HostProgram programs) {
    this.programs = programs;
  }

  /// Run by the jcr-init of this jcr.
  public static HostHooks installed() {
    return new HostHooks();
  }

  /// Whether the container's process has to wait for hooks before it enters its root.
  static boolean precede(Hooks hooks) {
    return !hooks.prestart().isEmpty() || !hooks.createRuntime().isEmpty();
  }

  /// Whether there are any to run when the program runs.
  static boolean follow(Hooks hooks) {
    return !hooks.poststart().isEmpty();
  }

  /// Runs those that come before the process enters its root.
  ///
  /// @param process the container's process
  /// @throws HostException for the first one that fails
  void create(ContainerSpec spec, ContainerState process, Effects effects) {
    String state = state(spec, process, Status.CREATING);
    run("prestart", spec.hooks().prestart(), process.bundle(), state, effects);
    run("createRuntime", spec.hooks().createRuntime(), process.bundle(), state, effects);
  }

  /// Runs those that come when the program runs.
  ///
  /// @param process the container's process
  /// @throws HostException for the first one that fails
  void started(ContainerSpec spec, ContainerState process, Effects effects) {
    String state = state(spec, process, Status.RUNNING);
    run("poststart", spec.hooks().poststart(), process.bundle(), state, effects);
  }

  /// Runs those that come when nothing of the container is left.
  ///
  /// @param ended its last state
  /// @param warned receives a sentence for each one that fails
  public void stopped(
      ContainerSpec spec, ContainerState ended, Effects effects, Consumer<String> warned) {
    String state = state(spec, ended, Status.STOPPED);
    List<Hook> all = spec.hooks().poststop();
    effects.ask("hook poststop");
    for (int i = 0; i < all.size(); i++) {
      try {
        run("poststop", i, all.get(i), Path.of("/"), state, effects); // its directory is gone
      } catch (HostException e) {
        warned.accept(e.getMessage());
      }
    }
    effects.ask("jcr");
  }

  private static String state(ContainerSpec spec, ContainerState process, Status status) {
    return StateFile.ofHook(
        new ContainerState(
            process.id(),
            status,
            status == Status.STOPPED ? 0 : process.pid(),
            process.startTime(),
            process.bootId(),
            process.bundle(),
            spec.annotations()));
  }

  private void run(String kind, List<Hook> hooks, Path bundle, String state, Effects effects) {
    effects.ask("hook ".concat(kind));
    for (int i = 0; i < hooks.size(); i++) {
      run(kind, i, hooks.get(i), bundle, state, effects);
    }
    effects.ask("jcr");
  }

  private void run(
      String kind, int index, Hook hook, Path directory, String state, Effects effects) {
    String failure = failure(kind, hook, directory, state, effects);
    if (!failure.isEmpty()) {
      throw new HostException("hooks." + kind + "[" + index + "] " + hook.path() + ": " + failure);
    }
  }

  /// @return why it failed; empty if it has not
  private String failure(String kind, Hook hook, Path bundle, String state, Effects effects) {
    try {
      CommandResult result =
          effects.perform(
              new Effect.RunHook(kind, hook), () -> DONE, () -> execute(hook, bundle, state));
      return result.status() == 0 ? "" : HostProgram.ending(result);
    } catch (ErrnoException e) { // ETIMEDOUT
      return "has not ended within " + hook.timeout() + " s";
    }
  }

  private CommandResult execute(Hook hook, Path bundle, String state) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : hook.env()) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    Duration limit = hook.timeout() == 0 ? FOREVER : Duration.ofSeconds(hook.timeout());
    return programs.hook(
        Path.of(hook.path()), hook.words(), environment, bundle, state.getBytes(UTF_8), limit);
  }
}
