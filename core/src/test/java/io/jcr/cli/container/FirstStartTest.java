package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
  @TempDir Path directory;

  private ContainerRecords records = new ContainerRecords(StateRoot.of(Path.of("")), facts());
  private Path bundle = Path.of("");

  private static LinuxHostFacts facts() {
    return new LinuxHostFacts();
  }

  @BeforeEach
  void created() throws IOException {
    StateRoot root = StateRoot.of(directory);
    records = new ContainerRecords(root, facts());
    bundle = Files.createDirectories(root.container("c1"));
    write(Status.CREATED);
  }

  private void write(Status status) {
    StateFile.write(new ContainerState("c1", status, 0, 0, "boot", bundle, Map.of()));
  }

  private CompletableFuture<ContainerState> waiting() {
    ContainerRecord record = records.require("c1");
    return CompletableFuture.supplyAsync(() -> new FirstStart(records).await(record));
  }

  @Test
  void oneThatWasOnlyCreatedIsWaitedForUntilItIsStarted() throws Exception {
    CompletableFuture<ContainerState> waiting = waiting();
    assertFalse(waiting.isDone());
    write(Status.STOPPED); // it has already ended when that is noticed
    assertEquals(Status.STOPPED, waiting.get(1, TimeUnit.MINUTES).status());
  }

  @Test
  void oneThatIsRemovedInsteadIsAnError() throws Exception {
    CompletableFuture<ContainerState> waiting = waiting();
    Files.delete(bundle.resolve("state.json"));
    Files.delete(bundle);
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> waiting.get(1, TimeUnit.MINUTES));
    UsageException refusal = assertInstanceOf(UsageException.class, failure.getCause());
    assertEquals("container 'c1' was removed before it was started", refusal.getMessage());
  }

  @Test
  void oneThatHasEndedIsNotWaitedFor() {
    write(Status.STOPPED);
    assertEquals(Status.STOPPED, new FirstStart(records).await(records.require("c1")).status());
  }
}
