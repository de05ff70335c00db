package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.state.HeldLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With a file that stands in for a sysctl, and the real jcr-init for what happens when a container
/// ends.
class SharedSettingsTest {
  @TempDir Path directory;
  private final Libc libc = new FfmLibc();
  private Path sysctl;
  private SharedSettings shared;

  @BeforeEach
  void start() throws IOException {
    sysctl = Files.writeString(directory.resolve("ip_forward"), "0\n");
    shared = new SharedSettings(libc, directory.resolve("shared"));
  }

  @Test
  void theOldValueComesBackWithTheLastOfTwo() throws IOException, InterruptedException {
    Path first = claim("a", "1");
    assertEquals("1", value());
    Path second = claim("b", "1");
    JcrInit.undo(first);
    assertEquals("1", value());
    JcrInit.undo(second);
    assertEquals("0", value());
    assertFalse(Files.exists(setting()), "nothing is left");
  }

  @Test
  void theOrderInWhichTheyEndDoesNotMatter() throws IOException, InterruptedException {
    Path first = claim("a", "1");
    Path second = claim("b", "1");
    JcrInit.undo(second);
    assertEquals("1", value());
    JcrInit.undo(first);
    assertEquals("0", value());
  }

  @Test
  void whatIsInForceWithoutJcrIsLeftAlone() throws IOException {
    Files.writeString(sysctl, "1\n");
    Path journal = claim("a", "1");
    assertEquals("", Files.readString(journal));
    assertEquals("1\n", Files.readString(sysctl), "not written either");
    assertFalse(Files.exists(setting()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"32768\t60999", "a b", "back\\slash"})
  void anyValueComesBack(String value) throws IOException, InterruptedException {
    Files.writeString(sysctl, value + "\n");
    JcrInit.undo(claim("a", "1"));
    assertEquals(value, value());
  }

  @Test
  void theClaimIsInTheJournalBeforeTheValueIsSet() {
    List<String> order = new ArrayList<>();
    shared.claim(
        sysctl,
        "1",
        Path.of("/run/jcr/containers/a"),
        (verb, arguments) -> order.add(verb),
        () -> order.add("set"));
    assertEquals(List.of("release", "set"), order);
  }

  @Test
  void aContainerThatDiedBeforeItSetTheValueLosesNothing()
      throws IOException, InterruptedException {
    Path dead = directory.resolve("dead");
    try (UndoJournal journal = UndoJournal.create(libc, dead)) {
      assertThrows(
          IllegalStateException.class,
          () ->
              shared.claim(
                  sysctl,
                  "1",
                  Path.of("/run/jcr/containers/dead"),
                  journal,
                  () -> {
                    throw new IllegalStateException("killed");
                  }));
    }
    Path living = claim("b", "1");
    JcrInit.undo(dead);
    assertEquals("1", value());
    JcrInit.undo(living);
    assertEquals("0", value());
  }

  /// What a container leaves that was killed between two system calls.
  @ParameterizedTest
  @ValueSource(strings = {"claims/", "claims/-run-jcr-containers-dead", "undo.new"})
  void halfAClaimIsNoObstacle(String left) throws IOException {
    Path path = setting().resolve(left);
    Files.createDirectories(left.endsWith("/") ? path : path.getParent());
    if (!left.endsWith("/")) {
      Files.writeString(path, "");
    }
    claim("a", "0");
    assertEquals("0", value());
    claim("b", "1");
    assertEquals("1", value());
  }

  /// A container was killed between the lock and the journal's line.
  @Test
  void whatNobodyHasClaimedIsCollected() throws IOException {
    Path shared = Files.createDirectories(directory.resolve("orphans"));
    Path locked = Files.createDirectories(shared.resolve("locked"));
    Files.writeString(
        Files.createDirectories(shared.resolve("empty/claims")).resolveSibling("lock"), "");
    Files.createDirectories(shared.resolve("bare"));
    Files.writeString(Files.createDirectories(shared.resolve("claimed/claims")).resolve("web"), "");
    Files.writeString(Files.createDirectories(shared.resolve("undone")).resolve("undo"), "");
    Files.writeString(locked.resolve("lock"), "");
    List<Path> removed = new ArrayList<>();
    try (HeldLock _ = HeldLock.byItsOwner(locked.resolve("lock"))) {
      SharedSettings.removeUnclaimed(libc, shared, removed::add);
    }
    removed.sort(null);
    assertEquals(List.of(shared.resolve("bare"), shared.resolve("empty")), removed);
    assertTrue(Files.exists(locked) && Files.exists(shared.resolve("claimed")));
  }

  @Test
  void aMissingSettingIsTold() {
    Path missing = directory.resolve("no_such_setting");
    ErrnoException failure =
        assertThrows(
            ErrnoException.class,
            () -> shared.claim(missing, "1", directory, (verb, arguments) -> {}, () -> {}));
    assertEquals(Errno.ENOENT, failure.errno());
    assertEquals("open " + missing + ": ENOENT", failure.getMessage());
  }

  @Test
  void containersThatComeAndGoAtOnceKeepTheValueAndGiveItBack()
      throws InterruptedException, ExecutionException, IOException {
    List<Callable<Void>> containers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "c" + i;
      containers.add(() -> {
        for (int round = 0; round < 6; round++) {
          Path journal = claim(name + "-" + round, "1");
          assertEquals("1", value(), "while it is claimed");
          JcrInit.undo(journal);
        }
        return null;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(containers.size())) {
      for (Future<Void> end : threads.invokeAll(containers)) {
        end.get();
      }
    }
    assertEquals("0", value());
    assertFalse(Files.exists(setting()));
  }

  private Path claim(String container, String value) {
    Path file = directory.resolve("undo-" + container);
    try (UndoJournal journal = UndoJournal.create(libc, file)) {
      shared.claim(
          sysctl, value, Path.of("/run/jcr/containers", container), journal, () -> set(value));
    }
    return file;
  }

  private void set(String value) {
    try {
      Files.writeString(sysctl, value, StandardOpenOption.WRITE); // in one step, as a sysctl
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String value() throws IOException {
    return Files.readString(sysctl).strip();
  }

  private Path setting() {
    return SharedSettings.directory(directory.resolve("shared"), sysctl);
  }

  @Test
  void settingsHaveDirectoriesOfTheirOwn() {
    assertTrue(setting().startsWith(directory.resolve("shared")));
    assertFalse(setting().equals(SharedSettings.directory(directory.resolve("shared"), directory)));
  }
}
