package io.jcr.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.cli.session.Session;
import io.jcr.cli.session.Sessions;
import io.jcr.spi.HostFacts;
import io.jcr.spi.SpiVersion;
import io.jcr.spi.contract.StubHostFacts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionCommandTest {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/osrelease");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Session session =
      Sessions.of(Map.of(), new PrintStream(out, true, UTF_8), new PrintStream(out, true, UTF_8));

  private String printed(HostFacts facts, String... options) {
    assertEquals(0, new VersionCommand(session, facts).line().execute(options));
    return out.toString(UTF_8);
  }

  @Test
  void eachVersionHasALine() {
    String text = printed(StubHostFacts.cgroupV2().withFile(KERNEL, "6.18.5\n"));
    assertTrue(text.startsWith("jcr  "), text);
    assertTrue(text.contains("\nspi      " + SpiVersion.CURRENT + "\n"), text);
    assertTrue(text.contains("\nkernel   6.18.5\n"), text);
    assertTrue(text.endsWith("\ncgroup   v2\n"), text);
    assertFalse(text.contains("commit"), "none is known: " + text);
  }

  @Test
  void theCommitIsThatOfTheInstallation() {
    Path file = session.jcr().home().resolve("commit");
    String json = printed(StubHostFacts.cgroupV1().withFile(file, "12ab\n"), "--format=json");
    assertTrue(json.contains("\"commit\" : \"12ab\""), json);
    assertTrue(json.contains("\"kernel\" : \"unknown\""), json);
  }

  @Test
  void bothKindsOfCgroupsAreHybridAndNoneIsNone() {
    HostFacts hybrid = StubHostFacts.cgroupV1().withCgroup(2, Path.of("/sys/fs/cgroup/unified"));
    assertTrue(printed(hybrid).contains("\ncgroup   hybrid\n"), out::toString);
    out.reset();
    assertTrue(printed(StubHostFacts.bare()).contains("\ncgroup   none\n"), out::toString);
  }
}
