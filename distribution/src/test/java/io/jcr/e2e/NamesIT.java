package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What containers are called: names, ids, and what is short for them.
@WithJcr
class NamesIT {
  private static String id(Jcr jcr, String name) {
    return jcr.call("inspect", name)
        .succeeded()
        .json()
        .elements()
        .toList()
        .getFirst()
        .get("id")
        .text();
  }

  @Test
  void everyCommandTakesAnIdOrItsBeginning(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "one", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      String id = id(jcr, "one");
      assertEquals("x", one.exec(id, "echo", "x").succeeded().line());
      String brief = id.substring(0, 12);
      assertEquals(brief, jcr.call("kill", "-s", "USR1", brief).succeeded().line());
      one.awaitLog("stdout F SIGUSR1.*");
      assertEquals(id, jcr.call("stop", id).succeeded().line());
      assertEquals("0", jcr.call("wait", brief).succeeded().line());
      assertEquals(brief, jcr.call("start", brief).succeeded().line());
      assertEquals(brief, jcr.call("rm", "-f", brief).succeeded().line());
    }
  }

  @Test
  void aNameIsMadeUp(Jcr jcr) {
    String id = jcr.call("create", "--net=none", "--", "true").succeeded().line();
    String name =
        jcr.call("inspect", id)
            .succeeded()
            .json()
            .elements()
            .toList()
            .getFirst()
            .get("name")
            .text();
    try (Detached made = new Detached(jcr, name)) {
      assertTrue(name.matches("[a-z]+_[a-z]+"), name);
      assertTrue(Files.exists(made.file("config.json")));
    }
  }

  @Test
  void severalAreStartedAtOnce(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "one", "--", "true");
        Detached two = Detached.offline(jcr, "two", "--", "true")) {
      one.await();
      two.await();
      assertEquals(List.of("one", "two"), jcr.call("start", "one", "two").succeeded().lines());
      jcr.call("start", "-a", "one", "two")
          .failed(2, "jcr: start: expected the name of one container to attach to, not 2");
      jcr.call("start").failed(2, "jcr: start: expected the name of a container");
      one.await();
      two.await();
    }
  }

  /// As people do who replace one by another: the old one runs on under a new name.
  @Test
  void aRenamedContainerRunsOnAndGivesItsNameAway(Jcr jcr) {
    try (Detached first = Detached.offline(jcr, "web", "--rm", "--", "sig-print")) {
      first.awaitLog("stdout F ready.*");
      jcr.call("rename", "web", "web-old").succeeded();
      jcr.call("exec", "web", "true").exited(0); // the beginning of the only one's name
      jcr.call("rename", "web-old", "web-old")
          .failed(2, "jcr: container 'web-old' has this name already");
      String id = jcr.run("-d", "--name=web", "--net=none", "--", "hostname").exited(0).line();
      assertEquals("0", jcr.call("wait", "web").succeeded().line());
      assertEquals("web", jcr.call("logs", "web").succeeded().line());
      jcr.call("rename", "web", "web-old")
          .failed(2, "jcr: container 'web': the name 'web-old' is taken by another");
      jcr.run("--name=web-old", "--net=none", "--", "true")
          .failed(2, "jcr: container name 'web-old' is taken: .*");
      // what succeeds its supervisor removes it, and not the one that has its name now
      jcr.call("stop", "web-old").succeeded();
      Await.until("it has gone", () -> !Files.exists(Jcr.state("web")));
      assertEquals(id, id(jcr, "web"));
      jcr.call("rm", "web").succeeded();
      assertFalse(jcr.call("ps", "-a").succeeded().output().contains("web"));
    }
  }

  @Test
  void whatIsNoRenameIsRefused(Jcr jcr) {
    jcr.call("rename", "one")
        .failed(2, "jcr: rename: expected the name of a container and its new name, not 1 word");
    jcr.call("rename", "nobody", "else").failed(2, "jcr: no container 'nobody': .*");
    try (Detached one = Detached.offline(jcr, "one", "--", "true")) {
      one.await();
      jcr.call("rename", "one", "no/name")
          .failed(2, "jcr: container name 'no/name': allowed are .*");
    }
  }
}
