package io.jcr.linux.seccomp;

import io.jcr.api.Capability;
import io.jcr.api.Errno;
import io.jcr.api.op.InitOp.SockFilter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The seccomp(2) filter of every container: an allow-list with the semantics of docker's default
/// profile, so that what runs there runs here.
///
/// - A call on the list is allowed. Some are only on it when the container has the capability that
///   the kernel asks for anyway: without it they are of no use but to an attacker.
/// - A call that is known and not on the list fails with EPERM.
/// - A number that no call of [SyscallTable] has fails with ENOSYS, as on an older kernel, and so
///   does clone3(2): its flags are behind a pointer, where a filter cannot look. Programs then fall
///   back to what the filter knows (clone(2)); EPERM they would take for a final answer.
/// - Calls made in the manner of another architecture (i386 by `int 0x80`, 32-bit ARM, x32, whose
///   numbers have bit 30 set) fail with ENOSYS: their numbers mean other calls. This is where jcr
///   is stricter than docker: 32-bit programs do not run.
///
/// Never allowed, whatever the capabilities: io_uring (goes around filters and has had many holes),
/// keyctl and its family (keyrings are not confined to a container), userfaultfd, kexec, swap, and
/// the remains of old interfaces.
public final class DefaultSeccomp {
  private static final int SECCOMP_RET_ALLOW = 0x7fff_0000;
  private static final int SECCOMP_RET_ERRNO = 0x0005_0000;
  private static final int EAFNOSUPPORT = 97;

  /// Offsets in struct seccomp_data. Arguments have 64 bits, little-endian on both architectures;
  /// the three calls whose first one is checked take no more than its lower half (clone(2) too: it
  /// throws the upper half of its flags away).
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENT_0 = 16;

  /// NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. (NEWTIME is no flag of clone(2).)
  private static final int CLONE_NEW_ANY = 0x7e02_0000;

  /// PER_LINUX, PER_LINUX32, UNAME26, both, and the question which one is in force. Others weaken a
  /// program's own defences, such as ADDR_NO_RANDOMIZE.
  private static final int[] PERSONALITIES = {0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffff};

  /// The kernel's cryptography and the sockets between virtual machines and their host: neither
  /// knows network namespaces.
  private static final int AF_ALG = 38;

  private static final int AF_VSOCK = 40;

  /// Not a family, or one whose protocol the kernel has lost: AF_UNSPEC, DECNET, ECONET, ATMSVC,
  /// IRDA, WANPIPE, ISDN, CAIF. Newer kernels answer EAFNOSUPPORT.
  private static final int[] GONE_FAMILIES = {0, 12, 19, 20, 23, 24, 34, 37};

  /// One above the last known family, AF_MCTP.
  private static final int AF_MAX = 46;

  private DefaultSeccomp() {}

  /// The filter for a container with these capabilities, to be installed with
  /// SECCOMP_SET_MODE_FILTER.
  public static List<SockFilter> filter(Architecture architecture, Set<Capability> capabilities) {
    boolean admin = capabilities.contains(Capability.CAP_SYS_ADMIN);
    BpfProgram program = new BpfProgram();
    int allow = program.ret(SECCOMP_RET_ALLOW);
    int forbid = program.ret(SECCOMP_RET_ERRNO | Errno.EPERM);
    int unknown = program.ret(SECCOMP_RET_ERRNO | Errno.ENOSYS);

    Map<String, Integer> targets = HashMap.newHashMap(400);
    for (String name : SeccompPolicy.allowed(capabilities)) {
      targets.put(name, allow);
    }
    targets.put("personality", personality(program, allow, forbid));
    targets.put("socket", socket(program, allow, forbid));
    targets.put("clone", admin ? allow : clone(program, allow, forbid));
    targets.put("clone3", admin ? allow : unknown);

    int[] byNumber = new int[SyscallTable.NEWEST + 2];
    Arrays.fill(byNumber, unknown);
    SyscallTable.Cursor calls = SyscallTable.calls(architecture);
    while (calls.next()) {
      byNumber[calls.number()] = targets.getOrDefault(calls.name(), forbid);
    }
    int dispatch = program.load(NUMBER, program.select(byNumber));
    int start = program.ifEqual(architecture.audit(), dispatch, unknown);
    program.load(ARCHITECTURE, start);
    return program.instructions();
  }

  private static int clone(BpfProgram program, int allow, int forbid) {
    return program.load(ARGUMENT_0, program.ifAnyBit(CLONE_NEW_ANY, forbid, allow));
  }

  private static int personality(BpfProgram program, int allow, int forbid) {
    int next = forbid;
    for (int value : PERSONALITIES) {
      next = program.ifEqual(value, allow, next);
    }
    return program.load(ARGUMENT_0, next);
  }

  private static int socket(BpfProgram program, int allow, int forbid) {
    int none = program.ret(SECCOMP_RET_ERRNO | EAFNOSUPPORT);
    int[] targets = new int[AF_MAX + 1];
    Arrays.fill(targets, allow);
    for (int gone : GONE_FAMILIES) {
      targets[gone] = none;
    }
    targets[AF_MAX] = none;
    targets[AF_ALG] = forbid;
    targets[AF_VSOCK] = forbid;
    return program.load(ARGUMENT_0, program.select(targets));
  }
}
