package io.jcr.init;

import io.jcr.api.Capability;
import io.jcr.api.Errno;
import io.jcr.api.Failure;
import io.jcr.api.InitException;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.init.Packet.Reply;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/// Turns what jcr-init reports into a sentence and an exit status.
final class InitFailure {
  private static final String UNSEEN =
      "the joined mount namespace has no such path: the root, the volumes and /run/jcr must be visible there";
  private static final String BOUNDING_SET = "CapBnd:";
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;
  private static final int JCR_FAILED = 125;

  private static final Path NR_OPEN = Path.of("/proc/sys/fs/nr_open");

  private InitFailure() {}

  static InitException of(LaunchPlan plan, Reply.Failed failed) {
    return of(plan, failed, InitFailure::ownBoundingSet);
  }

  /// As above, for a process with another bounding set.
  static InitException of(LaunchPlan plan, Reply.Failed failed, LongSupplier boundingSet) {
    List<LaunchPlan.Step> steps =
        failed.phase() == Packet.Phase.ENTER ? plan.enter() : plan.inside();
    boolean planned = failed.index() >= 0 && failed.index() < steps.size();
    if (failed.phase() == Packet.Phase.JOURNAL || !planned) {
      return new InitException(
          "jcr-init: " + Errno.name(failed.errno()) + withDetail(failed.detail()),
          JCR_FAILED,
          new Failure("jcr-init", "", failed.detail(), failed.errno()));
    }
    LaunchPlan.Step step = steps.get(failed.index());
    if (step.op() instanceof InitOp.Execve execve) {
      return ofExecve(execve, failed, fields(step, failed));
    }
    return new InitException(
        step.backend()
            + ": "
            + OpText.of(step.op())
            + ": "
            + Errno.name(failed.errno())
            + withDetail(
                failed.detail().isEmpty()
                    ? cause(plan, step.op(), failed, boundingSet)
                    : failed.detail() + cure(step, failed)),
        JCR_FAILED,
        fields(step, failed));
  }

  private static Failure fields(LaunchPlan.Step step, Reply.Failed failed) {
    OpText text = OpText.of(step.op());
    return new Failure(step.backend(), text.operation(), text.object(), failed.errno());
  }

  /// Only volumes are ID-mapped by jcr itself; the root file system is a backend's.
  private static String cure(LaunchPlan.Step step, Reply.Failed failed) {
    return step.op() instanceof InitOp.BindMount mount
            && (mount.attrSet() & MountFlags.MOUNT_ATTR_IDMAP) != 0
            && failed.errno() == Errno.EINVAL
            && step.backend().equals("jcr")
        ? ": with the volume option noidmap its files look like nobody's"
        : "";
  }

  /// What the kernel means, where its error does not say.
  private static String cause(
      LaunchPlan plan, InitOp op, Reply.Failed failed, LongSupplier boundingSet) {
    return switch (op) {
      case InitOp.Setns setns ->
          switch (failed.errno()) {
            case Errno.EPERM ->
                "joining takes CAP_SYS_ADMIN in the user namespace that owns it, and in the caller's";
            case Errno.EINVAL ->
                "it is not a namespace of that kind, or the one that the process is in already";
            case Errno.ENOENT -> "no such file, or its process has ended";
            default -> "";
          };
      case InitOp.Clone clone
          when failed.errno() == Errno.ENOMEM && joins(plan, NamespaceType.PID) ->
          "process 1 of the PID namespace that was joined has ended: nothing can start in it any more";
      case InitOp.Clone clone when failed.errno() == Errno.EAGAIN ->
          "a limit of the number of processes is reached: --limit pids of the container that is joined, or ulimit -u";
      case InitOp.MountOp mount
          when failed.errno() == Errno.ENOENT && joins(plan, NamespaceType.MOUNT) ->
          UNSEEN;
      case InitOp.BindMount mount
          when failed.errno() == Errno.ENOENT && joins(plan, NamespaceType.MOUNT) ->
          UNSEEN;
      case InitOp.Clone clone when failed.errno() == Errno.ENOSPC ->
          "no more namespaces of a kind: see /proc/sys/user/max_*_namespaces";
      case InitOp.Unshare unshare when failed.errno() == Errno.ENOSPC ->
          "no more namespaces of a kind: see /proc/sys/user/max_*_namespaces";
      case InitOp.Capset capset when failed.errno() == Errno.EPERM ->
          beyond(capset.permitted() | capset.inheritable(), boundingSet.getAsLong());
      case InitOp.Setrlimit limit when failed.errno() == Errno.EPERM ->
          ofRlimit(limit, new LinuxHostFacts());
      case InitOp.WriteFile file when file.path().startsWith("/proc/sys/") ->
          ofSysctl(failed.errno());
      case InitOp.Chdir chdir -> ofChdir(chdir, failed.errno());
      default -> "";
    };
  }

  /// capabilities(7): no process can add to its own bounding set.
  private static String beyond(long wanted, long bounding) {
    StringBuilder names = new StringBuilder();
    int count = 0;
    for (Capability capability : Capability.values()) {
      if ((wanted & ~bounding & capability.mask()) != 0) {
        names.append(count++ == 0 ? "" : ", ").append(capability);
      }
    }
    if (count == 0) {
      return "";
    }
    return names
        + (count == 1 ? " is" : " are")
        + " not in the bounding set of jcr's own process, so no container started from here can"
        + " have "
        + (count == 1 ? "it" : "them");
  }

  private static long ownBoundingSet() {
    String status = new LinuxHostFacts().read(Path.of("/proc/self/status")).orElse("");
    int begin = status.indexOf(BOUNDING_SET);
    int end = status.indexOf('\n', begin);
    return begin < 0 || end < 0
        ? -1
        : Long.parseUnsignedLong(status.substring(begin + BOUNDING_SET.length(), end).strip(), 16);
  }

  private static String ofRlimit(InitOp.Setrlimit limit, HostFacts facts) {
    if (!facts.hasCapability(Capability.CAP_SYS_RESOURCE)) {
      return "raising a hard limit takes CAP_SYS_RESOURCE, which jcr's own process does not have:"
          + " ask for less with --ulimit";
    }
    return limit.resource() == Rlimit.Resource.NOFILE.number()
        ? "no process can have more than "
            + facts.read(NR_OPEN).orElse("fs.nr_open").strip()
            + " open files (sysctl fs.nr_open)"
        : "";
  }

  private static String ofSysctl(int errno) {
    return switch (errno) {
      case Errno.ENOENT -> "this kernel has no such parameter in the container's namespaces";
      case Errno.EINVAL -> "the kernel does not take this value for it";
      case Errno.EACCES, Errno.EPERM -> "the container may not change it";
      default -> "";
    };
  }

  private static String ofChdir(InitOp.Chdir chdir, int errno) {
    return switch (errno) {
      case Errno.ENOENT ->
          "the working directory does not exist in the container's root: choose another with"
              + " --workdir, create it there, or mount one with -v DIR:"
              + chdir.path();
      case Errno.ENOTDIR ->
          "the working directory is a file in the container's root: choose another with --workdir";
      case Errno.EACCES ->
          "the container's user may not enter the working directory: choose another with --workdir";
      default -> "";
    };
  }

  private static boolean joins(LaunchPlan plan, NamespaceType type) {
    return plan.enter().stream()
        .anyMatch(
            step -> step.op() instanceof InitOp.Setns setns && setns.nstype() == type.cloneFlag());
  }

  /// The user's command could not be started, for which docker and shells use 126 and 127.
  private static InitException ofExecve(InitOp.Execve execve, Reply.Failed failed, Failure fields) {
    String command = "'" + execve.file() + "'";
    if (failed.cause() == Packet.Cause.INTERPRETER) {
      return new InitException(
          command
              + " cannot run: its interpreter "
              + failed.detail()
              + " is not in the container's root file system"
              + " (ENOENT; add it, or use a statically linked program)",
          NOT_FOUND,
          fields);
    }
    return switch (failed.errno()) {
      case Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.ENAMETOOLONG ->
          new InitException(
              "command "
                  + command
                  + " not found in the container"
                  + (execve.file().contains("/") ? "" : "'s PATH")
                  + " ("
                  + Errno.name(failed.errno())
                  + ")",
              NOT_FOUND,
              fields);
      case Errno.EACCES ->
          new InitException(
              "command "
                  + command
                  + (failed.cause() == Packet.Cause.DIRECTORY
                      ? " is a directory (EACCES)"
                      : " is not executable (EACCES: see its mode, and noexec mounts)"),
              NOT_EXECUTABLE,
              fields);
      case Errno.ENOEXEC ->
          new InitException(
              "command "
                  + command
                  + " is not a program for this machine (ENOEXEC: a script needs a #! line)",
              NOT_EXECUTABLE,
              fields);
      default ->
          new InitException(
              "execve " + execve.file() + ": " + Errno.name(failed.errno()),
              NOT_EXECUTABLE,
              fields);
    };
  }

  private static String withDetail(String detail) {
    return detail.isEmpty() ? "" : " (" + detail + ")";
  }
}
