package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A damaged file of one container harms no other one, and does not keep its own from being ended.
@WithJcr
class DamagedStateIT {
  private static void listed(Jcr jcr, String other, String file) {
    Result result = jcr.call("ps", "-a").exited(0);
    assertTrue(result.output().contains(other), result.toString());
    assertTrue(
        Pattern.compile("jcr: \\S+/" + Pattern.quote(file) + " is (damaged|not JSON)[^\n]*\n")
            .matcher(result.errors())
            .matches(),
        result.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"ociVer", "[1]"})
  void aRunningContainerIsEndedWithoutItsState(String text, Jcr jcr) throws IOException {
    try (Detached other = Detached.offline(jcr, "whole", "--", "sleep", "1000");
        Detached one = Detached.offline(jcr, "damaged", "--", "sleep", "1000")) {
      Proc process = one.container();
      Files.writeString(one.file("state.json"), text);
      listed(jcr, "whole", "state.json");
      jcr.call("logs", "damaged").exited(0);
      jcr.gc();
      assertTrue(process.identity().isPresent(), "gc leaves what runs");
      jcr.call("rm", "-f", "damaged").succeeded();
      assertTrue(process.identity().isEmpty());
      assertFalse(Files.exists(one.file("state.json").getParent()));
      assertTrue(other.container().identity().isPresent());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.json", "config.json", "exit"})
  void aStoppedOneIsListedAndRemoved(String file, Jcr jcr) throws IOException {
    try (Detached _ = Detached.offline(jcr, "whole", "--", "sleep", "1000");
        Detached one = Detached.offline(jcr, "damaged", "--", "true")) {
      one.await();
      Files.writeString(one.file(file), "{\"half");
      listed(jcr, "whole", file);
      jcr.gc();
      jcr.call("rm", "damaged").succeeded();
      assertFalse(Files.exists(one.file(file).getParent()));
    }
  }

  /// Everything that the container has on the host is found again by what carries its name.
  @ParameterizedTest
  @ValueSource(
      strings = {"", "tree /run/jcr/containers/damaged\n", "cgroup /sy", "\0\u0007\n\n\0\n"})
  void withoutItsJournalItIsRemovedAllTheSame(String text, Jcr jcr) throws IOException {
    try (Detached one =
        Detached.run(jcr, "damaged", "--net=veth", "--memory=100M", "--", "sleep", "1000")) {
      Files.writeString(one.file("undo"), text);
      jcr.call("rm", "-f", "damaged").succeeded();
      assertEquals(List.of(), left("damaged"));
    }
    jcr.run("--net=veth", "--name=damaged", "--", "true").succeeded();
  }

  /// Its supervisor, which could run only what was left of the journal, has left it for gc to mend.
  @Test
  void whatAStoppedOneHasLeftIsRemovedByGc(Jcr jcr) throws IOException {
    try (Detached one = Detached.run(jcr, "damaged", "--net=veth", "--", "sleep", "1000")) {
      Files.writeString(one.file("undo"), "");
      jcr.call("kill", "damaged").succeeded();
      one.await();
      assertTrue(left("damaged").size() > 1, left("damaged").toString());
      assertTrue(Files.readString(one.file("exit")).contains("undo the damaged journal"));
      jcr.gc();
      assertEquals(List.of(), left("damaged"));
    }
  }

  @Test
  void aStoppedOneStartsAgainWithoutGc(Jcr jcr) throws IOException {
    try (Detached one = Detached.run(jcr, "damaged", "--net=veth", "--", "sleep", "1000")) {
      Files.writeString(one.file("undo"), "");
      jcr.call("kill", "damaged").succeeded();
      one.await();
      jcr.call("start", "damaged").succeeded();
      jcr.call("stop", "-t=0", "damaged").succeeded();
      assertEquals(List.of(), left("damaged"));
    }
  }

  @Test
  void theJournalOfWhatRunsIsMendedByGc(Jcr jcr) throws IOException {
    try (Detached one = Detached.run(jcr, "damaged", "--net=veth", "--", "sleep", "1000")) {
      jcr.gc(); // what other tests have left to it
      Files.writeString(one.file("undo"), "");
      assertEquals("mended the undo journal of container damaged", jcr.gc().line());
      jcr.gc().succeeded();
      jcr.call("kill", "damaged").succeeded();
      one.await();
      assertEquals(List.of(), left("damaged"));
    }
  }

  /// Without its record, too, a container that only its files tell of.
  @Test
  void aDirectoryThatHasLostItsJournalsGoes(Jcr jcr) throws IOException {
    try (Detached one = Detached.offline(jcr, "damaged", "--", "true")) {
      one.await();
      jcr.gc(); // what other tests have left to it
      Files.delete(one.file("record"));
      assertEquals("removed container damaged", jcr.gc().line());
      assertFalse(Files.exists(one.file("id").getParent()));
    }
  }

  /// What on the host carries the name of a container.
  private static List<String> left(String name) {
    List<String> left = new ArrayList<>();
    Cgroups.ofContainers().stream().filter(group -> group.endsWith("/" + name)).forEach(left::add);
    HostSnapshot.tables().stream()
        .filter(table -> table.contains("jcr-" + name + "-"))
        .forEach(left::add);
    return left;
  }

  @Test
  void aStartWritesTheStateAnew(Jcr jcr) throws IOException {
    try (Detached one = Detached.offline(jcr, "damaged", "--", "true")) {
      one.await();
      Files.writeString(one.file("state.json"), "{");
      jcr.call("start", "damaged").succeeded();
      one.await();
      jcr.call("ps", "-a").succeeded();
    }
  }
}
