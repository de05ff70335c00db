package io.jcr.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Containers whose process is this test's own.
class ContainerRecordsTest {
  private static final HostFacts FACTS = new LinuxHostFacts();

  @TempDir Path directory;

  @Test
  void allAreNamedInOrder() throws IOException {
    assertEquals(List.of(), records().names());
    bundle("web");
    bundle("db");
    Files.writeString(directory.resolve("containers/no-container"), "");
    assertEquals(List.of("db", "web"), records().names());
  }

  @Test
  void thereIsNoneWithoutADirectory() throws IOException {
    bundle("web");
    assertEquals(Optional.empty(), records().find("db"));
  }

  @Test
  void oneWithoutAStateIsBeingMade() throws IOException {
    Path bundle = bundle("web");
    Files.writeString(bundle.resolve("config.json"), "{"); // half of it, maybe
    ContainerRecord record = records().find("web").orElseThrow();
    assertEquals(Status.CREATING, record.state().status());
    assertEquals(Optional.empty(), record.config());
  }

  @Test
  void itRunsAsLongAsItsProcessIsTheOneThatWasWrittenDown() throws IOException {
    Path bundle = bundle("web");
    String boot = StateFile.bootId(FACTS);
    StateFile.write(state(bundle, startTime(), boot, Map.of()));
    assertEquals(Status.RUNNING, status("web"));
    StateFile.write(state(bundle, startTime() - 1, boot, Map.of()));
    assertEquals(Status.STOPPED, status("web"));
    StateFile.write(state(bundle, startTime(), "another boot", Map.of()));
    assertEquals(Status.STOPPED, status("web"));
  }

  @Test
  void anAnnotationThatHoldsJsonIsShownAsSuch() throws IOException {
    Path bundle = bundle("web");
    Map<String, String> annotations =
        Map.of(
            "cniResult", "{\"ips\":[{\"address\":\"10.9.8.7/24\"}],\"n\":1}",
            "half", "{\"a\":",
            "two", "[1] [2]",
            "word", "true");
    StateFile.write(state(bundle, startTime(), StateFile.bootId(FACTS), annotations));
    Files.writeString(bundle.resolve("config.json"), "{\"hostname\":\"web\"}");
    assertEquals(
        "{\"ociVersion\":\"1.2.0\",\"id\":\"web\",\"status\":\"running\",\"pid\":"
            + ProcessHandle.current().pid()
            + ",\"startTime\":"
            + startTime()
            + ",\"bootId\":\""
            + StateFile.bootId(FACTS)
            + "\",\"bundle\":\""
            + bundle
            + "\",\"name\":\"web\",\"annotations\":{"
            + "\"cniResult\":{\"ips\":[{\"address\":\"10.9.8.7/24\"}],\"n\":1},"
            + "\"half\":\"{\\\"a\\\":\",\"two\":\"[1] [2]\",\"word\":\"true\"},"
            + "\"config\":{\"hostname\":\"web\"}}",
        json("web"));
  }

  @Test
  void aConfigurationThatIsNoneIsOneSentence() throws IOException {
    Path bundle = bundle("web");
    StateFile.write(state(bundle, 1, "", Map.of()));
    Files.writeString(bundle.resolve("config.json"), "{");
    HostException failure = assertThrows(HostException.class, () -> json("web"));
    assertEquals(bundle.resolve("config.json") + " is damaged", failure.getMessage());
  }

  /// Whoever may not read the configuration sees the state.
  @Test
  void withoutAConfigurationTheStateIsAll() throws IOException {
    StateFile.write(state(bundle("web"), 1, "", Map.of()));
    assertTrue(json("web").endsWith("\"annotations\":{}}"), json("web"));
  }

  @Test
  void aContainerIsMeantByTheBeginningOfItsName() throws IOException {
    bundle("web");
    bundle("web-2");
    bundle("db");
    assertEquals("db", records().require("d").state().id());
    assertEquals("web-2", records().require("web-").state().id());
  }

  @Test
  void aContainerIsMeantByItsIdToo() throws IOException {
    new Identity("web", "ab".repeat(32), "web").write(bundle("web"));
    new Identity("ab", "cd".repeat(32), "ab").write(bundle("ab"));
    assertEquals("web", records().require("ab".repeat(32)).state().id());
    assertEquals("ab", records().require("cdc").state().id());
    assertEquals("ab", records().require("ab").state().id()); // a whole name
    assertEquals(
        "container 'a' could be any of ab, abababababab", refusal(() -> records().require("a")));
  }

  @Test
  void aRenamedOneIsMeantByItsNewName() throws IOException {
    Path bundle = bundle("web");
    Identity old = new Identity("web", "ab".repeat(32), "web");
    old.write(bundle);
    StateFile.write(state(bundle, startTime(), StateFile.bootId(FACTS), Map.of()));
    assertEquals("old", old.renamed("old", bundle).name());
    assertEquals(List.of("old"), records().names());
    assertEquals("old", records().requireRunning("old").id());
    assertEquals("no container 'web': there is only old", refusal(() -> records().require("web")));
    Identity next = Identity.create("web", StateRoot.of(directory), FACTS);
    assertTrue(next.key().startsWith("c-"), next::toString);
    assertEquals("web", next.name());
    next.write(bundle(next.key()));
    assertEquals(next, records().require("web").identity());
  }

  /// Else `web` could never be named once there is `web-2`.
  @Test
  void aWholeNameIsNoPrefix() throws IOException {
    bundle("web");
    bundle("web-2");
    assertEquals("web", records().require("web").state().id());
  }

  @Test
  void aPrefixOfSeveralSaysWhichTheyAre() throws IOException {
    bundle("web");
    bundle("web-2");
    assertEquals(
        "container 'we' could be any of web, web-2", refusal(() -> records().require("we")));
  }

  @Test
  void oneThatIsNotThereSaysWhichAre() throws IOException {
    Path none = directory.resolve("containers");
    assertEquals(
        "no container 'web': there is none below " + none, refusal(() -> records().require("web")));
    bundle("db");
    bundle("web");
    assertEquals("no container 'x': there are db, web", refusal(() -> records().require("x")));
    assertEquals("no container '': there are db, web", refusal(() -> records().require("")));
  }

  @Test
  void oneThatHasEndedIsNotRunning() throws IOException {
    StateFile.write(state(bundle("web"), startTime() - 1, StateFile.bootId(FACTS), Map.of()));
    assertEquals(
        "container 'web' is not running: it is stopped",
        refusal(() -> records().requireRunning("w")));
    StateFile.write(state(bundle("db"), startTime(), StateFile.bootId(FACTS), Map.of()));
    assertEquals("db", records().requireRunning("d").id());
  }

  private static String refusal(Executable executable) {
    return String.valueOf(assertThrows(UsageException.class, executable).getMessage());
  }

  private ContainerRecords records() {
    return new ContainerRecords(StateRoot.of(directory), FACTS);
  }

  private Path bundle(String id) throws IOException {
    return Files.createDirectories(StateRoot.of(directory).container(id));
  }

  private Status status(String id) {
    return records().find(id).orElseThrow().state().status();
  }

  private String json(String id) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      records().find(id).orElseThrow().writeTo(json);
    }
    return text.toString();
  }

  private static ContainerState state(
      Path bundle, long startTime, String bootId, Map<String, String> annotations) {
    return new ContainerState(
        String.valueOf(bundle.getFileName()),
        Status.RUNNING,
        ProcessHandle.current().pid(),
        startTime,
        bootId,
        bundle,
        annotations);
  }

  /// proc_pid_stat(5): the command's name, in parentheses, has no blanks here.
  private static long startTime() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/stat")).split(" ", -1)[21]);
  }
}
