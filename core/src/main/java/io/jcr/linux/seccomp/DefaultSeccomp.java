package io.jcr.linux.seccomp;

import io.jcr.api.Capability;
import io.jcr.api.Errno;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.LinuxSeccomp.Action;
import io.jcr.api.LinuxSeccomp.Arg;
import io.jcr.api.LinuxSeccomp.Operator;
import io.jcr.api.LinuxSeccomp.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The seccomp(2) filter of every container: an allow-list with the semantics of docker's default
/// profile, so that what runs there also runs here.
///
/// - A call on the list is allowed. Some are on it only when the container has the capability that
///   the kernel requires anyway: without it, they are useful only to an attacker.
/// - A known call that is not on the list fails with EPERM.
/// - A number that [SyscallTable] does not know fails with ENOSYS, as on an older kernel. So does
///   clone3(2), whose flags are behind a pointer, where a filter cannot look. Programs then fall
///   back to what the filter knows (clone(2)), whereas they would take EPERM for a final answer.
/// - Calls made under another architecture's ABI (i386 through `int 0x80`, 32-bit ARM, x32, whose
///   numbers have bit 30 set) fail with ENOSYS, because their numbers mean other calls. This is
///   where jcr is stricter than docker: 32-bit programs do not run.
///
/// Never allowed, whatever the capabilities: io_uring (bypasses filters and has had many
/// vulnerabilities), keyctl and its family (keyrings are not confined to a container), userfaultfd,
/// kexec, swap, and obsolete interfaces.
public final class DefaultSeccomp {
  private static final int EAFNOSUPPORT = 97;

  /// Flags and families are ints: the kernel discards the upper half of the argument, and so do the
  /// rules. Docker compares all 64 bits and can be bypassed by setting a bit that nobody reads.
  private static final long INT = 0xffff_ffffL;

  /// NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. (clone(2) has no flag for NEWTIME.)
  private static final long CLONE_NEW_ANY = 0x7e02_0000L;

  /// PER_LINUX, PER_LINUX32, UNAME26, both, and the query for the current one. Others weaken a
  /// program's own defences, such as ADDR_NO_RANDOMIZE.
  private static final long[] PERSONALITIES = {0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffffL};

  /// The kernel's crypto API, and sockets between virtual machines and their host: network
  /// namespaces confine neither.
  private static final int[] FORBIDDEN_FAMILIES = {38 /* AF_ALG */, 40 /* AF_VSOCK */};

  private static final int AF_XDP = 44;
  private static final int AF_NETLINK = 16;
  private static final int NETLINK_AUDIT = 9;

  /// Not a family, or one whose protocol the kernel no longer has: AF_UNSPEC, DECNET, ECONET,
  /// ATMSVC, IRDA, WANPIPE, ISDN, CAIF. Newer kernels return EAFNOSUPPORT.
  private static final int[] GONE_FAMILIES = {0, 12, 19, 20, 23, 24, 34, 37};

  /// The families up to AF_MCTP, 45, as masks and the value that remains under each: 0 to 31, 32 to
  /// 39, 40 to 43, 44 and 45.
  private static final long[][] FAMILIES = {
    {INT - 31, 0}, {INT - 7, 32}, {INT - 3, 40}, {INT - 1, 44}
  };

  private DefaultSeccomp() {}

  /// The rules for a container with these capabilities.
  public static LinuxSeccomp profile(Set<Capability> capabilities) {
    boolean admin = capabilities.contains(Capability.CAP_SYS_ADMIN);
    List<Rule> rules = new ArrayList<>();
    rules.add(rule(SeccompPolicy.allowed(capabilities), Action.ALLOW, null));
    for (long personality : PERSONALITIES) {
      rules.add(when("personality", Action.ALLOW, null, INT, personality));
    }
    addSocket(rules, capabilities);
    if (admin) {
      rules.add(rule(List.of("clone", "clone3"), Action.ALLOW, null));
    } else {
      rules.add(when("clone", Action.ALLOW, null, CLONE_NEW_ANY, 0));
      rules.add(rule(List.of("clone3"), Action.ERRNO, Errno.ENOSYS));
    }
    return new LinuxSeccomp(Action.ERRNO, Errno.EPERM, List.of(), List.of(), rules);
  }

  private static void addSocket(List<Rule> rules, Set<Capability> capabilities) {
    for (int family : FORBIDDEN_FAMILIES) {
      rules.add(when("socket", Action.ERRNO, Errno.EPERM, INT, family));
    }
    // Receiving on it requires an XDP program, so only those who may load one need it.
    if (!capabilities.contains(Capability.CAP_BPF)
        && !capabilities.contains(Capability.CAP_SYS_ADMIN)) {
      rules.add(when("socket", Action.ERRNO, Errno.EPERM, INT, AF_XDP));
    }
    // CAP_AUDIT_WRITE is a default capability, and the audit log is the host's: a container could
    // write any record into it. libaudit takes EINVAL to mean a kernel without audit, and login
    // programs carry on.
    if (!capabilities.contains(Capability.CAP_AUDIT_CONTROL)
        && !capabilities.contains(Capability.CAP_AUDIT_READ)) {
      Arg netlink = new Arg(0, INT, AF_NETLINK, Operator.MASKED_EQ);
      Arg audit = new Arg(2, INT, NETLINK_AUDIT, Operator.MASKED_EQ);
      rules.add(new Rule(List.of("socket"), Action.ERRNO, Errno.EINVAL, List.of(netlink, audit)));
    }
    for (int family : GONE_FAMILIES) {
      rules.add(when("socket", Action.ERRNO, EAFNOSUPPORT, INT, family));
    }
    for (long[] family : FAMILIES) {
      rules.add(when("socket", Action.ALLOW, null, family[0], family[1]));
    }
    rules.add(rule(List.of("socket"), Action.ERRNO, EAFNOSUPPORT));
  }

  private static Rule rule(List<String> names, Action action, @Nullable Integer errno) {
    return new Rule(names, action, errno, List.of());
  }

  /// A rule for calls whose first argument is `value` under `mask`.
  private static Rule when(
      String name, Action action, @Nullable Integer errno, long mask, long value) {
    return new Rule(
        List.of(name), action, errno, List.of(new Arg(0, mask, value, Operator.MASKED_EQ)));
  }
}
