package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// `jcr version`, of what was built.
@WithJcr
class VersionIT {
  @Test
  void versionsAreThoseOfThisMachine(Jcr jcr) {
    Json json = jcr.call("version", "--format=json").succeeded().json();
    String version = jcr.call("--version").succeeded().line();
    assertEquals(version, "jcr " + json.get("jcr").text());
    assertEquals(Jcr.host("uname", "-r").strip(), json.get("kernel").text());
    assertTrue(json.get("java").text().startsWith("25"), json.get("java").text());
    assertTrue(jcr.call("version").succeeded().output().startsWith("jcr  "));
    jcr.call("version", "--format=xml").exited(2);
  }
}
