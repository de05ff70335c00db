package io.jcr.init;

import io.jcr.api.Rlimit;
import io.jcr.api.op.InitOp;

/// An operation as two phrases for a sentence: what is done, and to what.
///
/// @param operation such as `mount`
/// @param object such as `/dev/pts`; may be empty
record OpText(String operation, String object) {
  static OpText of(InitOp op) {
    return switch (op) {
      case InitOp.Clone o -> new OpText("clone3", flags(o.flags()));
      case InitOp.Unshare o -> new OpText("unshare", flags(o.flags()));
      case InitOp.UserNamespace o -> new OpText("make a user namespace with map", o.map().strip());
      case InitOp.Setns o ->
          new OpText("setns", o.path().isEmpty() ? "to the new user namespace" : o.path());
      case InitOp.Park o -> new OpText("wait for the host", "");
      case InitOp.Meet o -> new OpText("wait for the hooks", "");
      case InitOp.WriteFile o -> new OpText("write", o.path());
      case InitOp.Rtnetlink o -> new OpText("rtnetlink", o.messages().toString());
      case InitOp.HostRtnetlink o -> new OpText("rtnetlink of the host", o.messages().toString());
      case InitOp.MountPropagation o -> new OpText("set the mount propagation of", o.path());
      case InitOp.MountOp o -> new OpText("mount " + o.type() + " on", o.target());
      case InitOp.BindMount o -> new OpText("bind mount", o.source() + " on " + o.target());
      case InitOp.Mkdir o -> new OpText("mkdir", o.path());
      case InitOp.Mknod o -> new OpText("mknod", o.path());
      case InitOp.Symlink o -> new OpText("symlink", o.path());
      case InitOp.PivotRoot o -> new OpText("pivot_root", o.newRoot());
      case InitOp.Chroot o -> new OpText("chroot", o.newRoot());
      case InitOp.MaskPath o -> new OpText("mask", o.path());
      case InitOp.ReadonlyPath o -> new OpText("make read-only", o.path());
      case InitOp.MountSetattr o -> new OpText("mount_setattr", o.path());
      case InitOp.Chown o -> new OpText("chown", o.path());
      case InitOp.Sethostname o -> new OpText("sethostname", o.name());
      case InitOp.Setdomainname o -> new OpText("setdomainname", o.name());
      case InitOp.Setsid o -> new OpText("setsid", "");
      case InitOp.NewSessionKeyring o -> new OpText("keyctl", "JOIN_SESSION_KEYRING");
      case InitOp.Terminal o -> new OpText("open a pseudo-terminal of", "/dev/pts");
      case InitOp.Setrlimit o -> new OpText("setrlimit", Rlimit.Resource.constant(o.resource()));
      case InitOp.Umask o -> new OpText("umask", Long.toOctalString(o.mask()));
      case InitOp.Personality o -> new OpText("personality", "0x" + Long.toHexString(o.persona()));
      case InitOp.Chdir o -> new OpText("chdir", o.path());
      case InitOp.SetUser o -> new OpText("setresuid", o.uid() + ":" + o.gid());
      case InitOp.CapBounding o -> new OpText("drop capabilities from", "the bounding set");
      case InitOp.Capset o -> new OpText("capset", "");
      case InitOp.NoNewPrivs o -> new OpText("prctl", "PR_SET_NO_NEW_PRIVS");
      case InitOp.Seccomp o -> new OpText("seccomp", o.filter().size() + " instructions");
      case InitOp.Init o -> new OpText("fork", "below init");
      case InitOp.Execve o -> new OpText("execve", o.file());
    };
  }

  private static String flags(long flags) {
    return "flags 0x" + Long.toHexString(flags);
  }

  @Override
  public String toString() {
    return object.isEmpty() ? operation : operation + " " + object;
  }
}
