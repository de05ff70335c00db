package io.jcr.api;

import java.util.List;
import java.util.Set;

/// The container's program, as `process` in the OCI runtime spec.
///
/// @param terminal whether it gets a pseudo-terminal of its own
/// @param user who it is
/// @param args the command and its arguments, at least one; looked up in the PATH of `env` when it
///   has no slash
/// @param env `NAME=VALUE` each
/// @param cwd absolute path inside the container
/// @param capabilities its permitted, effective and bounding set (for a user other than root:
///   bounding only)
/// @param noNewPrivileges PR_SET_NO_NEW_PRIVS
/// @param rlimits limits that differ from those of jcr's caller
/// @param init whether PID 1 is a small init of jcr's that reaps and forwards signals, with the
///   command as its child
public record ContainerProcess(
    boolean terminal,
    User user,
    List<String> args,
    List<String> env,
    String cwd,
    Set<Capability> capabilities,
    boolean noNewPrivileges,
    List<Rlimit> rlimits,
    boolean init) {
  public ContainerProcess {
    if (args.isEmpty()) {
      throw new IllegalArgumentException("a process needs a command");
    }
    if (!cwd.startsWith("/")) {
      throw new IllegalArgumentException("working directory '" + cwd + "' is not absolute");
    }
    args = List.copyOf(args);
    env = List.copyOf(env);
    capabilities = Set.copyOf(capabilities);
    rlimits = List.copyOf(rlimits);
  }
}
