package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.spi.ContainerPaths;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"web", "Web-1", "cgroup", "memory", "my_tasks"})
  void isTheContainersId(String id) {
    assertEquals(id, GroupName.of(id, in("/run/jcr")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tasks", "notify_on_release", "release_agent", "cgroup.procs", "memory.max"})
  void isNotAFileOfTheKernels(String id) {
    assertEquals("_" + id, GroupName.of(id, in("/run/jcr")));
  }

  @Test
  void differsForContainersOfTheSameNameInDifferentStateDirectories() {
    String one = GroupName.of("web", in("/tmp/one"));
    String two = GroupName.of("web", in("/tmp/two"));
    assertNotEquals(one, two);
    assertTrue(one.matches("web@[0-9a-f]{1,8}"), one);
    assertEquals(one, GroupName.of("web", in("/tmp/one")));
  }

  private static ContainerPaths in(String root) {
    Path state = Path.of(root, "containers", "c");
    return new ContainerPaths(state, state, state);
  }
}
