package io.jcr.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.UsageException;
import io.jcr.host.HostLog;
import io.jcr.host.JcrInit;
import io.jcr.init.ControlSocket;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.linux.LockOwner;
import io.jcr.spi.HostFacts;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;

/// With real directories and locks; the supervisor, which locks the journal and runs those of the
/// dead, is made up.
class ContainerStoreTest {
  @TempDir Path directory;
  private final Libc libc = new FfmLibc();
  private final ControlSocket init = mock(ControlSocket.class);
  private final List<ErrnoException> failures = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private StateRoot root;
  private ContainerStore store;

  @BeforeEach
  void start() {
    root = StateRoots.below(directory);
    store = store(libc);
    doAnswer(call -> lock(call.getArgument(0))).when(init).begin(any());
    when(init.dead(any())).thenAnswer(call -> dead());
    when(init.reclaim(any()))
        .thenAnswer(call -> {
          JcrInit.undo(call.getArgument(0));
          return true;
        });
  }

  @Test
  void aContainerHasADirectoryAJournalAndAPlaceForItsRoot() throws IOException {
    ContainerStore.Container container = create("web");
    Path state = root.container("web");
    assertEquals(root.paths("web"), container.paths());
    assertTrue(Files.isDirectory(container.paths().rootMount()));
    assertEquals("tree " + state + "\n", Files.readString(root.journal("web")));
    assertFalse(Files.exists(container.paths().data()), "made by who needs it");
  }

  @Test
  void theSupervisorMakesAndLocksTheJournalBeforeAnythingElseIsMade() {
    doAnswer(
            call -> {
              assertFalse(Files.exists(root.container("web")));
              return lock(call.getArgument(0));
            })
        .when(init)
        .begin(any());
    create("web");
    verify(init).begin(root.journal("web"));
  }

  @Test
  void theNameOfALivingContainerIsTaken() {
    create("web");
    UsageException refusal = assertThrows(NameTakenException.class, () -> create("web")).refusal();
    assertEquals("container name 'web' is taken: choose another --name", refusal.getMessage());
    verify(init, never()).reclaim(any());
    assertTrue(Files.exists(root.journal("web")), "the other one is as it was");
  }

  @Test
  void theDeadAreReclaimedBeforeTheNameIsTaken() throws IOException {
    dead("web");
    dead("db");
    create("web");
    InOrder order = inOrder(init);
    order.verify(init).reclaim(root.journal("db"));
    order.verify(init).reclaim(root.journal("web"));
    order.verify(init).begin(root.journal("web"));
    assertFalse(Files.exists(root.container("db")));
  }

  @Test
  void whatADeadOneLeavesThatCannotBeUndoneIsNoObstacleToOthers() throws IOException {
    dead("web");
    ErrnoException busy = new ErrnoException("reclaim", "web", Errno.EBUSY);
    doThrow(busy).when(init).reclaim(root.journal("web"));
    create("other");
    assertTrue(Files.exists(root.journal("other")));
    assertThrows(NameTakenException.class, () -> create("web"));
    assertEquals(List.of(), reclaim(store));
    assertEquals(List.of(busy), failures);
  }

  @Test
  void reclaimNamesTheDeadAndLeavesTheLiving() throws IOException {
    create("living");
    dead("one");
    dead("two");
    assertEquals(List.of("one", "two"), reclaim(store));
    assertEquals(List.of(), failures);
    verify(init, never()).reclaim(root.journal("living"));
    assertEquals(List.of(), reclaim(store));
  }

  @Test
  void thereMayBeNothingToReclaim() {
    assertEquals(List.of(), reclaim(store));
    assertFalse(Files.exists(root.containers()));
  }

  @Test
  void anEmptyDirectoryOfAJcrThatWasKilledIsRemoved() throws IOException {
    Files.createDirectories(root.container("web"));
    create("web");
    Files.createDirectories(root.container("half"));
    reclaim(store);
    assertFalse(Files.exists(root.container("half")));
    assertEquals(List.of(), failures);
  }

  /// Supervisors remove their containers without the lock.
  @Test
  void aContainerThatEndsWhileItIsLookedAtIsNoObstacle() throws IOException {
    dead("web");
    Libc slow = mock(Libc.class, org.mockito.AdditionalAnswers.delegatesTo(libc));
    doAnswer(
            call -> {
              JcrInit.undo(root.journal("web"));
              return libc.open(call.getArgument(0), call.getArgument(1), call.getArgument(2));
            })
        .when(slow)
        .open(eq(root.journal("web")), eq(Libc.O_RDWR), eq(0));
    assertEquals(List.of(), reclaim(store(slow)));
    assertEquals(List.of(), failures);
  }

  @Test
  void ofManyThatWantOneNameOneGetsIt() throws InterruptedException, ExecutionException {
    int many = 6;
    int got = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      List<Future<ContainerStore.Container>> all =
          IntStream.range(0, many).mapToObj(i -> threads.submit(() -> create("web"))).toList();
      for (Future<ContainerStore.Container> one : all) {
        got += gotIt(one) ? 1 : 0;
      }
    }
    assertEquals(1, got);
  }

  /// Whose they are nobody knows.
  @Test
  void aDirectoryWithFilesAndWithoutAJournalIsLeftAlone() throws IOException {
    create("living");
    dead("dead");
    Files.createDirectories(root.container("empty"));
    Path stranger = Files.createDirectories(root.container("stranger"));
    Files.writeString(stranger.resolve("file"), "");
    Files.writeString(root.container("no-directory"), "");
    assertEquals(List.of("dead"), reclaim(store));
    assertEquals(List.of(), failures);
    assertEquals(List.of(stranger), store.strangers());
    assertTrue(Files.exists(stranger.resolve("file")));
    assertThrows(NameTakenException.class, () -> create("stranger"));
  }

  /// A supervisor that was killed before the JVM wrote the journal's first line.
  @Test
  void ofAnEmptyJournalNothingStays() throws IOException {
    Files.createDirectories(root.container("web"));
    Files.createFile(root.journal("web"));
    assertEquals(List.of("web"), reclaim(store));
    assertFalse(Files.exists(root.container("web")));
    assertEquals(List.of(), failures);
  }

  /// The supervisor, or a child of it: the JVM that plans.
  @Test
  void aProcessIsToldToBeThatOfAContainer() throws IOException {
    create("web"); // this JVM has its lock
    dead("other");
    long supervisor = ProcessHandle.current().pid();
    assertEquals(Optional.of("web"), store.of(new LockOwner(supervisor, 1, "jcr-init", false)));
    assertEquals(Optional.of("web"), store.of(new LockOwner(7, supervisor, "java", false)));
    assertEquals(Optional.empty(), store.of(new LockOwner(7, 8, "flock", false)));
  }

  /// As a supervisor's child does that was just being made when the supervisor was killed.
  @Test
  void aLockWhoseOwnerIsGoneIsWaitedFor() throws Exception {
    dead("web");
    try (HeldLock lock = HeldLock.byAnOrphan(root.journal("web"))) {
      assertEquals(List.of(), reclaim(store));
      assertEquals(1, left.size());
      assertTrue(left.getFirst().startsWith("container web: "), left::toString);

      Libc libcThatLetsGo = spied(lock);
      assertEquals(
          List.of("web"),
          store(libcThatLetsGo).reclaim(Duration.ofSeconds(30), failures::add, left::add));
    }
    assertFalse(Files.exists(root.container("web")));
  }

  /// A detached supervisor has its lock from a process that has ended.
  @Test
  void aLockWhoseOwnerIsGoneIsThatOfALivingContainerIfItsProcessLives() throws Exception {
    dead("web");
    HostFacts facts = new LinuxHostFacts();
    String stat = Files.readString(Path.of("/proc/self/stat"));
    long startTime = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
    StateFile.write(
        new ContainerState(
            "web",
            ContainerState.Status.RUNNING,
            ProcessHandle.current().pid(),
            startTime,
            StateFile.bootId(facts),
            root.container("web"),
            Map.of()));
    try (HeldLock lock = HeldLock.byAnOrphan(root.journal("web"))) {
      ContainerStore real = new ContainerStore(root, libc, facts, init);
      assertEquals(List.of(), reclaim(real));
      assertEquals(List.of(), left, () -> "held by " + lock.pid());
      assertThrows(
          NameTakenException.class, () -> real.create(identity("web"), false, new HostLog(false)));
    }
  }

  @Test
  void aRenamedContainerGivesItsNameToAnother() {
    HostFacts facts = new LinuxHostFacts(); // names are read from the disk
    ContainerStore real = new ContainerStore(root, libc, facts, init);
    HostLog log = new HostLog(false);
    real.create(identity("web"), false, log);
    ContainerNames names = new ContainerNames(root, libc, facts, init);
    names.rename("web", "old");
    assertThrows(NameTakenException.class, () -> real.create(identity("old"), false, log));
    assertThrows(UsageException.class, () -> names.rename("old", "old"));
    assertThrows(NameTakenException.class, () -> real.create(identity("web"), false, log));
    Identity next = Identity.create("web", root, facts);
    real.create(next, false, log);
    assertTrue(Files.isDirectory(root.container(next.key())));
    assertThrows(NameTakenException.class, () -> real.create(identity("web"), false, log));
    assertThrows(UsageException.class, () -> names.rename("old", "web"));
  }

  @Test
  void whatCannotBeUndoneIsNotForgottenByDeletingTheRecord() throws IOException {
    dead("web");
    Files.writeString(root.record("web"), "tree " + root.container("web") + "\n");
    ErrnoException busy = new ErrnoException("reclaim", "web", Errno.EBUSY);
    doThrow(busy).when(init).reclaim(root.journal("web"));
    assertEquals(busy, assertThrows(ErrnoException.class, () -> store.delete(identity("web"))));
    verify(init, never()).reclaim(root.record("web"));
    assertTrue(Files.exists(root.journal("web")));
  }

  @Test
  void theNameOfADyingContainerIsWaitedFor() throws Exception {
    dead("web");
    try (HeldLock lock = HeldLock.byAnOrphan(root.journal("web"))) {
      store(spied(lock)).create(identity("web"), false, new HostLog(false));
    }
    verify(init).reclaim(root.journal("web"));
  }

  /// The lock is let go of when it has been found to be held.
  private Libc spied(HeldLock lock) {
    Libc calls = mock(Libc.class, org.mockito.AdditionalAnswers.delegatesTo(libc));
    doAnswer(
            call -> {
              boolean got = libc.flock(call.getArgument(0), call.getArgument(1));
              if (!got) {
                lock.close();
              }
              return got;
            })
        .when(calls)
        .flock(anyInt(), anyInt());
    return calls;
  }

  private List<String> reclaim(ContainerStore from) {
    return from.reclaim(Duration.ofMillis(50), failures::add, left::add);
  }

  private static boolean gotIt(Future<?> one) throws InterruptedException, ExecutionException {
    try {
      one.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NameTakenException) {
        return false;
      }
      throw e;
    }
  }

  private static Identity identity(String name) {
    return new Identity(name, "", name);
  }

  private ContainerStore.Container create(String id) {
    return store.create(identity(id), false, new HostLog(false));
  }

  private ContainerStore store(Libc calls) {
    return new ContainerStore(root, calls, StubHostFacts.root(), init);
  }

  /// The directory and the unlocked journal of a container whose supervisor was killed.
  private void dead(String id) throws IOException {
    Path state = Files.createDirectories(root.container(id));
    Files.writeString(root.journal(id), "tree " + state + "\n");
    Files.createDirectory(state.resolve("rootfs"));
  }

  /// What jcr-init finds.
  private List<String> dead() {
    return ContainerRecords.keys(root).stream().filter(id -> !isLocked(id)).toList();
  }

  private boolean isLocked(String id) {
    if (!Files.exists(root.journal(id))) {
      return Files.exists(root.record(id));
    }
    int fd = libc.open(root.journal(id), Libc.O_RDWR, 0);
    try {
      return !libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB);
    } finally {
      libc.close(fd);
    }
  }

  private Object lock(Path journal) {
    libc.mkdir(journal.getParent(), 0700);
    int fd = libc.open(journal, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL, 0600);
    assertTrue(libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB));
    return null; // open until the JVM ends
  }
}
