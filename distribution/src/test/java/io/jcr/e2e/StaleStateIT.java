package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written down about a container is no longer true: its process is another by now, the
/// machine was started again, or nothing can be written any more.
@WithJcr
class StaleStateIT {
  private static final String BOOT = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /// How a stranger came to have the pid of a container that is dead.
  enum Stranger {
    /// The kernel gave the pid away again.
    LATER_PROCESS,
    /// The machine was started again, and the stranger has even the start time of the dead.
    OTHER_BOOT
  }

  /// Kills the container and its supervisor, as if by a crash, and has its files name a stranger.
  private static void haunt(Detached dead, Proc stranger, Stranger how) throws IOException {
    Proc container = dead.container();
    Proc supervisor = dead.supervisor();
    String start = startOf(container);
    Jcr.host("kill", "-KILL", String.valueOf(supervisor.pid()));
    Await.until("the supervisor is dead", () -> !supervisor.isAlive());
    // It dies with its supervisor.
    Await.until("the container is dead", () -> !container.isAlive());
    for (String file : List.of("state.json", "undo")) {
      String text =
          Files.readString(dead.file(file))
              .replace("\"pid\" : " + container.pid(), "\"pid\" : " + stranger.pid())
              .replace("\"" + supervisor.pid() + "\"", "\"" + stranger.pid() + "\"")
              .replace("\nkill " + container.pid() + " ", "\nkill " + stranger.pid() + " ");
      if (how == Stranger.OTHER_BOOT) {
        text =
            text.replace(start, startOf(stranger))
                .replaceAll(BOOT, "00000000-1111-2222-3333-444444444444");
      }
      Files.writeString(dead.file(file), text);
    }
    assertEquals(stranger.pid(), dead.container().pid());
    assertTrue(Files.readString(dead.file("undo")).contains("\nkill " + stranger.pid() + " "));
  }

  private static String startOf(Proc process) {
    return process.identity().orElseThrow().replaceFirst(".*@", "");
  }

  @ParameterizedTest
  @EnumSource
  void aStrangerWithItsPidIsLeftAlone(Stranger how, Jcr jcr) throws IOException {
    String[] arguments = {"--net=veth", "--limit=memory:50M", "--", "sleep", "1000"};
    try (Started sleep = jcr.launch(List.of("sleep", "1000"));
        Detached dead = Detached.run(jcr, "stale", arguments)) {
      haunt(dead, sleep.proc(), how);
      String ps = jcr.call("ps", "-a").succeeded().output();
      assertTrue(ps.contains(" Dead "), ps);
      String sentence = "jcr: container 'stale' is not running: it is stopped";
      for (String command : List.of("kill", "pause", "top")) {
        jcr.call(command, "stale").failed(2, sentence);
      }
      jcr.call("exec", "stale", "true").failed(2, sentence);
      dead.does("stop");
      dead.does("start");
      assertTrue(dead.container().isAlive());
      assertTrue(sleep.proc().isAlive(), "start and stop have left the stranger alone");
      haunt(dead, sleep.proc(), how);
      jcr.gc();
      assertTrue(sleep.proc().isAlive(), "gc has left the stranger alone");
      dead.does("rm", "-f");
      assertTrue(sleep.proc().isAlive(), "rm has left the stranger alone");
    }
  }

  @Test
  void withAFullDiskNothingStartsAndNothingIsLeft(@TempDir Path directory, Jcr own)
      throws IOException {
    try (StateDisk disk = StateDisk.mount(directory)) {
      Jcr jcr = disk.used(own);
      jcr.inside("--", "true");
      disk.fill();
      String sentence = "jcr: write " + directory + "/\\S+: ENOSPC: no space .*";
      jcr.run("--net=none", "--", "true").failed(125, sentence);
      jcr.call("run", "-d", "--net=none", "--name=full", "--", "true").failed(125, sentence);
      assertEquals(1, jcr.call("ps", "-a").succeeded().lines().size());
      Files.delete(directory.resolve("fill"));
      jcr.run("--net=none", "--name=full", "--", "true").succeeded();
    }
  }

  /// Its log ends; it does not, and its end is written down once there is room.
  @Test
  void whoRunsGoesOnWhenTheDiskIsFull(@TempDir Path directory, @TempDir Path shared, Jcr own)
      throws IOException {
    try (StateDisk disk = StateDisk.mount(directory)) {
      Jcr jcr = disk.used(own);
      String program =
          "until [ -e /v/go ]; do usleep 1000; done; yes | head -c 1000000; echo >/v/done; sleep 1000";
      String volume = "-v=" + shared + ":/v";
      jcr.call("run", "-d", "--net=none", "--name=full", volume, "--", "sh", "-c", program)
          .exited(0);
      disk.fill();
      Files.createFile(shared.resolve("go"));
      Await.until("it has written everything", () -> Files.exists(shared.resolve("done")));
      Files.delete(directory.resolve("fill"));
      jcr.call("kill", "full").succeeded();
      assertEquals("137", jcr.call("wait", "full").succeeded().line());
      jcr.call("rm", "full").succeeded();
    }
  }

  @Test
  void aReadOnlyStateIsReadAndNotChanged(@TempDir Path directory, Jcr own) {
    try (StateDisk disk = StateDisk.mount(directory)) {
      Jcr jcr = disk.used(own);
      jcr.call("create", "--net=none", "--name=one", "--", "true").exited(0);
      Jcr.host("mount", "-o", "remount,ro", directory.toString());
      String sentence = "jcr: open " + directory + "/\\S+: EROFS: its file system is read-only .*";
      jcr.run("--net=veth", "--", "true").failed(125, sentence);
      assertEquals(2, jcr.call("ps", "-a").succeeded().lines().size());
      jcr.call("start", "one").failed(125, "jcr: .*EROFS.*");
      jcr.call("rm", "one").failed(125, "jcr: .*EROFS.*");
      jcr.call("gc").failed(125, sentence);
      Jcr.host("mount", "-o", "remount,rw", directory.toString());
      jcr.call("rm", "one").succeeded();
    }
  }
}
