package io.jcr.api;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The container's program, as `process` in the OCI runtime spec.
///
/// @param terminal whether it gets a pseudo-terminal of its own
/// @param user who it is
/// @param args the command and its arguments, at least one; looked up in the PATH of `env` when it
///   has no slash
/// @param env `NAME=VALUE` each
/// @param cwd absolute path inside the container
/// @param capabilitySets its capabilities
/// @param noNewPrivileges PR_SET_NO_NEW_PRIVS
/// @param rlimits limits that differ from those of jcr's caller
/// @param init whether PID 1 is a small init of jcr's that reaps and forwards signals, with the
///   command as its child
/// @param umask permission bits that new files do not get (OCI: `user.umask`)
/// @param oomScoreAdj how willingly the kernel kills it when memory is short, -1000 to 1000, see
///   proc_pid_oom_score_adj(5); null: as its parent
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

  /// With the capabilities that docker makes of a choice, and what is usual.
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
