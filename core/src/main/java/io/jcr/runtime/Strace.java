package io.jcr.runtime;

import static io.jcr.host.Words.quoted;

import io.jcr.api.LinuxPersonality;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.host.Words;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// The system call behind an operation of the container's process, as strace would print it.
public final class Strace {
  private static final Map<Long, String> MS_FLAGS = new LinkedHashMap<>();
  private static final Map<Long, String> ATTR_FLAGS = new LinkedHashMap<>();

  static {
    MS_FLAGS.put(1L, "MS_RDONLY");
    MS_FLAGS.put(2L, "MS_NOSUID");
    MS_FLAGS.put(4L, "MS_NODEV");
    MS_FLAGS.put(8L, "MS_NOEXEC");
    MS_FLAGS.put(0x20L, "MS_REMOUNT");
    MS_FLAGS.put(0x400L, "MS_NOATIME");
    MS_FLAGS.put(0x1000L, "MS_BIND");
    MS_FLAGS.put(0x4000L, "MS_REC");
    MS_FLAGS.put(1L << 18, "MS_PRIVATE");
    MS_FLAGS.put(1L << 19, "MS_SLAVE");
    MS_FLAGS.put(1L << 21, "MS_RELATIME");
    MS_FLAGS.put(1L << 24, "MS_STRICTATIME");
    ATTR_FLAGS.put(1L, "MOUNT_ATTR_RDONLY");
    ATTR_FLAGS.put(2L, "MOUNT_ATTR_NOSUID");
    ATTR_FLAGS.put(4L, "MOUNT_ATTR_NODEV");
    ATTR_FLAGS.put(8L, "MOUNT_ATTR_NOEXEC");
    ATTR_FLAGS.put(0x10L, "MOUNT_ATTR_NOATIME");
    ATTR_FLAGS.put(0x20L, "MOUNT_ATTR_STRICTATIME");
    ATTR_FLAGS.put(0x10_0000L, "MOUNT_ATTR_IDMAP");
  }

  private Strace() {}

  /// The call, or for an operation of several calls the one that matters.
  public static String of(InitOp op) {
    return switch (op) {
      case InitOp.OfNamespaces namespaces -> ofNamespaces(namespaces);
      case InitOp.OfFiles files -> ofFiles(files);
      case InitOp.OfProcess process -> ofProcess(process);
    };
  }

  private static String ofNamespaces(InitOp.OfNamespaces op) {
    return switch (op) {
      case InitOp.Clone(long flags, String cgroup) ->
          "clone3({flags="
              + namespaces(flags)
              + (cgroup.isEmpty() ? "" : "|CLONE_INTO_CGROUP, cgroup=" + quoted(cgroup))
              + ", exit_signal=SIGCHLD})";
      case InitOp.Unshare(long flags) -> "unshare(" + namespaces(flags) + ")";
      case InitOp.UserNamespace(String map) ->
          "unshare(CLONE_NEWUSER) in a child; write(uid_map and gid_map of it, "
              + quoted(map)
              + ")";
      case InitOp.Setns(String path, long nstype) ->
          "setns(open(" + quoted(path) + "), " + namespaces(nstype) + ")";
    };
  }

  private static String ofFiles(InitOp.OfFiles op) {
    return switch (op) {
      case InitOp.WriteFile(String path, String data) ->
          "open(" + quoted(path) + ", O_WRONLY); write(, " + quoted(data) + ")";
      case InitOp.MountPropagation(String path, long flags) ->
          "mount(NULL, " + quoted(path) + ", NULL, " + mountFlags(flags) + ", NULL)";
      case InitOp.MountOp o ->
          call(
              "mount",
              quoted(o.source()),
              quoted(o.root() + o.target()),
              quoted(o.type()),
              mountFlags(o.flags()),
              o.data().isEmpty() ? "NULL" : quoted(o.data()));
      case InitOp.BindMount o ->
          "move_mount(open_tree("
              + quoted(o.source())
              + ", OPEN_TREE_CLONE"
              + (o.recursive() == 1 ? "|AT_RECURSIVE" : "")
              + "), "
              + quoted(o.root() + o.target())
              + ")"
              + (o.attrSet() == 0 ? "" : "; mount_setattr(" + attributes(o.attrSet()) + ")");
      case InitOp.Mkdir o -> call("mkdir", quoted(o.root() + o.path()), octal(o.mode()));
      case InitOp.Mknod o ->
          call(
              "mknod",
              quoted(o.root() + o.path()),
              "S_IFCHR|" + octal(o.mode() & 07777),
              "makedev(" + o.major() + ", " + o.minor() + ")");
      case InitOp.Symlink o -> call("symlink", quoted(o.content()), quoted(o.root() + o.path()));
      case InitOp.PivotRoot(String root) ->
          "chdir(" + quoted(root) + "); pivot_root(\".\", \".\"); umount2(\".\", MNT_DETACH)";
      case InitOp.Chroot(String root) -> "chroot(" + quoted(root) + "); chdir(\"/\")";
      case InitOp.MaskPath(String path) ->
          "mount(\"/dev/null\" or an empty tmpfs, " + quoted(path) + ")";
      case InitOp.ReadonlyPath(String path) ->
          "mount_setattr(" + quoted(path) + ", MOUNT_ATTR_RDONLY) of a bind mount on itself";
      case InitOp.Chown(String path, long uid, long gid) ->
          call("lchown", quoted(path), String.valueOf(uid), String.valueOf(gid));
      case InitOp.MountSetattr o ->
          call(
              "mount_setattr",
              quoted(o.path()),
              o.recursive() == 1 ? "AT_RECURSIVE" : "0",
              attributes(o.attrSet()));
    };
  }

  private static String ofProcess(InitOp.OfProcess op) {
    return switch (op) {
      case InitOp.Park() -> "recvfrom(control)";
      case InitOp.Meet() -> "sendto(control, MET); recvfrom(control)";
      case InitOp.Rtnetlink o -> netlink("NETLINK_ROUTE", o.messages());
      case InitOp.HostRtnetlink o -> netlink("NETLINK_ROUTE of the host", o.messages());
      case InitOp.Sethostname(String name) -> call("sethostname", quoted(name));
      case InitOp.Setdomainname(String name) -> call("setdomainname", quoted(name));
      case InitOp.Setsid() -> "setsid()";
      case InitOp.NewSessionKeyring() -> "keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)";
      case InitOp.Terminal o -> "open(\"/dev/pts/ptmx\", O_RDWR); ioctl(, TIOCSCTTY)";
      case InitOp.Setrlimit o ->
          call(
              "setrlimit",
              Rlimit.Resource.constant(o.resource()),
              "{" + Long.toUnsignedString(o.soft()) + ", " + Long.toUnsignedString(o.hard()) + "}");
      case InitOp.Umask(long mask) -> call("umask", octal(mask));
      case InitOp.Personality(long persona) -> call("personality", persona(persona));
      case InitOp.Chdir(String path) -> call("chdir", quoted(path));
      case InitOp.SetUser o ->
          "setgroups(" + o.groups() + "); setresgid(" + o.gid() + "); setresuid(" + o.uid() + ")";
      case InitOp.CapBounding(long bounding) ->
          "prctl(PR_CAPBSET_DROP, all but " + mask(bounding) + ")";
      case InitOp.Capset o ->
          "capset({effective="
              + mask(o.effective())
              + ", permitted="
              + mask(o.permitted())
              + ", inheritable="
              + mask(o.inheritable())
              + "})";
      case InitOp.NoNewPrivs() -> "prctl(PR_SET_NO_NEW_PRIVS, 1)";
      case InitOp.Seccomp o ->
          "seccomp(SECCOMP_SET_MODE_FILTER, " + o.filter().size() + " instructions)";
      case InitOp.Init() -> "fork(); waitpid(-1) for ever in PID 1";
      case InitOp.Execve o ->
          call("execve", quoted(o.file()), list(o.argv()), "[" + o.env().size() + " variables]");
    };
  }

  private static String netlink(String socket, List<RtnetlinkMessage> messages) {
    return "sendto("
        + socket
        + ", "
        + messages.stream().map(Object::toString).collect(Collectors.joining(", "))
        + ")";
  }

  private static String call(String name, String... arguments) {
    return name + "(" + String.join(", ", arguments) + ")";
  }

  private static String list(Collection<String> values) {
    return values.stream().map(Words::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String namespaces(long flags) {
    StringJoiner names = new StringJoiner("|");
    for (NamespaceType type : NamespaceType.values()) {
      if ((flags & type.cloneFlag()) != 0) {
        names.add(flagName(type));
      }
    }
    return names.length() == 0 ? "0" : names.toString();
  }

  private static String flagName(NamespaceType type) {
    return type == NamespaceType.MOUNT
        ? "CLONE_NEWNS"
        : "CLONE_NEW" + type.procName().toUpperCase(Locale.ROOT);
  }

  private static String persona(long persona) {
    for (LinuxPersonality personality : LinuxPersonality.values()) {
      if (personality.persona() == persona) {
        return "PER_" + personality.name();
      }
    }
    return mask(persona);
  }

  private static String mountFlags(long flags) {
    return names(flags, MS_FLAGS);
  }

  private static String attributes(long flags) {
    return names(flags, ATTR_FLAGS);
  }

  private static String names(long flags, Map<Long, String> known) {
    StringJoiner names = new StringJoiner("|");
    known.forEach((bit, name) -> {
      if ((flags & bit) != 0) {
        names.add(name);
      }
    });
    return names.length() == 0 ? "0" : names.toString();
  }

  private static String mask(long bits) {
    return "0x" + Long.toHexString(bits);
  }

  private static String octal(long mode) {
    return "0" + Long.toOctalString(mode);
  }
}
