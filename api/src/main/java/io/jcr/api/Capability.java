package io.jcr.api;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The capabilities(7), in the kernel's order.
public enum Capability {
  CAP_CHOWN,
  CAP_DAC_OVERRIDE,
  CAP_DAC_READ_SEARCH,
  CAP_FOWNER,
  CAP_FSETID,
  CAP_KILL,
  CAP_SETGID,
  CAP_SETUID,
  CAP_SETPCAP,
  CAP_LINUX_IMMUTABLE,
  CAP_NET_BIND_SERVICE,
  CAP_NET_BROADCAST,
  CAP_NET_ADMIN,
  CAP_NET_RAW,
  CAP_IPC_LOCK,
  CAP_IPC_OWNER,
  CAP_SYS_MODULE,
  CAP_SYS_RAWIO,
  CAP_SYS_CHROOT,
  CAP_SYS_PTRACE,
  CAP_SYS_PACCT,
  CAP_SYS_ADMIN,
  CAP_SYS_BOOT,
  CAP_SYS_NICE,
  CAP_SYS_RESOURCE,
  CAP_SYS_TIME,
  CAP_SYS_TTY_CONFIG,
  CAP_MKNOD,
  CAP_LEASE,
  CAP_AUDIT_WRITE,
  CAP_AUDIT_CONTROL,
  CAP_SETFCAP,
  CAP_MAC_OVERRIDE,
  CAP_MAC_ADMIN,
  CAP_SYSLOG,
  CAP_WAKE_ALARM,
  CAP_BLOCK_SUSPEND,
  CAP_AUDIT_READ,
  CAP_PERFMON,
  CAP_BPF,
  CAP_CHECKPOINT_RESTORE;

  /// A container's capabilities by default: Docker's set without CAP_MKNOD, which is safe only
  /// where a device controller restricts access to devices (`docs/adr/0006-no-device-nodes.md`).
  public static final Set<Capability> DEFAULT =
      Set.copyOf(
          EnumSet.of(
              CAP_CHOWN,
              CAP_DAC_OVERRIDE,
              CAP_FSETID,
              CAP_FOWNER,
              CAP_NET_RAW,
              CAP_SETGID,
              CAP_SETUID,
              CAP_SETFCAP,
              CAP_SETPCAP,
              CAP_NET_BIND_SERVICE,
              CAP_SYS_CHROOT,
              CAP_KILL,
              CAP_AUDIT_WRITE));

  /// Parses `CAP_NET_ADMIN`, `NET_ADMIN` or `net_admin`.
  ///
  /// @throws UsageException when no capability has this name
  public static Capability parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    String full = name.startsWith("CAP_") ? name : "CAP_" + name;
    for (Capability capability : values()) {
      if (capability.name().equals(full)) {
        return capability;
      }
    }
    throw new UsageException(
        "unknown capability '" + text + "': see capabilities(7) for their names, or use ALL");
  }

  /// The bit of this capability in the kernel's masks.
  @SuppressWarnings("EnumOrdinal") // the kernel's numbers are the order of this list
  public long mask() {
    return 1L << ordinal();
  }

  /// The kernel's mask of all of `capabilities`.
  public static long mask(Collection<Capability> capabilities) {
    return capabilities.stream().mapToLong(Capability::mask).reduce(0, (a, b) -> a | b);
  }
}
