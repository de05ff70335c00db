package io.jcr.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What goes wrong at one point of a command: a call that fails, or a process that is killed just
/// before it.
///
/// @param point as `faults.c` names it: `J mkdirat /run/jcr#1`
/// @param action an errno's number, or `kill:ROLE`
record Fault(String point, String action) {
  private static final Map<String, Integer> ERRNOS =
      Map.ofEntries(
          Map.entry("EPERM", 1),
          Map.entry("EINTR", 4),
          Map.entry("EIO", 5),
          Map.entry("ENOEXEC", 8),
          Map.entry("EAGAIN", 11),
          Map.entry("ENOMEM", 12),
          Map.entry("EACCES", 13),
          Map.entry("EBUSY", 16),
          Map.entry("ENFILE", 23),
          Map.entry("EMFILE", 24),
          Map.entry("ENOSPC", 28),
          Map.entry("EROFS", 30),
          Map.entry("EMLINK", 31),
          Map.entry("ENOLCK", 37),
          Map.entry("EADDRINUSE", 98),
          Map.entry("ENOBUFS", 105),
          Map.entry("EDQUOT", 122));

  /// The failures that a call's man page gives and that a sound program can meet.
  private static final Map<String, List<String>> CHANCES =
      Map.ofEntries(
          Map.entry("mkdir", List.of("ENOSPC", "EACCES")),
          Map.entry("mkdirat", List.of("ENOSPC", "EROFS")),
          Map.entry("open", List.of("EMFILE", "ENOSPC")),
          Map.entry("openat", List.of("EMFILE", "EROFS")),
          Map.entry("write", List.of("ENOSPC", "EIO")),
          Map.entry("pwrite64", List.of("ENOSPC", "EIO")),
          Map.entry("ftruncate", List.of("EIO")),
          Map.entry("fallocate", List.of("ENOSPC")),
          Map.entry("flock", List.of("ENOLCK", "EINTR")),
          Map.entry("rename", List.of("ENOSPC", "EROFS")),
          Map.entry("renameat", List.of("ENOSPC")),
          Map.entry("renameat2", List.of("ENOSPC", "EROFS")),
          Map.entry("link", List.of("ENOSPC")),
          Map.entry("linkat", List.of("ENOSPC", "EMLINK")),
          Map.entry("unlink", List.of("EROFS", "EBUSY")),
          Map.entry("unlinkat", List.of("EROFS", "EIO")),
          Map.entry("rmdir", List.of("EBUSY", "EROFS")),
          Map.entry("sendto", List.of("ENOBUFS", "ENOMEM")),
          Map.entry("sendmsg", List.of("ENOBUFS", "ENOMEM")),
          Map.entry("recvfrom", List.of("EINTR", "ENOMEM")),
          Map.entry("recvmsg", List.of("EINTR", "ENOMEM")),
          Map.entry("socket", List.of("EMFILE", "ENOBUFS")),
          Map.entry("socketpair", List.of("EMFILE", "ENFILE")),
          Map.entry("bind", List.of("EADDRINUSE", "EACCES")),
          Map.entry("listen", List.of("EADDRINUSE")),
          Map.entry("clone", List.of("EAGAIN", "ENOMEM")),
          Map.entry("clone3", List.of("EAGAIN", "ENOSPC")),
          Map.entry("fork", List.of("EAGAIN", "ENOMEM")),
          Map.entry("vfork", List.of("EAGAIN")),
          Map.entry("execve", List.of("ENOMEM", "EACCES")),
          Map.entry("mount", List.of("ENOMEM", "EPERM")),
          Map.entry("move_mount", List.of("ENOMEM", "EPERM")),
          Map.entry("open_tree", List.of("EMFILE", "EPERM")),
          Map.entry("fsopen", List.of("EMFILE", "EPERM")),
          Map.entry("fsmount", List.of("EMFILE", "EPERM")),
          Map.entry("unshare", List.of("ENOSPC", "EPERM")),
          Map.entry("setns", List.of("EPERM", "ENOMEM")),
          Map.entry("memfd_create", List.of("EMFILE", "ENOMEM")),
          Map.entry("keyctl", List.of("EDQUOT", "EACCES")),
          Map.entry("setresuid", List.of("EAGAIN", "EPERM")),
          Map.entry("pidfd_open", List.of("EMFILE", "ENOMEM")),
          Map.entry("prctl", List.of()), // no more than EINVAL
          Map.entry("setsid", List.of()),
          Map.entry("umount2", List.of("EBUSY")),
          Map.entry("kill", List.of("EPERM")),
          Map.entry("pidfd_send_signal", List.of("EPERM")));

  /// What a call gets that is not in the table: all of them can be refused.
  private static final List<String> REFUSED = List.of("EPERM");

  /// All that can go wrong at a line of the record.
  static List<Fault> at(String line) {
    String point = line.substring(0, line.indexOf('\t'));
    String call = point.split(" ", 3)[1];
    List<Fault> faults = new ArrayList<>();
    for (String errno : CHANCES.getOrDefault(call, REFUSED)) {
      faults.add(new Fault(point, String.valueOf(ERRNOS.get(errno))));
    }
    for (char role : line.substring(line.indexOf('\t') + 1).toCharArray()) {
      faults.add(new Fault(point, "kill:" + role));
    }
    return faults;
  }

  boolean kills() {
    return action.startsWith("kill:");
  }

  @Override
  public String toString() {
    String what =
        ERRNOS.entrySet().stream()
            .filter(entry -> String.valueOf(entry.getValue()).equals(action))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(action);
    return point + ": " + what;
  }
}
