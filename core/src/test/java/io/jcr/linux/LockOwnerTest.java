package io.jcr.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.state.HeldLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is said to hold a lock, by real locks of real processes.
class LockOwnerTest {
  private static final int PF_EXITING = 4;
  private static final int PF_FORKNOEXEC = 64;
  private static final String NONE = "0000000000000000";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void create() throws IOException {
    file = Files.createFile(directory.resolve("file"));
  }

  @Test
  void thereMayBeNone() {
    assertEquals(List.of(), LockOwner.of(file));
    assertEquals(List.of(), LockOwner.of(directory.resolve("missing")));
  }

  @Test
  void oneIsNamedWithItsParent() throws IOException {
    try (HeldLock lock = HeldLock.byItsOwner(file)) {
      List<LockOwner> owners = LockOwner.of(file);
      assertEquals(
          List.of(new LockOwner(lock.pid(), ProcessHandle.current().pid(), "sh", false)), owners);
    }
    assertEquals(List.of(), LockOwner.of(file));
  }

  @Test
  void severalShareOne() throws IOException {
    try (HeldLock one = HeldLock.byItsOwner(file);
        HeldLock two = HeldLock.byItsOwner(file)) {
      List<Long> pids = LockOwner.of(file).stream().map(LockOwner::pid).sorted().toList();
      assertEquals(List.of(one.pid(), two.pid()).stream().sorted().toList(), pids);
    }
  }

  @Test
  void whoInheritedItIsNotNamed() throws IOException {
    try (HeldLock _ = HeldLock.byAnOrphan(file)) {
      assertEquals(List.of(), LockOwner.of(file));
    }
  }

  @Test
  void whoeverIsOnItsWayOutIsDying() {
    assertTrue(parse("Z", PF_FORKNOEXEC, NONE).dying());
    assertTrue(parse("D", PF_FORKNOEXEC | PF_EXITING, NONE).dying());
    assertTrue(parse("T", PF_FORKNOEXEC, "0000000000000100").dying());
    assertFalse(parse("T", PF_FORKNOEXEC, "0000000000004000").dying(), "a SIGTERM may be ignored");
    assertFalse(parse("S", PF_FORKNOEXEC, NONE).dying());
  }

  @Test
  void aNameMayLookLikeTheRest() {
    LockOwner odd = LockOwner.parse(7, "7 (a) R 1 (b) S 42 7 7 0 -1 64 0", "SigPnd:\t0\n");
    assertEquals(new LockOwner(7, 42, "a) R 1 (b", false), odd);
  }

  private static LockOwner parse(String state, int flags, String pending) {
    String stat = "7 (jcr-init) " + state + " 1 7 7 0 -1 " + flags + " 95 0 0 0";
    return LockOwner.parse(7, stat, "Name:\tjcr-init\nSigPnd:\t" + pending + "\nShdPnd:\t" + NONE);
  }
}
