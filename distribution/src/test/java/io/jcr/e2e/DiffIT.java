package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `jcr diff` of containers whose root the kernel's overlayfs has changed.
@WithJcr
class DiffIT {
  private static final String SCRIPT =
      "echo x >/new; mkdir -p /srv/a; rm /etc/passwd; echo x >>/etc/group; rm -r /home;"
          + " mkdir /home; echo x >/home/file";

  private static final List<String> CHANGES =
      List.of(
          "C /etc",
          "C /etc/group",
          "D /etc/passwd",
          "C /home",
          "A /home/file",
          "D /home/student",
          "A /new",
          "C /srv",
          "A /srv/a");

  @BeforeEach
  void root() {
    Requires.root();
  }

  private static List<String> diff(Jcr jcr, String name) {
    return jcr.call("diff", name).succeeded().lines();
  }

  @Test
  void itTellsWhatWasAddedChangedAndDeleted(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "diff-1", "--", "sh", "-c", SCRIPT)) {
      assertEquals(0, one.await());
      assertEquals(CHANGES, diff(jcr, "diff-1"));
      Json json = jcr.call("diff", "--format=json", "diff-1").succeeded().json();
      assertEquals("D", json.with("path", "/etc/passwd").get("kind").text());
    }
  }

  /// Its directory keeps the first name.
  @Test
  void ofARenamedOneToo(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "diff-1", "--", "sh", "-c", SCRIPT)) {
      assertEquals(0, one.await());
      jcr.call("rename", "diff-1", "diff-9").succeeded();
      assertEquals(CHANGES, diff(jcr, "diff-9"));
    }
  }

  @Test
  void inAUserNamespaceToo(Jcr jcr) {
    try (Detached one =
        Detached.offline(jcr, "diff-2", "--ns=clone:user", "--user=0", "--", "sh", "-c", SCRIPT)) {
      assertEquals(0, one.await());
      assertEquals(CHANGES, diff(jcr, "diff-2"));
    }
  }

  @Test
  void oneThatRunsAndHasWrittenNothingHasNoChanges(Jcr jcr) {
    try (Detached one =
        Detached.offline(jcr, "diff-3", "--tmpfs=/made/by/jcr", "--", "sig-print")) {
      assertEquals(List.of(), diff(jcr, "diff-3"));
      one.exec("diff-3", "sh", "-c", "echo x >/later").succeeded();
      assertEquals(List.of("A /later"), diff(jcr, "diff-3"));
    }
  }

  @Test
  void withoutALayerOfItsOwnItIsRefused(Jcr jcr) {
    jcr.call("diff").failed(2, "jcr: diff: expected the name of one container, not 0");
    jcr.call("diff", "nobody").failed(2, "jcr: no container 'nobody': .*");
    try (Detached _ = Detached.offline(jcr, "diff-4", "--fs=bind", "--read-only", "--", "true")) {
      jcr.call("diff", "diff-4").failed(2, "jcr: diff: container 'diff-4' has no layer .*=bind");
    }
  }
}
