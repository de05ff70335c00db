package io.jcr.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `linux.seccomp` of the OCI runtime spec: which system calls the container may make.
///
/// A call is answered by the first rule that names it and whose conditions hold; by the default
/// action when there is none. A number that no known call has is answered with ENOSYS unless the
/// default action allows, as runc does it, so that programs fall back to older calls.
///
/// @param defaultAction for calls that no rule answers
/// @param defaultErrnoRet the errno when that is [Action#ERRNO]; 0: EPERM
/// @param architectures SCMP_ARCH_… whose calls the rules are for; empty: the machine's own. Calls
///   made in the manner of another architecture fail with ENOSYS
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

  /// What becomes of a call: SCMP_ACT_… of the spec, SECCOMP_RET_… of seccomp(2).
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
  /// @param names the calls; those that this kernel does not know are passed over
  /// @param action what becomes of them
  /// @param errnoRet the errno of [Action#ERRNO]; null: EPERM
  /// @param args conditions that must all hold; empty: always
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
  /// @param value what it is compared with; the mask for [Operator#MASKED_EQ]
  /// @param valueTwo for [Operator#MASKED_EQ] what the masked argument is compared with, else 0
  /// @param op how
  public record Arg(int index, long value, long valueTwo, Operator op) {
    public Arg {
      if (index < 0 || index > 5) {
        throw new IllegalArgumentException("argument " + index + " of a system call");
      }
    }
  }

  /// How an argument is compared: SCMP_CMP_… of the spec.
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
