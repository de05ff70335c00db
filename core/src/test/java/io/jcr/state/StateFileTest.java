package io.jcr.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerState;
import io.jcr.api.HostException;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  @TempDir Path bundle;

  @Test
  void isTheStateOfTheOciRuntimeSpec() throws IOException {
    StateFile.write(state(Map.of("net", "veth", "address", "10.88.0.7/16")));
    assertEquals(
        """
        {
          "ociVersion" : "1.2.0",
          "id" : "box",
          "status" : "running",
          "pid" : 4242,
          "startTime" : 123456789012,
          "bootId" : "b-1",
          "bundle" : "%s",
          "annotations" : {
            "address" : "10.88.0.7/16",
            "net" : "veth"
          }
        }\
        """
            .formatted(bundle),
        Files.readString(bundle.resolve("state.json")));
  }

  @Test
  void nothingElseIsLeft() throws IOException {
    StateFile.write(state(Map.of()));
    StateFile.write(state(Map.of()));
    try (Stream<Path> files = Files.list(bundle)) {
      assertEquals(List.of(bundle.resolve("state.json")), files.toList());
    }
  }

  @Test
  void whatWasWrittenIsReadWhileTheProcessRuns() throws IOException {
    ContainerState state = state(Map.of("rootfs", "/srv/\"a\" \\ b\n{ä}", "hostname", "box"));
    StateFile.write(state);
    StubHostFacts facts = facts("4242 (a) b (c) R " + "0 ".repeat(18) + "123456789012 0 0\n");
    assertEquals(Optional.of(state), StateFile.running(bundle, facts));
  }

  @Test
  void aPidThatWasUsedAgainIsNotTheContainer() throws IOException {
    StateFile.write(state(Map.of()));
    StubHostFacts facts = facts("4242 (sh) R " + "0 ".repeat(18) + "123456789013 0 0\n");
    assertEquals(Optional.empty(), StateFile.running(bundle, facts));
    StubHostFacts rebooted =
        facts("4242 (sh) R " + "0 ".repeat(18) + "123456789012 0 0\n").withFile(BOOT, "b-2\n");
    assertEquals(Optional.empty(), StateFile.running(bundle, rebooted));
    StubHostFacts gone =
        StubHostFacts.root().withFile(bundle.resolve("state.json"), Files.readString(file()));
    assertEquals(Optional.empty(), StateFile.running(bundle, gone));
  }

  /// As long as nobody has waited for it, its pid is not free.
  @Test
  void aProcessThatHasEndedIsNoContainer() throws IOException {
    StateFile.write(state(Map.of()));
    StubHostFacts zombie = facts("4242 (sh) Z " + "0 ".repeat(18) + "123456789012 0 0\n");
    assertEquals(Optional.empty(), StateFile.running(bundle, zombie));
  }

  @Test
  void withoutAFileThereIsNoState() {
    assertEquals(Optional.empty(), StateFile.running(bundle, StubHostFacts.root()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1]", "{\"pid\":\"x\"}", "{\"status\":\"odd\"}"})
  void whereTheFileIsDamagedTheJournalNamesTheProcess(String text) throws IOException {
    Files.writeString(file(), text);
    StubHostFacts facts =
        facts("4242 (a) R " + "0 ".repeat(18) + "77 0 0\n")
            .withFile(file(), text)
            .withFile(
                bundle.resolve("undo"), "cgroup /x\nkill 4242 77 b-1\nkill 99 1 b-1\nhalf a li");
    ContainerState state = StateFile.running(bundle, facts).orElseThrow();
    assertEquals(4242, state.pid());
    assertEquals(Map.of(StateFile.DAMAGED, file() + " is damaged"), state.annotations());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kill x y z", "kill 4242 78 b-1", "kill 4242 77 b-0"})
  void whereThatNamesNoLivingProcessItIsStopped(String journal) throws IOException {
    Files.writeString(file(), "{");
    StubHostFacts facts =
        facts("4242 (a) R " + "0 ".repeat(18) + "77 0 0\n")
            .withFile(file(), "{")
            .withFile(bundle.resolve("undo"), journal);
    assertEquals(
        ContainerState.Status.STOPPED, StateFile.read(bundle, facts).orElseThrow().status());
  }

  @Test
  void aFileThatCannotBeWrittenIsOneSentence() throws IOException {
    Files.delete(bundle);
    ContainerState state = state(Map.of());
    HostException failure = assertThrows(HostException.class, () -> StateFile.write(state));
    assertTrue(failure.getMessage().startsWith("write " + file() + ": "), failure.getMessage());
    Files.createDirectory(bundle);
  }

  private ContainerState state(Map<String, String> annotations) {
    return new ContainerState(
        "box", ContainerState.Status.RUNNING, 4242, 123456789012L, "b-1", bundle, annotations);
  }

  private StubHostFacts facts(String stat) throws IOException {
    return StubHostFacts.root()
        .withFile(file(), Files.readString(file()))
        .withFile(BOOT, "b-1\n")
        .withFile(Path.of("/proc/4242/stat"), stat);
  }

  private Path file() {
    return bundle.resolve("state.json");
  }
}
