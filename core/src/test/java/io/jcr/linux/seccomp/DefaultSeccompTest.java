package io.jcr.linux.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Capability;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.InitOp.SockFilter;
import io.jcr.api.op.OpWriter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultSeccompTest {
  private static final int ALLOW = 0x7fff_0000;
  private static final int EPERM = 0x0005_0001;
  private static final int ENOSYS = 0x0005_0026;
  private static final int EINVAL = 0x0005_0016;
  private static final int EAFNOSUPPORT = 0x0005_0061;

  /// Bits of an argument that the kernel does not look at.
  private static final long HIGH = 0x1234_0000_0000L;

  private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);

  private static List<SockFilter> filter(Architecture architecture, Set<Capability> capabilities) {
    return SeccompCompiler.compile(architecture, DefaultSeccomp.profile(capabilities));
  }

  /// One filter and the numbers for it.
  private record Filter(Architecture architecture, BpfInterpreter bpf, Map<String, Integer> calls) {
    static Filter of(Architecture architecture, Set<Capability> capabilities) {
      return new Filter(
          architecture,
          new BpfInterpreter(filter(architecture, capabilities)),
          SyscallTableTest.numbers(architecture));
    }

    int call(String name, long... arguments) {
      return number(calls.get(name), arguments);
    }

    int number(int number, long... arguments) {
      return bpf.run(architecture.audit(), number, arguments);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatOrdinaryProgramsNeedIsAllowed(Architecture architecture) {
    Filter filter = Filter.of(architecture, Set.of());
    for (String call :
        List.of(
            "read",
            "write",
            "openat",
            "close",
            "mmap",
            "execve",
            "exit_group",
            "wait4",
            "ptrace",
            "futex",
            "rseq",
            "statx",
            "getrandom",
            "seccomp",
            "prctl",
            "capset",
            "setuid",
            "landlock_restrict_self",
            "pidfd_open",
            "openat2",
            "close_range",
            "mknodat")) {
      assertEquals(ALLOW, filter.call(call), call);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyNeedsIsForbiddenWithAllCapabilities(Architecture architecture) {
    Filter filter = Filter.of(architecture, ALL);
    for (String call :
        List.of(
            "keyctl",
            "add_key",
            "request_key",
            "userfaultfd",
            "io_uring_setup",
            "io_uring_enter",
            "io_uring_register",
            "kexec_load",
            "swapon",
            "swapoff",
            "nfsservctl")) {
      assertEquals(EPERM, filter.call(call), call);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CAP_DAC_READ_SEARCH, open_by_handle_at",
    "CAP_SYS_MODULE, init_module finit_module delete_module",
    "CAP_SYS_RAWIO, iopl ioperm",
    "CAP_SYS_CHROOT, chroot",
    "CAP_SYS_PTRACE, kcmp pidfd_getfd process_madvise",
    "CAP_SYS_PACCT, acct",
    "CAP_SYS_ADMIN, mount umount2 pivot_root setns unshare fsopen fsconfig fsmount fspick open_tree"
        + " open_tree_attr move_mount mount_setattr sethostname setdomainname quotactl quotactl_fd"
        + " fanotify_init lookup_dcookie lsm_get_self_attr lsm_set_self_attr lsm_list_modules bpf"
        + " perf_event_open syslog listns",
    "CAP_SYS_BOOT, reboot",
    "CAP_SYS_NICE, mbind get_mempolicy set_mempolicy set_mempolicy_home_node",
    "CAP_SYS_TIME, settimeofday clock_settime",
    "CAP_SYS_TTY_CONFIG, vhangup",
    "CAP_SYSLOG, syslog",
    "CAP_PERFMON, perf_event_open",
    "CAP_BPF, bpf",
  })
  void aCapabilityOpensItsCallsAndNoOther(Capability capability, String calls) {
    for (Architecture architecture : Architecture.values()) {
      Filter without = Filter.of(architecture, Set.of());
      Filter with = Filter.of(architecture, Set.of(capability));
      Set<String> opened = new HashSet<>();
      without.calls.forEach((name, number) -> {
        if (without.number(number) != with.number(number)) {
          assertEquals(ALLOW, with.number(number), name);
          opened.add(name);
        }
      });
      Set<String> expected = new HashSet<>(List.of(calls.split(" ")));
      expected.retainAll(without.calls.keySet());
      if (capability == Capability.CAP_SYS_ADMIN) {
        expected.add("clone3");
      }
      assertEquals(expected, opened);
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherCapabilitiesChangeNothing(Architecture architecture) {
    Set<Capability> others = EnumSet.allOf(Capability.class);
    others.removeAll(
        EnumSet.of(
            Capability.CAP_DAC_READ_SEARCH,
            Capability.CAP_SYS_MODULE,
            Capability.CAP_SYS_RAWIO,
            Capability.CAP_SYS_CHROOT,
            Capability.CAP_SYS_PTRACE,
            Capability.CAP_SYS_PACCT,
            Capability.CAP_SYS_ADMIN,
            Capability.CAP_SYS_BOOT,
            Capability.CAP_SYS_NICE,
            Capability.CAP_SYS_TIME,
            Capability.CAP_SYS_TTY_CONFIG,
            Capability.CAP_SYSLOG,
            Capability.CAP_PERFMON,
            Capability.CAP_BPF,
            Capability.CAP_AUDIT_CONTROL,
            Capability.CAP_AUDIT_READ));
    assertEquals(filter(architecture, Set.of()), filter(architecture, others));
  }

  /// Every call of the table has the verdict that the policy's lists say, every other number none.
  @ParameterizedTest
  @EnumSource
  void everyNumberHasTheVerdictOfThePolicy(Architecture architecture) {
    for (Set<Capability> capabilities : List.of(Set.<Capability>of(), Capability.DEFAULT, ALL)) {
      Filter filter = Filter.of(architecture, capabilities);
      Set<String> allowed = new HashSet<>(SeccompPolicy.allowed(capabilities));
      boolean admin = capabilities.contains(Capability.CAP_SYS_ADMIN);
      Map<Integer, String> names = new HashMap<>();
      filter.calls.forEach((name, number) -> names.put(number, name));
      for (int number = 0; number < 2000; number++) {
        String name = names.getOrDefault(number, "");
        int expected =
            switch (name) {
              case "" -> ENOSYS;
              case "clone3" -> admin ? ALLOW : ENOSYS;
              case "clone", "personality" -> ALLOW;
              case "socket" -> EAFNOSUPPORT;
              default -> allowed.contains(name) ? ALLOW : EPERM;
            };
        assertEquals(expected, filter.number(number), number + " " + name);
      }
    }
  }

  /// A misspelled name would silently forbid the call.
  @Test
  void thePolicyNamesKnownCallsOnly() {
    Set<String> known = SyscallTableTest.numbers(Architecture.X86_64).keySet();
    Set<String> unknown = new HashSet<>(SeccompPolicy.allowed(ALL));
    unknown.removeAll(known);
    assertEquals(Set.of(), unknown);
    assertEquals(308, SeccompPolicy.allowed(Set.of()).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {471, 999, 0x3fff_ffff, 0x4000_0000, 0x4000_0001, 0x7fff_ffff, -1})
  void unknownAndX32NumbersDoNotExist(int number) {
    for (Architecture architecture : Architecture.values()) {
      assertEquals(ENOSYS, Filter.of(architecture, ALL).number(number));
    }
  }

  /// i386, 32-bit ARM, and the other architecture of the two.
  @Test
  void foreignArchitecturesHaveNoCalls() {
    for (Architecture architecture : Architecture.values()) {
      Filter filter = Filter.of(architecture, ALL);
      Architecture other =
          architecture == Architecture.X86_64 ? Architecture.AARCH64 : Architecture.X86_64;
      for (int arch : List.of(0x4000_0003, 0x4000_0028, other.audit(), 0)) {
        for (int number = 0; number < 600; number++) {
          assertEquals(ENOSYS, filter.bpf.run(arch, number));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void cloneMakesProcessesAndThreadsButNoNamespaces(Architecture architecture) {
    Filter filter = Filter.of(architecture, Capability.DEFAULT);
    long thread = 0x3d0f00; // VM FS FILES SIGHAND THREAD SYSVSEM SETTLS PARENT_SETTID CHILD_…
    assertEquals(ALLOW, filter.call("clone", thread));
    assertEquals(ALLOW, filter.call("clone", 17));
    assertEquals(ALLOW, filter.call("clone", 0x4000 | 17)); // vfork
    for (long namespace :
        List.of(
            0x2_0000L,
            0x200_0000L,
            0x400_0000L,
            0x800_0000L,
            0x1000_0000L,
            0x2000_0000L,
            0x4000_0000L)) {
      assertEquals(EPERM, filter.call("clone", namespace | 17), Long.toHexString(namespace));
      assertEquals(EPERM, filter.call("clone", namespace | thread | 0xffff_ffff_0000_0000L));
      assertEquals(ALLOW, Filter.of(architecture, ALL).call("clone", namespace | 17));
    }
  }

  @ParameterizedTest
  @EnumSource
  void clone3FallsBackToClone(Architecture architecture) {
    assertEquals(ENOSYS, Filter.of(architecture, Capability.DEFAULT).call("clone3"));
    assertEquals(ALLOW, Filter.of(architecture, Set.of(Capability.CAP_SYS_ADMIN)).call("clone3"));
  }

  @ParameterizedTest
  @EnumSource
  void personalityTakesHarmlessValuesOnly(Architecture architecture) {
    Filter filter = Filter.of(architecture, ALL);
    for (long value : List.of(0L, 8L, 0x20000L, 0x20008L, 0xffff_ffffL, -1L)) {
      assertEquals(ALLOW, filter.call("personality", value), Long.toHexString(value));
    }
    for (long value : List.of(1L, 0x0040000L, 0x0100000L, 0x0400000L, 0x40008L, 0xffff_fffeL)) {
      assertEquals(EPERM, filter.call("personality", value), Long.toHexString(value));
    }
  }

  @ParameterizedTest
  @EnumSource
  void socketFamilies(Architecture architecture) {
    Filter filter = Filter.of(architecture, ALL);
    Set<Integer> gone = Set.of(0, 12, 19, 20, 23, 24, 34, 37);
    for (int family = 0; family < 300; family++) {
      int expected =
          family == 38 || family == 40
              ? EPERM
              : family >= 46 || gone.contains(family) ? EAFNOSUPPORT : ALLOW;
      assertEquals(expected, filter.call("socket", family), "family " + family);
      // the kernel takes an int: rubbish above must not get a forbidden one through
      assertEquals(expected, filter.call("socket", family | 0x1234_0000_0000L));
    }
    assertEquals(EAFNOSUPPORT, filter.call("socket", -1));
    // no protocol or type changes the verdict
    assertEquals(EPERM, filter.call("socket", 38, 5, 0));
    assertEquals(ALLOW, filter.call("socketpair", 1));
  }

  @ParameterizedTest
  @EnumSource
  void theAuditLogIsTheHosts(Architecture architecture) {
    Filter filter = Filter.of(architecture, Capability.DEFAULT);
    for (int protocol = 0; protocol < 32; protocol++) {
      int expected = protocol == 9 ? EINVAL : ALLOW;
      assertEquals(expected, filter.call("socket", 16, 3, protocol), "protocol " + protocol);
      // the upper halves are rubbish to the kernel
      assertEquals(expected, filter.call("socket", 16 | HIGH, 3, protocol | HIGH));
    }
    assertEquals(ALLOW, filter.call("socket", 2, 3, 9), "IP's protocol 9 is another");
    for (Capability capability : List.of(Capability.CAP_AUDIT_CONTROL, Capability.CAP_AUDIT_READ)) {
      Filter asked = Filter.of(architecture, Set.of(capability));
      assertEquals(ALLOW, asked.call("socket", 16, 3, 9), capability.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void xdpSocketsAreForThoseWhoMayLoadPrograms(Architecture architecture) {
    Filter filter = Filter.of(architecture, Capability.DEFAULT);
    assertEquals(EPERM, filter.call("socket", 44, 3, 0));
    assertEquals(EPERM, filter.call("socket", 44 | HIGH, 3, 0));
    assertEquals(ALLOW, filter.call("socket", 45, 3, 0));
    for (Capability capability : List.of(Capability.CAP_BPF, Capability.CAP_SYS_ADMIN)) {
      Filter asked = Filter.of(architecture, Set.of(capability));
      assertEquals(ALLOW, asked.call("socket", 44, 3, 0), capability.name());
    }
  }

  /// Installing costs by length, and each call by depth.
  @ParameterizedTest
  @EnumSource
  void isShort(Architecture architecture) {
    for (Set<Capability> capabilities : List.of(Set.<Capability>of(), Capability.DEFAULT, ALL)) {
      List<SockFilter> filter = filter(architecture, capabilities);
      assertTrue(filter.size() < 160, filter.size() + " instructions");
    }
  }

  @Test
  void canBeSent() {
    List<SockFilter> filter = filter(Architecture.X86_64, Capability.DEFAULT);
    byte[] encoded = new OpWriter().op(new InitOp.Seccomp(filter)).toByteArray();
    assertEquals(8 + 4 + 8 * filter.size() + 1, encoded.length);
  }
}
