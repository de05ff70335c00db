package io.jcr.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `linux.seccomp` of the OCI runtime spec: the system calls that the container may make.
///
/// The first rule that names a call and whose conditions hold decides on it; without one, the
/// default action does. As in runc, unknown call numbers fail with ENOSYS unless the default action
/// allows them, so that programs fall back to older calls.
///
/// @param defaultAction for calls that no rule decides on
/// @param defaultErrnoRet the errno if that is [Action#ERRNO]; 0 for EPERM
/// @param architectures SCMP_ARCH_… values that the rules apply to; empty for the machine's own.
///   Calls through another architecture's ABI fail with ENOSYS
/// @param flags SECCOMP_FILTER_FLAG_…
/// @param syscalls the rules
public record LinuxSeccomp(
    Action defaultAction,
    int defaultErrnoRet,
    List<String> architectures,
    List<String> flags,
    List<Rule> syscalls) {
  public LinuxSeccomp {
    architectures = List.copyOf(architectures);
    flags = List.copyOf(flags);
    syscalls = List.copyOf(syscalls);
  }

  /// What happens to a call: SCMP_ACT_… of the spec, SECCOMP_RET_… of seccomp(2).
  public enum Action {
    KILL(0),
    KILL_THREAD(0),
    KILL_PROCESS(0x8000_0000),
    TRAP(0x0003_0000),
    ERRNO(0x0005_0000),
    TRACE(0x7ff0_0000),
    LOG(0x7ffc_0000),
    ALLOW(0x7fff_0000);

    private final int value;

    Action(int value) {
      this.value = value;
    }

    /// The SECCOMP_RET_… value.
    public int value() {
      return value;
    }
  }

  /// One entry of `syscalls`.
  ///
  /// @param names the calls; those unknown to this kernel are ignored
  /// @param action what happens to them
  /// @param errnoRet the errno for [Action#ERRNO]; null for EPERM
  /// @param args conditions that must all hold; empty for none
  public record Rule(
      List<String> names, Action action, @Nullable Integer errnoRet, List<Arg> args) {
    public Rule {
      names = List.copyOf(names);
      args = List.copyOf(args);
    }
  }

  /// A condition on one argument of a call, compared as unsigned 64-bit numbers.
  ///
  /// @param index which argument, 0 to 5
  /// @param value the number to compare it with; for [Operator#MASKED_EQ] the mask
  /// @param valueTwo for [Operator#MASKED_EQ] the number to compare the masked argument with, else
  ///   0
  /// @param op the comparison
  public record Arg(int index, long value, long valueTwo, Operator op) {
    public Arg {
      if (index < 0 || index > 5) {
        throw new IllegalArgumentException("argument " + index + " of a system call");
      }
    }
  }

  /// Comparisons of an argument: SCMP_CMP_… of the spec.
  public enum Operator {
    NE,
    LT,
    LE,
    EQ,
    GE,
    GT,
    MASKED_EQ
  }
}
