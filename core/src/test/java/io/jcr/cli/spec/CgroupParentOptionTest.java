package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupParentOptionTest {
  @ParameterizedTest
  @CsvSource({
    "/ci/jobs, /ci/jobs/a1",
    "ci, /ci/a1",
    "/ci/, /ci/a1",
    "/, /a1",
    "ci.slice, /ci.slice/a1"
  })
  void theGroupIsNamedAfterTheId(String parent, String path) {
    assertEquals(path, CgroupParentOption.path(parent, "a1"));
  }

  @Test
  void withoutTheOptionTheLimiterNamesIt() {
    assertEquals("", CgroupParentOption.path(null, "a1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "//", "/ci/../x", "../ci", "/ci//x", "-ci", "/ci jobs", "/ci/%s", "/ä"})
  void whatIsNoPathIsRefused(String parent) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> CgroupParentOption.path(parent, "a1"));
    assertEquals(
        "--cgroup-parent="
            + parent
            + ": expected the path of a cgroup below the mount point, such as /ci/jobs"
            + " (letters, digits and _.@:\\-, no part beginning with a dot or a hyphen)",
        refusal.getMessage());
  }
}
