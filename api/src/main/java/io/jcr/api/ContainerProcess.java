package io.jcr.api;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The container's program, as `process` in the OCI runtime spec.
///
/// @param terminal whether it gets its own pseudo-terminal
/// @param user the user and groups it runs as
/// @param args the command and its arguments, at least one element; a command without a slash is
///   looked up in the PATH of `env`
/// @param env `NAME=VALUE` entries
/// @param cwd absolute path inside the container
/// @param capabilitySets its capabilities
/// @param noNewPrivileges PR_SET_NO_NEW_PRIVS
/// @param rlimits limits that differ from jcr's caller's
/// @param init whether PID 1 is jcr's small init, which reaps processes and forwards signals, with
///   the command as its child
/// @param umask permission bits to clear in new files (OCI: `user.umask`)
/// @param oomScoreAdj how readily the kernel kills it when memory is short, -1000 to 1000, see
///   proc_pid_oom_score_adj(5); null to inherit it
public record ContainerProcess(
    boolean terminal,
    User user,
    List<String> args,
    List<String> env,
    String cwd,
    LinuxCapabilities capabilitySets,
    boolean noNewPrivileges,
    List<Rlimit> rlimits,
    boolean init,
    long umask,
    @Nullable Integer oomScoreAdj) {
  /// The usual umask.
  public static final long DEFAULT_UMASK = 0022;

  private static final int MAX_UMASK = 0777;
  private static final int MAX_ADJUSTMENT = 1000;

  public ContainerProcess {
    if (args.isEmpty()) {
      throw new IllegalArgumentException("a process needs a command");
    }
    if (!cwd.startsWith("/")) {
      throw new IllegalArgumentException("working directory '" + cwd + "' is not absolute");
    }
    args = List.copyOf(args);
    env = List.copyOf(env);
    rlimits = List.copyOf(rlimits);
    if (umask < 0 || umask > MAX_UMASK) {
      throw new IllegalArgumentException("umask " + Long.toOctalString(umask));
    }
    if (oomScoreAdj != null && Math.abs(oomScoreAdj) > MAX_ADJUSTMENT) {
      throw new IllegalArgumentException("oomScoreAdj " + oomScoreAdj);
    }
  }

  /// With docker's capability sets for a choice, and default values.
  ///
  /// @param capabilities see [LinuxCapabilities#forUser]
  public ContainerProcess(
      boolean terminal,
      User user,
      List<String> args,
      List<String> env,
      String cwd,
      Set<Capability> capabilities,
      boolean noNewPrivileges,
      List<Rlimit> rlimits,
      boolean init) {
    this(
        terminal,
        user,
        args,
        env,
        cwd,
        LinuxCapabilities.forUser(capabilities, user.uid()),
        noNewPrivileges,
        rlimits,
        init,
        DEFAULT_UMASK,
        null);
  }

  /// Its bounding set.
  public Set<Capability> capabilities() {
    return capabilitySets.bounding();
  }
}
