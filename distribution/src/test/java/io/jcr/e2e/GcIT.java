package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `jcr gc` does besides removing dead containers, for which see [KillIT].
@WithJcr(ownJava = true)
class GcIT {
  private static final Path BRIDGE = Path.of("/sys/class/net/jcr0");
  private static final String LEASES = "/run/jcr/leases";

  @TempDir Path directory;

  @Test
  void aDirectoryThatIsNotJcrsStays(Jcr jcr) throws IOException {
    Path stranger = Files.createDirectories(directory.resolve("containers/stranger"));
    Files.writeString(stranger.resolve("file"), "");
    List<String> told = jcr.call("gc", "--root=" + directory).succeeded().lines();
    assertTrue(
        told.contains(
            "left "
                + stranger
                + ": it has files but no undo journal, so jcr did not make it (remove it yourself)"),
        told.toString());
    assertTrue(Files.exists(stranger.resolve("file")));
  }

  @Test
  void thePoolOfAddressesGoesWithTheLastLease(Jcr jcr) {
    jcr.inside("--net=veth:subnet=10.87.1.0/24,bridge=jcr-e2e-gc", "--", "true");
    Path pool = Path.of(LEASES, "jcr-e2e-gc");
    assertTrue(Files.isDirectory(pool), pool.toString());
    jcr.gc();
    assertFalse(Files.exists(pool));
  }

  /// Another program holds the lock that a starting container holds.
  @Test
  void aBridgeIsNotTakenFromAContainerThatIsBeingStarted(Jcr jcr) {
    Requires.command("flock", "util-linux");
    jcr.inside("--net=veth", "--", "true");
    try (Started starting =
        jcr.launch(List.of("flock", "--shared", LEASES, "sh", "-c", "echo held; cat"))) {
      starting.awaitLine("held");
      String told = jcr.gc().line();
      assertTrue(
          told.matches(
              "left what containers share: /run/jcr/leases is locked by process \\d+ \\(flock\\) "
                  + "\\(run jcr gc again when it has ended\\)"),
          told);
      assertTrue(Files.exists(BRIDGE));
      starting.closeInput();
      starting.awaitEnd().exited(0);
    }
    jcr.gc();
    assertFalse(Files.exists(BRIDGE));
  }

  /// A supervisor that was killed when it had made the journal, and nothing was written into it.
  @Test
  void ofAContainerThatWasJustBegunNothingIsLeft(Jcr jcr) throws IOException {
    jcr.gc(); // what other tests have left to it
    Path state = Files.createDirectories(Jcr.state("just-begun"));
    Files.createFile(state.resolve("undo"));
    assertEquals("removed container just-begun", jcr.gc().line());
    assertFalse(Files.exists(state));
  }

  /// A child of the supervisor that was killed has the journal's descriptor, and with it the lock,
  /// until it comes to close it.
  @Test
  void aContainerWhoseLockIsHeldByNobodyThatStaysIsWaitedFor(Jcr jcr) throws IOException {
    Requires.command("flock", "util-linux");
    jcr.gc(); // what other tests have left to it
    Path state = Files.createDirectories(Jcr.state("dying"));
    Path journal = Files.writeString(state.resolve("undo"), "tree " + state + "\n");
    String hold = "exec 9>>" + journal + "; flock 9; echo held; cat";
    try (Started child = jcr.launch(List.of("sh", "-c", hold))) {
      child.awaitLine("held");
      assertEquals(
          "left container dying: "
              + journal
              + " is locked by a process that cannot be seen from here"
              + " (run jcr gc again when it has ended)",
          jcr.gc().line());
      jcr.run("--net=none", "--name=dying", "--", "true")
          .failed(2, "jcr: container name 'dying' is taken by one that is still dying: .*");
      try (Started next = jcr.start("--net=none", "--name=dying", "--", "echo", "mine")) {
        Await.value("the next one plans", next::java);
        child.closeInput();
        child.awaitEnd().exited(0);
        assertEquals("mine", next.awaitEnd().exited(0).line());
      }
    }
    assertFalse(Files.exists(state));
  }
}
