package io.jcr.runtime;

import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.Linux;
import io.jcr.api.LinuxCapabilities;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.Rlimit;
import io.jcr.api.User;
import io.jcr.api.op.InitOp;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.linux.seccomp.Architecture;
import io.jcr.linux.seccomp.SeccompCompiler;
import java.util.List;

/// What a process in a container does before it becomes the requested program. It is the same for
/// the first process and for those of `jcr exec`.
final class ProcessSteps {
  private final ContainerProcess process;
  private final Linux linux;
  private final boolean ownsConsole;
  private final Steps steps = new Steps();

  /// @param linux the container's system call filter and personality
  /// @param ownsConsole whether this process alone uses /dev/console, as the first one in a new
  ///   mount namespace
  ProcessSteps(ContainerProcess process, Linux linux, boolean ownsConsole) {
    this.process = process;
    this.linux = linux;
    this.ownsConsole = ownsConsole;
  }

  /// The operations in the order that the kernel requires; execve(2) is last.
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
    if (linux.personality() != null) {
      steps.add(new InitOp.Personality(linux.personality().persona()));
    }
  }

  /// The bounding set needs CAP_SETPCAP and setgroups needs CAP_SETGID, so they come before capset.
  /// seccomp comes last, because the filter may forbid any of the others. Without no_new_privs,
  /// however, it needs CAP_SYS_ADMIN, so it comes before capset.
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
    LinuxSeccomp seccomp = linux.seccomp();
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
