package io.jcr.plugins.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jcr.api.IdMapping;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserIdsTest {
  private static final long FIRST = 1073741824;

  @Test
  void eachContainerLeasesARangeOfItsOwn() {
    RecordingHost first = RecordingHost.of("c1", StubHostFacts.root());
    RecordingHost second = first.another("c2");
    assertEquals(List.of(new IdMapping(0, FIRST, 65536)), free(first));
    assertNotEquals(free(first), free(second));
  }

  @Test
  void aRangeOfSomebodyElseIsLeftAlone() {
    RecordingHost host =
        RecordingHost.of(
            "c1",
            StubHostFacts.root()
                .withFile(
                    Path.of("/etc/subuid"), "# people\nanna:" + (FIRST + 65535) + ":1\nbad:x:1\n"));
    assertEquals(List.of(new IdMapping(0, FIRST + 65536, 65536)), free(host));
  }

  private static List<IdMapping> free(RecordingHost host) {
    return UserIds.of(
            ParsedOptions.parse("--ns=clone", List.of(UserIds.UID, UserIds.COUNT), Map.of()), true)
        .map(host);
  }
}
