package io.jcr.spi;

import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import java.util.List;
import java.util.Optional;

/// The lists of operations that backends return, and what each may contain. jcr checks a list when
/// a backend returns it, also in a dry run, and so do the contract tests of the testkit.
///
/// | list | may contain |
/// |---|---|
/// | [#NAMESPACE_ENTER] | operations for before the clone; exactly one Clone, the last |
/// | [#FILESYSTEM_MOUNT], [#LIMITER_ENTER] | operations for both sides of the clone; without a user namespace also those for after it |
/// | [#FILESYSTEM_ENTER], [#NETWORK_INSIDE] | operations for both sides of the clone, and for after it |
///
/// | operation | for |
/// |---|---|
/// | Setns, UserNamespace | before the clone |
/// | Unshare, WriteFile, MountPropagation, MountOp, BindMount, MountSetattr, Mkdir, Mknod, Symlink, Chown, Setrlimit | both sides of it |
/// | Clone | [#NAMESPACE_ENTER] |
/// | Park, Meet, Terminal, Init, Execve | jcr alone |
/// | all others | after it |
///
/// [InitOp.HostRtnetlink] may only query ([RtnetlinkMessage.GetLink]). To change the host, use a
/// [HostChange], which is undone.
public enum OperationList {
  /// What [Namespace#enter] returns.
  NAMESPACE_ENTER("enter"),
  /// [RootFilesystem#mount].
  FILESYSTEM_MOUNT("mount"),
  /// [RootFilesystem#enter].
  FILESYSTEM_ENTER("enter"),
  /// [NetworkPlan#inside].
  NETWORK_INSIDE("inside"),
  /// [Limits#enter].
  LIMITER_ENTER("enter");

  private final String word;

  OperationList(String word) {
    this.word = word;
  }

  private enum Place {
    BEFORE,
    BOTH,
    AFTER,
    CLONE,
    JCR
  }

  /// Says why a list cannot be used.
  ///
  /// @param operations the list
  /// @param outside whether the list runs before the clone, as [#FILESYSTEM_MOUNT] and
  ///   [#LIMITER_ENTER] do when the container has a user namespace
  /// @return a clause about the first operation that is not allowed; empty if all are
  public Optional<String> refusal(List<InitOp> operations, boolean outside) {
    for (int i = 0; i < operations.size(); i++) {
      InitOp operation = operations.get(i);
      String why = why(operation, outside, i == operations.size() - 1);
      if (!why.isEmpty()) {
        return Optional.of(
            "returned " + operation.getClass().getSimpleName() + " in '" + word + "': " + why);
      }
    }
    boolean clones = !operations.isEmpty() && operations.getLast() instanceof InitOp.Clone;
    return this == NAMESPACE_ENTER && !clones
        ? Optional.of("returned no Clone at the end of '" + word + "'")
        : Optional.empty();
  }

  private String why(InitOp operation, boolean outside, boolean last) {
    if (operation instanceof InitOp.HostRtnetlink(List<RtnetlinkMessage> messages)) {
      for (RtnetlinkMessage message : messages) {
        if (!(message instanceof RtnetlinkMessage.GetLink)) {
          return message.getClass().getSimpleName()
              + " would change the host, and nothing would undo it: it may only query"
              + " (GetLink); use a HostChange";
        }
      }
    }
    boolean namespace = this == NAMESPACE_ENTER;
    boolean before = namespace || (outside && (this == FILESYSTEM_MOUNT || this == LIMITER_ENTER));
    return switch (place(operation)) {
      case BOTH -> "";
      case JCR -> "only jcr may add it";
      case CLONE -> namespace && last ? "" : "it is only allowed last in Namespace.enter";
      case BEFORE -> namespace ? "" : "it belongs in Namespace.enter";
      case AFTER ->
          before
              ? "it works only in the container's process, and this list runs before that exists"
                  + (namespace ? "" : " when the container has a user namespace")
              : "";
    };
  }

  private static Place place(InitOp operation) {
    return switch (operation) {
      case InitOp.Clone _ -> Place.CLONE;
      case InitOp.Setns _, InitOp.UserNamespace _ -> Place.BEFORE;
      case InitOp.Park _, InitOp.Meet _, InitOp.Terminal _, InitOp.Init _, InitOp.Execve _ ->
          Place.JCR;
      case InitOp.Unshare _,
          InitOp.WriteFile _,
          InitOp.MountPropagation _,
          InitOp.MountOp _,
          InitOp.BindMount _,
          InitOp.MountSetattr _,
          InitOp.Mkdir _,
          InitOp.Mknod _,
          InitOp.Symlink _,
          InitOp.Chown _,
          InitOp.Setrlimit _ ->
          Place.BOTH;
      case InitOp.Rtnetlink _,
          InitOp.HostRtnetlink _,
          InitOp.PivotRoot _,
          InitOp.Chroot _,
          InitOp.MaskPath _,
          InitOp.ReadonlyPath _,
          InitOp.Sethostname _,
          InitOp.Setdomainname _,
          InitOp.Setsid _,
          InitOp.NewSessionKeyring _,
          InitOp.Umask _,
          InitOp.Personality _,
          InitOp.Chdir _,
          InitOp.SetUser _,
          InitOp.CapBounding _,
          InitOp.Capset _,
          InitOp.NoNewPrivs _,
          InitOp.Seccomp _ ->
          Place.AFTER;
    };
  }
}
