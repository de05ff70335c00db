package io.jcr.runtime;

import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.LinuxCapabilities;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.Rlimit;
import io.jcr.api.User;
import io.jcr.api.op.InitOp;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.linux.seccomp.Architecture;
import io.jcr.linux.seccomp.SeccompCompiler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a process does in a container before it is the program that was asked for: the same for the
/// first one and for each that is executed later.
final class ProcessSteps {
  private final ContainerProcess process;
  private final @Nullable LinuxSeccomp seccomp;
  private final boolean ownsConsole;
  private final Steps steps = new Steps();

  /// @param seccomp the container's rules for system calls; null: none
  /// @param ownsConsole whether /dev/console is there for this process only: for the first one in a
  ///   mount namespace of its own
  ProcessSteps(ContainerProcess process, @Nullable LinuxSeccomp seccomp, boolean ownsConsole) {
    this.process = process;
    this.seccomp = seccomp;
    this.ownsConsole = ownsConsole;
  }

  /// The operations in the order of the kernel, execve(2) last.
  List<Step> list() {
    startSession();
    adjust();
    dropPrivileges();
    execute();
    return steps.list();
  }

  private void startSession() {
    steps.add(new InitOp.Setsid());
    steps.add(new InitOp.NewSessionKeyring());
    if (process.terminal()) {
      User user = process.user();
      steps.add(new InitOp.Terminal(user.uid(), user.gid(), ownsConsole ? 1 : 0));
    }
  }

  private void adjust() {
    if (process.oomScoreAdj() != null) {
      steps.add(new InitOp.WriteFile("/proc/self/oom_score_adj", "" + process.oomScoreAdj()));
    }
    for (Rlimit limit : process.rlimits()) {
      steps.add(new InitOp.Setrlimit(limit.resource().number(), limit.soft(), limit.hard()));
    }
    steps.add(new InitOp.Umask(process.umask()));
  }

  /// The bounding set needs CAP_SETPCAP and setgroups CAP_SETGID, so they come before capset;
  /// seccomp comes last because the filter may forbid any of the others; but without no_new_privs
  /// it needs CAP_SYS_ADMIN, and comes before the capabilities go.
  private void dropPrivileges() {
    if (!process.noNewPrivileges()) {
      filterSystemCalls();
    }
    LinuxCapabilities sets = process.capabilitySets();
    steps.add(new InitOp.CapBounding(Capability.mask(sets.bounding())));
    User user = process.user();
    steps.add(new InitOp.SetUser(user.uid(), user.gid(), user.additionalGids()));
    steps.add(
        new InitOp.Capset(
            Capability.mask(sets.effective()),
            Capability.mask(sets.permitted()),
            Capability.mask(sets.inheritable()),
            Capability.mask(sets.ambient())));
    steps.add(new InitOp.Chdir(process.cwd()));
    if (process.noNewPrivileges()) {
      steps.add(new InitOp.NoNewPrivs());
      filterSystemCalls();
    }
  }

  private void filterSystemCalls() {
    if (seccomp != null) {
      steps.add(new InitOp.Seccomp(SeccompCompiler.compile(Architecture.current(), seccomp)));
    }
  }

  private void execute() {
    if (process.init()) {
      steps.add(new InitOp.Init());
    }
    steps.add(new InitOp.Execve(process.args().getFirst(), process.args(), process.env()));
  }
}
