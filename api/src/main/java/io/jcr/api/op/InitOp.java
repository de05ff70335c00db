package io.jcr.api.op;

import io.jcr.api.rtnetlink.RtnetlinkMessage;
import java.util.List;

/// An operation of the container's process on itself. jcr-init executes the operations in the order
/// of the list; to construct one has no effect. Names, arguments and errors are those of the man
/// page that each one cites. A failure becomes an [io.jcr.api.InitException] with the operation and
/// its errno. [OpWriter#op] encodes them, and [io.jcr.spi.OperationList] says which of them each
/// list may contain.
public sealed interface InitOp {
  /// Operations that enter namespaces.
  sealed interface OfNamespaces extends InitOp {}

  /// Operations on the files that the process sees.
  sealed interface OfFiles extends InitOp {}

  /// Operations on the process's identity and rights.
  sealed interface OfProcess extends InitOp {}

  /// clone3(2): creates the container's process in new namespaces. Only allowed as the last
  /// operation that an [io.jcr.spi.Namespace] returns.
  ///
  /// @param flags the CLONE_NEW… flags
  /// @param cgroup a cgroup v2 directory for CLONE_INTO_CGROUP, or empty
  record Clone(long flags, String cgroup) implements OfNamespaces {}

  /// unshare(2): moves the caller into new namespaces.
  ///
  /// @param flags the CLONE_NEW… flags
  record Unshare(long flags) implements OfNamespaces {}

  /// Creates a user namespace with its id maps. A later [Setns] with an empty path enters it.
  /// Operations between the two run with the ids and capabilities of the host's root, and a
  /// [BindMount] among them can map ids to the namespace.
  ///
  /// @param map lines of `INSIDE OUTSIDE COUNT`, for user and group ids alike
  record UserNamespace(String map) implements OfNamespaces {}

  /// setns(2): joins the namespace that a file refers to. A user namespace is entered last, and as
  /// its root user.
  ///
  /// @param path such as `/proc/4242/ns/net` or `/run/netns/blue`; empty for the one made by
  ///   [UserNamespace]
  /// @param nstype the CLONE_NEW… flag of the expected kind
  record Setns(String path, long nstype) implements OfNamespaces {}

  /// The new process waits until Java has completed the steps that need its pid
  /// ([io.jcr.spi.Network#attach]). As the last operation, it leaves a process without a program,
  /// which keeps its namespaces alive for Java.
  record Park() implements OfProcess {}

  /// The new process tells Java that all steps so far have been done, and waits until Java has run
  /// the hooks that belong here.
  record Meet() implements OfProcess {}

  /// One write(2) to a file that exists, such as `0` to a cgroup's `tasks`.
  ///
  /// @param path absolute
  /// @param data the text to write
  record WriteFile(String path, String data) implements OfFiles {}

  /// Sends rtnetlink(7) messages in the process's own network namespace and checks each
  /// acknowledgement.
  ///
  /// @param messages in order; the operation fails with the first of them that does
  record Rtnetlink(List<RtnetlinkMessage> messages) implements OfProcess {
    public Rtnetlink {
      messages = List.copyOf(messages);
    }
  }

  /// Sends rtnetlink(7) queries in the host's network namespace and checks each acknowledgement.
  /// jcr-init opened the socket there before it created the process. Only
  /// [RtnetlinkMessage.GetLink] is allowed, since nothing would undo a change; to change the host,
  /// use a [io.jcr.spi.HostChange].
  ///
  /// @param messages in order; the operation fails with the first of them that does
  record HostRtnetlink(List<RtnetlinkMessage> messages) implements OfProcess {
    public HostRtnetlink {
      messages = List.copyOf(messages);
    }
  }

  /// mount(2) with a propagation type.
  ///
  /// @param path the mount point
  /// @param flags MS_PRIVATE, MS_SLAVE …, and MS_REC
  record MountPropagation(String path, long flags) implements OfFiles {}

  /// mount(2) of a file system; a missing target directory is created.
  ///
  /// @param root directory inside which `target` is resolved, or empty
  /// @param source device or name
  /// @param target mount point
  /// @param type as in /proc/filesystems
  /// @param flags MS_NOSUID …
  /// @param data options for the file system
  record MountOp(String root, String source, String target, String type, long flags, String data)
      implements OfFiles {}

  /// open_tree(2) and move_mount(2): bind-mounts a file or directory of the host into the
  /// container; a missing target is created.
  ///
  /// @param root directory inside which `target` is resolved, or empty
  /// @param source absolute path on the host
  /// @param target mount point
  /// @param attrSet MOUNT_ATTR_RDONLY … of mount_setattr(2); with MOUNT_ATTR_IDMAP the mount maps
  ///   ids to the user namespace that the process is about to enter
  /// @param recursive 1 to include all mounts below, 0 not to
  record BindMount(String root, String source, String target, long attrSet, long recursive)
      implements OfFiles {}

  /// mkdir(2); an existing directory is accepted.
  ///
  /// @param root directory inside which `path` is resolved, or empty
  /// @param path the new directory
  /// @param mode permission bits, not subject to the umask
  record Mkdir(String root, String path, long mode) implements OfFiles {}

  /// mknod(2).
  ///
  /// @param root directory inside which `path` is resolved, or empty
  /// @param path the new node
  /// @param mode S_IFCHR or another kind, and permission bits
  /// @param major of the device
  /// @param minor of the device
  record Mknod(String root, String path, long mode, long major, long minor) implements OfFiles {}

  /// symlink(2).
  ///
  /// @param root directory inside which `path` is resolved, or empty
  /// @param content what it points to
  /// @param path the new link
  record Symlink(String root, String content, String path) implements OfFiles {}

  /// pivot_root(2) onto a mount point, then umount2(2) of the old root: no path leads to the host's
  /// file system any more.
  ///
  /// @param newRoot a mount point
  record PivotRoot(String newRoot) implements OfFiles {}

  /// chroot(2) and chdir(2): weaker than [PivotRoot], since the old root stays mounted.
  ///
  /// @param newRoot a directory
  record Chroot(String newRoot) implements OfFiles {}

  /// Covers a file with /dev/null, or a directory with an empty read-only file system. A missing
  /// path is ignored.
  ///
  /// @param path inside the container
  record MaskPath(String path) implements OfFiles {}

  /// Makes a path read-only by bind-mounting it on itself. A missing path is ignored.
  ///
  /// @param path inside the container
  record ReadonlyPath(String path) implements OfFiles {}

  /// mount_setattr(2).
  ///
  /// @param path a mount point
  /// @param attrSet MOUNT_ATTR_RDONLY …
  /// @param recursive 1 to include all mounts below
  record MountSetattr(String path, long attrSet, long recursive) implements OfFiles {}

  /// chown(2), without following a symbolic link.
  ///
  /// @param path a file or directory
  /// @param uid its owner
  /// @param gid its group
  record Chown(String path, long uid, long gid) implements OfFiles {}

  /// sethostname(2).
  ///
  /// @param name at most 64 bytes
  record Sethostname(String name) implements OfProcess {}

  /// setdomainname(2).
  ///
  /// @param name at most 64 bytes
  record Setdomainname(String name) implements OfProcess {}

  /// setsid(2): starts a new session.
  record Setsid() implements OfProcess {}

  /// keyctl(2) KEYCTL_JOIN_SESSION_KEYRING: joins a new, empty session keyring.
  record NewSessionKeyring() implements OfProcess {}

  /// Opens a pseudo-terminal of the container's own devpts, and makes it the controlling terminal
  /// and standard input, output and error.
  ///
  /// @param uid its owner
  /// @param gid its group
  /// @param console 1 to bind it to /dev/console too; 0 to leave /dev alone, since other processes
  ///   use it
  record Terminal(long uid, long gid, long console) implements OfProcess {
    /// Bound to /dev/console.
    public Terminal(long uid, long gid) {
      this(uid, gid, 1);
    }
  }

  /// setrlimit(2).
  ///
  /// @param resource RLIMIT_…
  /// @param soft 2^64-1 for none
  /// @param hard 2^64-1 for none
  record Setrlimit(long resource, long soft, long hard) implements OfProcess {}

  /// umask(2).
  ///
  /// @param mask permission bits to clear in new files
  record Umask(long mask) implements OfProcess {}

  /// personality(2). A program of the machine's own word size that is executed afterwards keeps it.
  ///
  /// @param persona PER_…
  record Personality(long persona) implements OfProcess {}

  /// chdir(2), and a check that the directory is inside the container's root (CVE-2024-21626).
  ///
  /// @param path inside the container
  record Chdir(String path) implements OfProcess {}

  /// setgroups(2), setresgid(2), setresuid(2).
  ///
  /// @param uid all three user ids
  /// @param gid all three group ids
  /// @param groups supplementary groups
  record SetUser(long uid, long gid, List<Long> groups) implements OfProcess {
    public SetUser {
      groups = List.copyOf(groups);
    }
  }

  /// Drops what is not in the mask from the bounding set: PR_CAPBSET_DROP in prctl(2).
  ///
  /// @param bounding mask of the capabilities to keep
  record CapBounding(long bounding) implements OfProcess {}

  /// capset(2), and the ambient set by prctl(2).
  ///
  /// @param effective mask
  /// @param permitted mask
  /// @param inheritable mask
  /// @param ambient mask
  record Capset(long effective, long permitted, long inheritable, long ambient)
      implements OfProcess {}

  /// PR_SET_NO_NEW_PRIVS in prctl(2): no execve(2) can grant new privileges.
  record NoNewPrivs() implements OfProcess {}

  /// seccomp(2) SECCOMP_SET_MODE_FILTER.
  ///
  /// @param filter at most 4096 instructions
  record Seccomp(List<SockFilter> filter) implements OfProcess {
    public Seccomp {
      filter = List.copyOf(filter);
    }
  }

  /// One instruction of classic BPF, struct sock_filter.
  ///
  /// @param code opcode
  /// @param jt how many instructions to skip if true, 0 to 255
  /// @param jf how many instructions to skip if false, 0 to 255
  /// @param k operand
  record SockFilter(int code, int jt, int jf, int k) {}

  /// PID 1 becomes a small init that reaps processes and forwards signals; its child continues with
  /// the operations that follow.
  record Init() implements OfProcess {}

  /// execve(2): runs the user's program. Always the last operation.
  ///
  /// @param file the program; looked up in the PATH of `env` if it has no slash
  /// @param argv its arguments, starting with its name
  /// @param env NAME=VALUE entries
  record Execve(String file, List<String> argv, List<String> env) implements OfProcess {
    public Execve {
      argv = List.copyOf(argv);
      env = List.copyOf(env);
    }
  }
}
