package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The classic escape from a chroot: why it is for experiments.
@WithJcr
class ChrootIT {
  @ParameterizedTest
  @ValueSource(strings = {"overlay", "bind"})
  void nobodyLeavesARootThatWasPivotedTo(String fs, Jcr jcr) {
    Result escape = jcr.run("--fs=" + fs, "--", "escape-chroot").exited(1);
    assertTrue(escape.output().startsWith("still inside:"), escape.toString());
    jcr.run("--fs=" + fs, "--cap-add=SYS_ADMIN", "--", "escape-chroot").exited(1);
  }

  @Test
  void rootLeavesAChrootAndIsToldBefore(Jcr jcr) throws IOException {
    Path mark = Files.createTempFile(Path.of("/var/tmp"), "jcr-host", "");
    try {
      Result escape = jcr.run("--fs=chroot", "--", "escape-chroot", "/bin/ls", mark.toString());
      assertEquals(mark.toString(), escape.exited(0).line());
      assertTrue(escape.errors().matches("jcr: --fs=chroot is weaker .*\\n"), escape.errors());
    } finally {
      Files.delete(mark);
    }
  }

  @Test
  void withoutTheCapabilityRootStays(Jcr jcr) {
    Result escape = jcr.run("--fs=chroot", "--cap-drop=SYS_CHROOT", "--", "escape-chroot");
    assertTrue(escape.exited(2).errors().contains("Operation not permitted"), escape.toString());
  }
}
