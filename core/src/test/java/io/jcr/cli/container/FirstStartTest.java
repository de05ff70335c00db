package io.jcr.cli.container;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.UsageException;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import io.jcr.state.StateFile;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens first, the watch or the change, the result is the same.
class FirstStartTest {
  @TempDir Path directory;
  private ContainerRecords records;
  private Path bundle;

  @BeforeEach
  void create() throws IOException {
    StateRoot root = StateRoot.of(directory);
    records = new ContainerRecords(root, new LinuxHostFacts());
    bundle = Files.createDirectories(root.container("web"));
    write(Status.CREATED, 0);
  }

  @Test
  void aStartEndsIt() throws Exception {
    assertEquals(
        Status.STOPPED, awaitedWhile(() -> write(Status.RUNNING, Integer.MAX_VALUE)).status());
  }

  @Test
  void whatHasRunIsNotWaitedFor() {
    write(Status.RUNNING, Integer.MAX_VALUE);
    assertEquals(Status.STOPPED, new FirstStart(records).await(web()).status());
  }

  @Test
  void theRemovalOfTheContainerIsSaid() {
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () ->
                awaitedWhile(() -> {
                  Files.delete(bundle.resolve("state.json"));
                  Files.delete(bundle);
                }));
    UsageException refusal = assertInstanceOf(UsageException.class, failure.getCause());
    assertEquals("container 'web' was removed before it was started", refusal.getMessage());
  }

  private interface Change {
    void make() throws IOException;
  }

  private ContainerState awaitedWhile(Change change) throws Exception {
    ContainerRecord web = web();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<ContainerState> state = thread.submit(() -> new FirstStart(records).await(web));
      change.make();
      return state.get(20, SECONDS);
    }
  }

  private ContainerRecord web() {
    return records.require("web");
  }

  private void write(Status status, long pid) {
    StateFile.write(new ContainerState("web", status, pid, 1, "boot", bundle, Map.of()));
  }
}
