package io.jcr.init;

import io.jcr.api.Ipv4;
import io.jcr.api.op.InitOp;
import io.jcr.api.rtnetlink.RtnetlinkMessage.DefaultRoute;
import io.jcr.api.rtnetlink.RtnetlinkMessage.GetLink;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The operations whose bytes are in `core/src/test/golden/op-*.hex`, by the names of the files.
final class GoldenOps {
  /// Those of which only the frame is the protocol's business.
  static final Map<String, InitOp> OF_MESSAGES =
      Map.of(
          "rtnetlink", new InitOp.Rtnetlink(List.of(new DefaultRoute(Ipv4.parse("10.88.0.1")))),
          "host-rtnetlink", new InitOp.HostRtnetlink(List.of(new GetLink("jcr0"))));

  private static final String ROOT = "/run/jcr/r";
  private static final long DOCKERS = 0xa80425fbL;

  private GoldenOps() {}

  static Map<String, InitOp> all() {
    Map<String, InitOp> ops = new TreeMap<>();
    ops.put("clone", new InitOp.Clone(0x2002_0000L, "/sys/fs/cgroup/jcr/a"));
    ops.put("unshare", new InitOp.Unshare(0x0400_0000L));
    ops.put("user-namespace", new InitOp.UserNamespace("0 100000 65536"));
    ops.put("setns", new InitOp.Setns("/run/netns/blue", 0x4000_0000L));
    ops.put("park", new InitOp.Park());
    ops.put("meet", new InitOp.Meet());
    ops.put("write-file", new InitOp.WriteFile("/sys/fs/cgroup/pids/jcr/a/tasks", "0"));
    ops.putAll(OF_MESSAGES);
    ops.putAll(mounts());
    ops.putAll(identity());
    ops.put("cap-bounding", new InitOp.CapBounding(DOCKERS));
    ops.put("capset", new InitOp.Capset(DOCKERS, (1L << 41) - 1, 0, 1 << 10));
    ops.put("no-new-privs", new InitOp.NoNewPrivs());
    ops.put("seccomp", new InitOp.Seccomp(List.of(new InitOp.SockFilter(0x06, 0, 0, 0x7fff_0000))));
    ops.put("init", new InitOp.Init());
    ops.put(
        "execve",
        new InitOp.Execve(
            "sh",
            List.of("sh", "-c", "echo ä"),
            List.of("PATH=/bin:/usr/bin", "TERM=xterm", "EMPTY=")));
    return ops;
  }

  private static Map<String, InitOp> mounts() {
    return Map.ofEntries(
        Map.entry("mount-propagation", new InitOp.MountPropagation("/", 0x44000)),
        Map.entry(
            "mount-op",
            new InitOp.MountOp(ROOT, "tmpfs", "/dev", "tmpfs", 10, "mode=755,size=64k")),
        Map.entry("bind-mount", new InitOp.BindMount("", "/srv/data", ROOT + "/data", 1, 1)),
        Map.entry("mkdir", new InitOp.Mkdir(ROOT, "/dev/pts", 0755)),
        Map.entry("mknod", new InitOp.Mknod(ROOT, "/dev/null", 0020666, 1, 3)),
        Map.entry("symlink", new InitOp.Symlink(ROOT, "/proc/self/fd", "/dev/fd")),
        Map.entry("pivot-root", new InitOp.PivotRoot(ROOT)),
        Map.entry("chroot", new InitOp.Chroot(ROOT)),
        Map.entry("mask-path", new InitOp.MaskPath("/proc/kcore")),
        Map.entry("readonly-path", new InitOp.ReadonlyPath("/proc/sys")),
        Map.entry("chown", new InitOp.Chown("/var/lib/jcr/containers/a/upper", 100000, 100000)),
        Map.entry("mount-setattr", new InitOp.MountSetattr("/", 1, 0)));
  }

  private static Map<String, InitOp> identity() {
    return Map.ofEntries(
        Map.entry("sethostname", new InitOp.Sethostname("box")),
        Map.entry("setdomainname", new InitOp.Setdomainname("example.org")),
        Map.entry("setsid", new InitOp.Setsid()),
        Map.entry("new-session-keyring", new InitOp.NewSessionKeyring()),
        Map.entry("terminal", new InitOp.Terminal(1000, 5, 1)),
        Map.entry("setrlimit", new InitOp.Setrlimit(7, 1024, -1)),
        Map.entry("umask", new InitOp.Umask(022)),
        Map.entry("personality", new InitOp.Personality(8)),
        Map.entry("chdir", new InitOp.Chdir("/home/user")),
        Map.entry("set-user", new InitOp.SetUser(1000, 100, List.of(10L, 0xffff_fffeL))));
  }
}
