package io.jcr.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.init.ControlSocket;
import io.jcr.init.Subject;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.contract.SampleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final Identity WEB = new Identity("web", "12ab", "web");

  @TempDir Path directory;
  private final ControlSocket init = mock(ControlSocket.class);
  private EventLog log;

  @BeforeEach
  void open() {
    log = new EventLog(StateRoot.of(directory), init);
  }

  private static String event(String action, String id) {
    return "{\"time\":\"2026-11-28T17:00:00Z\",\"type\":\"container\",\"action\":\""
        + action
        + "\",\"id\":\""
        + id
        + "\",\"name\":\"web\",\"attributes\":{}}\n";
  }

  @Test
  void attributesAreLabelsAndDetails() {
    log.write(WEB, Map.of("io.jcr.id", "x", "b", "\"", "a", "1"), "kill", Map.of("signal", 9));
    verify(init)
        .event(
            any(),
            eq(new Subject("12ab", "web", "\"a\":\"1\",\"b\":\"\\\"\",\"signal\":9")),
            eq("kill"));
    log.write(WEB, Map.of("io.jcr.id", "x"), "pause", Map.of());
    verify(init).event(any(), eq(new Subject("12ab", "web", "")), eq("pause"));
  }

  @Test
  void aFileThatCannotBeWrittenIsNoFailure() {
    doThrow(new ErrnoException("write", "events", Errno.ENOSPC))
        .when(init)
        .event(any(), any(), any());
    log.write(WEB, Map.of(), "pause", Map.of());
    verify(init).event(any(), any(), eq("pause"));
  }

  @Test
  void aRunThatIsNotKeptEndsWithItsDestruction() {
    var spec = SampleSpec.of("c1");
    assertEquals("destroy", log.ofContainer(spec, List.of("start"), false, directory).gone());
    assertEquals("", log.ofContainer(spec, List.of("start"), true, directory).gone());
  }

  @Test
  void whatWasStartedAndDidNotEndLacksItsEnd() throws IOException {
    assertFalse(log.lacksEnd("12ab"), "there is no file");
    Files.writeString(directory.resolve("events"), event("start", "12ab") + event("die", "34cd"));
    assertTrue(log.lacksEnd("12ab"));
    assertFalse(log.lacksEnd("34cd"));
    assertFalse(log.lacksEnd("56ef"));
    Files.writeString(directory.resolve("events"), event("die", "12ab") + event("rename", "12ab"));
    assertFalse(log.lacksEnd("12ab"));
    Files.writeString(directory.resolve("events.1"), event("start", "56ef"));
    assertTrue(log.lacksEnd("56ef"), "in an older file");
  }

  @Test
  void whoeverReclaimsAContainerWritesTheEndThatIsMissing() throws IOException {
    Path container = Files.createDirectories(directory.resolve("containers/web"));
    Files.writeString(container.resolve("id"), "12ab");
    ContainerEvents events = ContainerEvents.of(log, container, new LinuxHostFacts());
    events.reclaimed();
    verify(init, never()).event(any(), any(), any());
    Files.writeString(directory.resolve("events"), event("start", "12ab"));
    events.reclaimed();
    verify(init).event(any(), any(), eq("die"));
    verify(init).event(any(), any(), eq("destroy"));
  }

  @Test
  void oneThatIsKeptIsNotDestroyedByThat() throws IOException {
    Path container = Files.createDirectories(directory.resolve("containers/web"));
    Files.writeString(container.resolve("id"), "12ab");
    Files.writeString(container.resolve("record"), "");
    Files.writeString(container.resolve("config.json"), "{damaged");
    Files.writeString(directory.resolve("events"), event("start", "12ab"));
    ContainerEvents.of(log, container, new LinuxHostFacts()).reclaimed();
    verify(init).event(any(), eq(new Subject("12ab", "web", "")), eq("die"));
    verify(init, never()).event(any(), any(), eq("destroy"));
  }
}
