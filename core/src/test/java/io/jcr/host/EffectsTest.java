package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;
import io.jcr.spi.PretendedChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectsTest {
  private static final Effect EFFECT = new Effect.Mark(Path.of("/x"));

  @TempDir Path directory;

  private final HostLog log = new HostLog(true);
  private final List<String> done = new ArrayList<>();
  private Path journal = Path.of("");

  @BeforeEach
  void journal() throws IOException {
    journal = directory.resolve("undo");
    Files.writeString(journal, "unlink /a\\040b\nrmdir /c\n");
  }

  private List<String> logged() {
    return log.entries().stream().map(entry -> entry.backend() + ": " + entry.call()).toList();
  }

  private static String line(String backend, String method, String syscall) {
    return backend + ": " + new Words.Call(method, syscall);
  }

  private boolean answer(Effects effects) {
    return effects.perform(EFFECT, () -> false, () -> done.add("made"));
  }

  @Test
  void whatNobodyWatchesIsMadeWithoutALook() {
    Effects effects = Effects.made();
    assertEquals(true, answer(effects));
    assertEquals(List.of("made"), done);
    assertEquals(List.of(), effects.entries(Path.of("/nowhere/undo")));
    HostFacts facts = mock(HostFacts.class);
    effects.write(directory.resolve("f"), "1", facts, () -> done.add("written"));
    assertEquals(List.of("made", "written"), done);
    verifyNoInteractions(facts);
  }

  @Test
  void whatIsObservedIsMadeAndLogged() {
    assertEquals(true, answer(Effects.observed(log)));
    assertEquals(List.of("made"), done);
    assertEquals(List.of(line("jcr", "Mark", "open(\"/x\", O_WRONLY|O_CREAT, 0644)")), logged());
  }

  @Test
  void whatIsPretendedIsOnlyLogged() {
    assertEquals(false, answer(Effects.pretended(log)));
    assertEquals(List.of(), done);
    assertEquals(1, log.entries().size());
  }

  @Test
  void aFailureIsLoggedWithItsErrno() {
    assertThrows(
        ErrnoException.class,
        () ->
            Effects.observed(log)
                .perform(
                    EFFECT,
                    () -> {
                      throw new ErrnoException("open", "/x", Errno.EACCES);
                    }));
    assertEquals("EACCES", log.entries().getFirst().error());
  }

  @Test
  void aPretendedUndoIsToldEntryByEntryFromTheLastOn() {
    Effects effects = Effects.pretended(log);
    effects.awaitUndo(journal, effects.entries(journal), () -> done.add("awaited"));
    assertEquals(List.of(), done);
    assertEquals(
        List.of(
            line(
                "jcr",
                "AwaitUndo",
                "flock(open(\""
                    + journal
                    + "\"), LOCK_SH) /* until its supervisor has run 2 entries */"),
            line("undo rmdir", "rmdir", "rmdir(\"/c\") /* if it is empty */"),
            line("undo unlink", "unlink", "unlink(\"/a b\")")),
        logged());
    assertEquals(
        List.of(Effect.By.JCR, Effect.By.SUPERVISOR, Effect.By.SUPERVISOR),
        log.entries().stream().map(HostLog.Entry::by).toList());
  }

  @Test
  void anObservedUndoIsOneStep() {
    Effects effects = Effects.observed(log);
    effects.awaitUndo(journal, effects.entries(journal), () -> done.add("awaited"));
    assertEquals(List.of("awaited"), done);
    assertEquals(1, log.entries().size());
  }

  @Test
  void aJournalThatIsNotThereIsNotRun() {
    Effects effects = Effects.pretended(log);
    assertEquals(
        "pretended",
        effects.reclaim(
            List.of(directory.resolve("none"), journal), () -> "pretended", () -> "made"));
    assertEquals(
        line("jcr", "Reclaim", "send(jcr-init, RECLAIM \"" + journal + "\") /* 2 entries */"),
        logged().getFirst());
    assertEquals(Effect.By.INIT, log.entries().getLast().by());
    assertEquals(
        "made",
        Effects.observed(log)
            .reclaim(List.of(directory.resolve("none")), () -> "pretended", () -> "made"));
    assertEquals(3, log.entries().size());
  }

  @Test
  void aPretendedRemovalThatWouldBeRefusedIsRefused() {
    Effects effects = Effects.pretended(log);
    assertThrows(
        IllegalStateException.class,
        () ->
            effects.reclaim(
                List.of(journal),
                () -> {
                  throw new IllegalStateException("running");
                },
                () -> done.add("made")));
    assertEquals(List.of(), log.entries());
  }

  @Test
  void aCgroupFileIsToldWithItsFormerContent() throws IOException {
    Path file = Files.writeString(directory.resolve("memory.max"), "1\n");
    HostFacts facts = mock(HostFacts.class);
    when(facts.read(file)).thenReturn(Optional.of("1\n"));
    Host nobody = new PretendedHost(facts, paths(), new PretendedChanges());
    Host host = Effects.pretended(log).host(nobody, directory);
    host.apply(new HostChange.SetCgroupFile(file, "2"));
    assertEquals(
        List.of(
            line(
                "jcr",
                "Write",
                "open(\"" + file + "\", O_WRONLY); write(, \"2\") /* was \"1\" */")),
        logged());
    assertEquals("1\n", Files.readString(file));
  }

  private ContainerPaths paths() {
    return new ContainerPaths(directory, directory, directory);
  }

  /// One of each verb.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kill 7 8 b | pidfd_send_signal(pidfd_open(7), SIGKILL) /* if it still runs */",
        "cgroup /g | rmdir(\"/g\") /* and the groups below */",
        "rmdir /d | rmdir(\"/d\") /* if it is empty */",
        "unlink /f | unlink(\"/f\")",
        "tree /t | unlinkat(, \"/t\", AT_REMOVEDIR) /* with everything below */",
        "tree-unless /t /f | unlinkat(, \"/t\", AT_REMOVEDIR) /* with everything below, unless /f exists */",
        "unmount /m | umount2(\"/m\", MNT_DETACH)",
        "link v | sendto(NETLINK_ROUTE, RTM_DELLINK {name=\"v\"})",
        "write /s 1 | open(\"/s\", O_WRONLY); write(, \"1\")",
        "nft-table ip t | sendto(NETLINK_NETFILTER, NFT_MSG_DELTABLE {ip \"t\"})",
        "lease /l /o | unlink(\"/l\") /* if it is of /o */",
        "release /d c | unlink(\"/d/claims/c\") /* what it claims is undone with the last claim */",
        "exec /i A=b /bin/cni x | execve(A=b /bin/cni x) < /i",
      })
  void entriesAreToldByTheirVerb(String entry, String syscall) {
    Words.Call call = EffectWords.of(new Effect.UndoEntry(Effect.By.INIT, entry));
    assertEquals(entry.substring(0, entry.indexOf(' ')), call.method());
    assertEquals(syscall, call.syscall());
  }

  @Test
  void theSignalsReceiverIsTold() {
    assertEquals(
        "pidfd_send_signal(pidfd_open(7), SIGTERM) /* its supervisor, which passes it on to 8 */",
        EffectWords.of(new Effect.Signal(8, 15, 7, false)).syscall());
    assertEquals(
        "pidfd_send_signal(pidfd_open(8), SIGKILL) /* if it has not ended in time */",
        EffectWords.of(new Effect.Signal(8, 9, 0, true)).syscall());
    assertEquals(
        "pidfd_send_signal(pidfd_open(8), 40)",
        EffectWords.of(new Effect.Signal(8, 40, 0, false)).syscall());
  }
}
