package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
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
