package io.jcr.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.ContainerSpec;
import io.jcr.init.StandardInput;
import io.jcr.spi.contract.SampleSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifePolicyTest {
  private static final LifePolicy OTHER =
      new LifePolicy(
          true,
          RestartPolicy.parse("on-failure:4"),
          "SIGQUIT",
          -1,
          10_000_000_000L,
          3,
          StandardInput.ONCE);

  @Test
  void whatDiffersFromTheDefaultIsAnnotated() {
    assertEquals(Map.of(), LifePolicy.DEFAULT.annotations());
    assertEquals(
        Map.of(
            "io.jcr.auto-remove", "true",
            "io.jcr.restart", "on-failure:4",
            "io.jcr.stop-signal", "SIGQUIT",
            "io.jcr.stop-timeout", "-1",
            "io.jcr.log.max-size", "10000000000",
            "io.jcr.log.max-file", "3",
            "io.jcr.stdin", "once"),
        OTHER.annotations());
  }

  @Test
  void annotationsAreReadBack() {
    assertEquals(OTHER, LifePolicy.of(annotated(OTHER.annotations())));
    assertEquals(LifePolicy.DEFAULT, LifePolicy.of(annotated(Map.of())));
  }

  @Test
  void annotationsOfOthersMeanNothing() {
    assertEquals(LifePolicy.DEFAULT, LifePolicy.of(annotated(Map.of("restart", "always"))));
  }

  private static ContainerSpec annotated(Map<String, String> annotations) {
    ContainerSpec s = SampleSpec.of("c1");
    return new ContainerSpec(
        s.id(),
        s.hostname(),
        s.domainname(),
        s.root(),
        s.process(),
        s.mounts(),
        s.hooks(),
        s.linux(),
        annotations,
        s.backends());
  }
}
