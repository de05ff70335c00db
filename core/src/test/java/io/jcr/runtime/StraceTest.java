package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StraceTest {
  static List<Arguments> operations() {
    return List.of(
        Arguments.of(
            new InitOp.Clone(0x2002_0000L, ""),
            "clone3({flags=CLONE_NEWNS|CLONE_NEWPID, exit_signal=SIGCHLD})"),
        Arguments.of(
            new InitOp.Clone(0, "/sys/fs/cgroup/a"),
            "clone3({flags=0|CLONE_INTO_CGROUP, cgroup=\"/sys/fs/cgroup/a\", exit_signal=SIGCHLD})"),
        Arguments.of(new InitOp.Unshare(0x0200_0000L), "unshare(CLONE_NEWCGROUP)"),
        Arguments.of(
            new InitOp.MountOp(
                "/r", "proc", "/proc", "proc", MountFlags.MS_NOSUID | MountFlags.MS_NODEV, ""),
            "mount(\"proc\", \"/r/proc\", \"proc\", MS_NOSUID|MS_NODEV, NULL)"),
        Arguments.of(
            new InitOp.Mknod("/r", "/dev/null", 0020666, 1, 3),
            "mknod(\"/r/dev/null\", S_IFCHR|0666, makedev(1, 3))"),
        Arguments.of(
            new InitOp.Setrlimit(7, 1024, -1),
            "setrlimit(RLIMIT_NOFILE, {1024, 18446744073709551615})"),
        Arguments.of(new InitOp.Sethostname("a\"b"), "sethostname(\"a\\\"b\")"),
        Arguments.of(
            new InitOp.WriteFile("/f", "a\tb\n"), "open(\"/f\", O_WRONLY); write(, \"a\\tb\\n\")"),
        Arguments.of(
            new InitOp.Execve("sh", List.of("sh", "-c", "x"), List.of("A=1")),
            "execve(\"sh\", [\"sh\", \"-c\", \"x\"], [1 variables])"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void writesAnOperationAsStraceWould(InitOp op, String expected) {
    assertEquals(expected, Strace.of(op));
  }
}
