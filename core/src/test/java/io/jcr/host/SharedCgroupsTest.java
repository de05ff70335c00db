package io.jcr.host;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With ordinary directories for groups, and the real jcr-init for what happens when a container
/// ends.
class SharedCgroupsTest {
  @TempDir Path directory;
  private final Libc libc = new FfmLibc();

  @BeforeEach
  void requireAttributes() throws IOException {
    assumeTrue(
        Files.getFileStore(directory).supportsFileAttributeView(UserDefinedFileAttributeView.class),
        "machine: no extended attributes in " + directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "b a"})
  void theLastOfTwoRemovesWhatTheFirstHasMade(String order)
      throws IOException, InterruptedException {
    create("a", group("ci/jobs/a"));
    create("b", group("ci/jobs/b"));
    String[] ends = order.split(" ", -1);
    JcrInit.undo(journal(ends[0]));
    assertTrue(Files.exists(group("ci/jobs/" + ends[1])), "the other one lives");
    JcrInit.undo(journal(ends[1]));
    assertEquals(List.of(), groups());
  }

  @Test
  void whatWasThereBeforeStays() throws IOException, InterruptedException {
    Files.createDirectories(group("ci"));
    create("a", group("ci/jobs/a"));
    create("b", group("ci/jobs/b"));
    JcrInit.undo(journal("a"));
    JcrInit.undo(journal("b"));
    assertEquals(List.of("ci"), groups());
  }

  /// A jcr was killed when it had made the group and not yet marked it, so that the next one, from
  /// another state root, took it for somebody else's.
  @Test
  void whatWasNeverMarkedIsMarkedByTheJournalThatNamesIt()
      throws IOException, InterruptedException {
    create("a", group("ci/jobs/a"));
    for (Path shared : List.of(group("ci"), group("ci/jobs"))) {
      Files.getFileAttributeView(shared, UserDefinedFileAttributeView.class).delete("jcr");
    }
    create("b", group("ci/jobs/b"));
    JcrInit.undo(journal("a"));
    JcrInit.undo(journal("b"));
    assertEquals(List.of("ci", "ci/jobs"), groups());
    List<Path> removed =
        new OwnedCgroups(libc).removeIdle(List.of(new CgroupHierarchy(2, group(""), Set.of())));
    assertEquals(List.of(group("ci/jobs"), group("ci")), removed);
    assertEquals(List.of(), groups());
  }

  @Test
  void whatAFailureLeavesHalfMadeGoesToo() throws IOException, InterruptedException {
    SharedCgroups shared = new SharedCgroups(libc, directory.resolve("shared"));
    Path missing = group("ci/jobs/a");
    try (UndoJournal journal = UndoJournal.create(libc, journal("a"))) {
      assertThrows(
          UncheckedIOException.class,
          () ->
              shared.create(
                  missing,
                  owner("a"),
                  journal,
                  () -> {
                    make(missing.getParent());
                    throw new UncheckedIOException(new IOException("no space"));
                  }));
    }
    create("b", group("ci/jobs/b"));
    JcrInit.undo(journal("a"));
    JcrInit.undo(journal("b"));
    assertEquals(List.of(), groups());
  }

  /// The second comes when the group is there and not yet marked.
  @Test
  void whoComesInBetweenWaits() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Libc second = mock(Libc.class, delegatesTo(libc));
    doAnswer(
            call -> {
              waiting.countDown();
              return libc.flock(call.getArgument(0), call.getArgument(1));
            })
        .when(second)
        .flock(anyInt(), anyInt());
    try (ExecutorService thread = Executors.newSingleThreadExecutor();
        UndoJournal journal = UndoJournal.create(libc, journal("a"))) {
      Future<?>[] other = new Future<?>[1];
      new SharedCgroups(libc, directory.resolve("shared"))
          .create(
              group("ci/a"),
              owner("a"),
              journal,
              () -> {
                make(group("ci/a"));
                other[0] = thread.submit(() -> create(second, "b", group("ci/b")));
                await(waiting);
              });
      other[0].get(10, SECONDS);
    }
    JcrInit.undo(journal("a"));
    assertEquals(List.of("ci", "ci/b"), groups());
    JcrInit.undo(journal("b"));
    assertEquals(List.of(), groups());
  }

  @Test
  void aGroupThatExistsIsNotUndone() throws IOException {
    make(group("a"));
    create("a", group("a"));
    assertEquals("", Files.readString(journal("a")));
  }

  @Test
  void whatAnEarlierLifeOfTheContainerHasLeftMakesWay() throws IOException, InterruptedException {
    create("a", group("ci/a"));
    make(group("ci/a/below"));
    Files.delete(journal("a")); // lost
    create("a", group("ci/a"));
    assertEquals(List.of("ci", "ci/a"), groups());
    JcrInit.undo(journal("a"));
    assertEquals(List.of(), groups());
  }

  /// It would be emptied and removed with that container.
  @Test
  void aGroupInsideAContainersIsRefused() throws IOException {
    create("a", group("ci/a"));
    HostException refusal =
        assertThrows(HostException.class, () -> create("b", group("ci/a/below/b")));
    assertEquals(
        "cgroup "
            + group("ci/a/below/b")
            + ": "
            + group("ci/a")
            + " is the cgroup of container a (choose another parent)",
        refusal.getMessage());
    assertEquals("", Files.readString(journal("b")));
  }

  @Test
  void anotherContainersGroupDoesNotMakeWay() throws IOException {
    create("a", group("ci/a"));
    make(group("ci/a/below"));
    try (UndoJournal journal = UndoJournal.create(libc, journal("b"))) {
      SharedCgroups shared = new SharedCgroups(libc, directory.resolve("shared"));
      Path taken = group("ci/a");
      assertThrows(
          ErrnoException.class,
          () -> shared.create(taken, owner("b"), journal, () -> libc.mkdir(taken, 0755)));
    }
    assertEquals(List.of("ci", "ci/a", "ci/a/below"), groups());
    assertEquals("rmdir " + group("ci") + "\n", Files.readString(journal("b")));
    assertEquals(Optional.of(owner("a")), new OwnedCgroups(libc).owner(group("ci/a")));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, SECONDS), "the second one asks for the lock");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void create(String id, Path group) {
    create(libc, id, group);
  }

  private void create(Libc calls, String id, Path group) {
    try (UndoJournal journal = UndoJournal.create(libc, journal(id))) {
      new SharedCgroups(calls, directory.resolve("shared"))
          .create(group, owner(id), journal, () -> make(group));
    }
  }

  private static void make(Path group) {
    try {
      Files.createDirectories(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path owner(String id) {
    return Path.of("/run/jcr/containers", id);
  }

  private Path journal(String id) {
    return directory.resolve(id + ".undo");
  }

  private Path group(String name) {
    make(directory.resolve("cgroup"));
    return directory.resolve("cgroup").resolve(name);
  }

  /// All groups that exist, from the top.
  private List<String> groups() throws IOException {
    Path mountPoint = directory.resolve("cgroup");
    try (var all = Files.walk(mountPoint)) {
      return all.filter(path -> !path.equals(mountPoint))
          .map(path -> mountPoint.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
