package io.jcr.init;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jcr.api.Capability;
import io.jcr.api.Errno;
import io.jcr.api.InitException;
import io.jcr.api.op.InitOp;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.init.Packet.Cause;
import io.jcr.init.Packet.Phase;
import io.jcr.init.Packet.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitFailureTest {
  @Test
  void namesBackendOperationObjectAndErrno() {
    InitException failure = failure(Phase.INSIDE, 1, Errno.ENODEV, "");
    assertEquals(
        "filesystem overlay: mount overlay on /run/jcr/containers/c/rootfs: ENODEV",
        failure.getMessage());
    assertEquals(125, failure.exitStatus());
  }

  @Test
  void addsWhatJcrInitKnowsBeside() {
    assertEquals(
        "filesystem overlay: mount overlay on /run/jcr/containers/c/rootfs: ELOOP (lower layer)",
        failure(Phase.INSIDE, 1, Errno.ELOOP, "lower layer").getMessage());
  }

  @Test
  void theIndexCountsInTheListOfItsPhase() {
    assertEquals(
        "namespace clone: clone3 flags 0x20000: EPERM",
        failure(Phase.ENTER, 0, Errno.EPERM, "").getMessage());
    assertEquals("jcr: setsid: EPERM", failure(Phase.INSIDE, 0, Errno.EPERM, "").getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "JOURNAL, 0, 'jcr-init: EPROTO (write the undo journal)'",
    "ENTER, 1, 'jcr-init: EPROTO (write the undo journal)'",
    "INSIDE, 99, 'jcr-init: EPROTO (write the undo journal)'",
    "INSIDE, -1, 'jcr-init: EPROTO (write the undo journal)'",
  })
  void aFailureOutsideOfThePlanIsJcrInits(Phase phase, int index, String message) {
    InitException failure = failure(phase, index, Errno.EPROTO, "write the undo journal");
    assertEquals(message, failure.getMessage());
    assertEquals(125, failure.exitStatus());
  }

  @ParameterizedTest
  @CsvSource({
    "sh, 2, OPERATION, 127, command 'sh' not found in the container's PATH (ENOENT)",
    "/bin/x, 2, OPERATION, 127, command '/bin/x' not found in the container (ENOENT)",
    "/etc/passwd/x, 20, OPERATION, 127, command '/etc/passwd/x' not found in the container (ENOTDIR)",
    "/loop, 40, OPERATION, 127, command '/loop' not found in the container (ELOOP)",
    "/long, 36, OPERATION, 127, command '/long' not found in the container (ENAMETOOLONG)",
    "/etc, 13, OPERATION, 126, 'command ''/etc'' is not executable (EACCES: see its mode, and noexec mounts)'",
    "/etc, 13, DIRECTORY, 126, 'command ''/etc'' is a directory (EACCES)'",
    "/s, 8, OPERATION, 126, 'command ''/s'' is not a program for this machine (ENOEXEC: a script needs a #! line)'",
    "/s, 7, OPERATION, 126, 'execve /s: E2BIG'",
  })
  void aCommandThatCannotStartEndsAsInAShell(
      String file, int errno, Cause cause, int status, String message) {
    InitException failure = execve(file, errno, cause, "");
    assertEquals(message, failure.getMessage());
    assertEquals(status, failure.exitStatus());
  }

  @Test
  void aMissingInterpreterIsNamed() {
    InitException failure =
        execve("/bin/app", Errno.ENOENT, Cause.INTERPRETER, "/lib64/ld-linux.so.2");
    assertEquals(
        "'/bin/app' cannot run: its interpreter /lib64/ld-linux.so.2 is not in the container's root"
            + " file system (ENOENT; add it, or use a statically linked program)",
        failure.getMessage());
    assertEquals(127, failure.exitStatus());
  }

  @ParameterizedTest
  @CsvSource({
    "CAP_SYS_TIME, 'capset: EPERM (CAP_SYS_TIME is not in the bounding set of jcr''s own process,"
        + " so no container started from here can have it)'",
    "CAP_BPF, 'capset: EPERM (CAP_SYS_TIME, CAP_BPF are not in the bounding set of jcr''s own"
        + " process, so no container started from here can have them)'",
    "CAP_CHOWN, 'capset: EPERM'",
  })
  void aCapabilityThatJcrCannotPassOnIsNamed(Capability also, String message) {
    long wanted = Capability.CAP_CHOWN.mask() | also.mask();
    long bounding = ~0L & ~Capability.CAP_SYS_TIME.mask() & ~Capability.CAP_BPF.mask();
    if (also == Capability.CAP_BPF) {
      wanted |= Capability.CAP_SYS_TIME.mask();
    }
    assertEquals(
        "jcr: " + message,
        inside(new InitOp.Capset(wanted, wanted, 0, 0), Errno.EPERM, bounding).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "2, 'ENOENT (the working directory does not exist in the container''s root: choose another with"
        + " --workdir, create it there, or mount one with -v DIR:/w)'",
    "20, 'ENOTDIR (the working directory is a file in the container''s root: choose another with"
        + " --workdir)'",
    "13, 'EACCES (the container''s user may not enter the working directory: choose another with"
        + " --workdir)'",
    "5, EIO",
  })
  void aWorkingDirectoryThatCannotBeSaysWhatToDo(int errno, String message) {
    assertEquals(
        "jcr: chdir /w: " + message, inside(new InitOp.Chdir("/w"), errno, 0).getMessage());
  }

  @Test
  void everyOperationHasWordsOfItsOwn() {
    List<String> texts =
        GoldenOps.all().values().stream().map(op -> OpText.of(op).toString()).toList();
    assertEquals(texts.size(), texts.stream().distinct().count(), texts.toString());
    assertAll(
        texts.stream()
            .map(text ->
                () -> assertFalse(text.isBlank() || text.endsWith(" ") || text.contains("\n"))));
  }

  private static InitException failure(Phase phase, int index, int errno, String detail) {
    LaunchPlan plan =
        new LaunchPlan(
            List.of(new Step("namespace clone", new InitOp.Clone(0x20000, ""))),
            List.of(
                new Step("jcr", new InitOp.Setsid()),
                new Step(
                    "filesystem overlay",
                    new InitOp.MountOp(
                        "",
                        "overlay",
                        "/run/jcr/containers/c/rootfs",
                        "overlay",
                        0,
                        "lowerdir=/x"))),
            List.of(),
            false,
            false);
    return InitFailure.of(plan, new Reply.Failed(phase, index, errno, Cause.OPERATION, detail));
  }

  private static InitException inside(InitOp op, int errno, long boundingSet) {
    LaunchPlan plan =
        new LaunchPlan(List.of(), List.of(new Step("jcr", op)), List.of(), false, false);
    return InitFailure.of(
        plan, new Reply.Failed(Phase.INSIDE, 0, errno, Cause.OPERATION, ""), () -> boundingSet);
  }

  private static InitException execve(String file, int errno, Cause cause, String detail) {
    LaunchPlan plan =
        new LaunchPlan(
            List.of(),
            List.of(new Step("jcr", new InitOp.Execve(file, List.of(file), List.of()))),
            List.of(),
            false,
            false);
    return InitFailure.of(plan, new Reply.Failed(Phase.INSIDE, 0, errno, cause, detail));
  }
}
