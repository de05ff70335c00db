package io.jcr.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerState;
import io.jcr.host.JcrInit;
import io.jcr.host.JournalText;
import io.jcr.host.LinuxHost;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalRepairTest {
  private static final String BOOT = "1f2e";

  @TempDir Path directory;
  private final Libc libc = new FfmLibc();
  private StubHostFacts facts = StubHostFacts.bare();
  private StateRoot root;
  private Path cgroup;

  @BeforeEach
  void make() throws IOException {
    root = StateRoots.below(directory);
    Files.createDirectories(root.container("w"));
    cgroup = Files.createDirectories(directory.resolve("cgroup/jcr/w"));
  }

  @Test
  void aSoundJournalStaysAsItIs() throws IOException {
    String text = "tree " + root.container("w") + "\ncgroup " + cgroup + "\nhalf a li";
    Files.writeString(root.journal("w"), text);
    assertFalse(repair().mend("w"));
    assertEquals(text, Files.readString(root.journal("w")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0\0\0\n", "cgroup /gone\n", "cgro"})
  void aMendedJournalRemovesTheContainer(String text) throws Exception {
    Files.writeString(root.journal("w"), text);
    Files.createDirectories(root.data("w").resolve("upper"));
    assertTrue(repair().mend("w"));
    assertFalse(repair().mend("w"), "it is sound now");
    JcrInit.undo(root.journal("w"));
    assertFalse(Files.exists(root.container("w")));
    assertFalse(Files.exists(root.data("w")));
  }

  @Test
  void whatCanBeReadStays() throws IOException {
    Files.writeString(root.journal("w"), "unlink /some/file\n\u0007\nlink jcr0\n");
    assertTrue(repair().mend("w"));
    List<String> entries = Files.readAllLines(root.journal("w"));
    assertTrue(entries.indexOf("link jcr0") > entries.indexOf("unlink /some/file"));
    assertTrue(entries.indexOf("unlink /some/file") > 0, "the trees are removed last");
  }

  @Test
  void whatCarriesItsNameIsFoundAgain() throws IOException {
    libc.lsetxattr(cgroup, "user.jcr.owner", root.container("w").toString().getBytes(UTF_8));
    libc.lsetxattr(cgroup.getParent(), "user.jcr", new byte[] {'1'});
    Path other = Files.createDirectories(directory.resolve("cgroup/jcr/w2"));
    libc.lsetxattr(other, "user.jcr.owner", root.container("w2").toString().getBytes(UTF_8));
    facts = facts.withCgroup(2, directory.resolve("cgroup"), "pids");
    Path pool = Files.createDirectories(root.leases().resolve("jcr0"));
    Files.createSymbolicLink(pool.resolve("10.88.0.2"), root.container("w"));
    Files.createSymbolicLink(pool.resolve("10.88.0.3"), root.container("w2"));
    put(
        Path.of("/proc/self/mountinfo"),
        "9 1 0:5 / " + root.container("w") + "/rootfs rw - x y rw\n");
    Files.createFile(root.journal("w"));
    assertTrue(repair().mend("w"));
    String table = LinuxHost.tableOf(root.paths("w"));
    assertEquals(
        List.of(
            "rmdir " + cgroup.getParent(),
            "cgroup " + cgroup,
            "lease " + pool.resolve("10.88.0.2") + " " + root.container("w"),
            "nft-table ip " + table,
            "nft-table netdev " + table,
            "unmount " + root.container("w") + "/rootfs"),
        Files.readAllLines(root.journal("w")).subList(2, 8));
  }

  /// A journal that was cut at the end of a line.
  @Test
  void theLossOfItsProcessIsNoticed() throws IOException {
    Path bundle = root.container("w");
    ContainerState state =
        new ContainerState("w", ContainerState.Status.RUNNING, 4711, 99, BOOT, bundle, Map.of());
    StateFile.write(state);
    put(bundle.resolve("state.json"), Files.readString(bundle.resolve("state.json")));
    Files.writeString(root.journal("w"), "tree " + bundle + "\n");
    assertTrue(repair().mend("w"));
    assertTrue(text().has("kill", 4711, 99, BOOT));
  }

  @Test
  void aDirectoryWithoutAJournalIsJcrsIfItHasAnId() throws IOException {
    assertFalse(repair().mend("w"));
    put(root.container("w").resolve("id"), "no id");
    assertFalse(repair().mend("w"));
    put(root.container("w").resolve("id"), "0123456789abcdef".repeat(4));
    assertTrue(repair().mend("w"));
    assertTrue(text().has("tree-unless", root.container("w"), root.record("w")));
  }

  /// It has stopped, and nothing is to be undone.
  @Test
  void aKeptContainerNeedsNoJournal() throws IOException {
    put(root.container("w").resolve("id"), "0123456789abcdef".repeat(4));
    Files.writeString(root.record("w"), "tree " + root.container("w") + "\n");
    assertFalse(repair().mend("w"));
    assertFalse(repair().isRecordDamaged("w"));
    Files.writeString(root.record("w"), "");
    assertTrue(repair().isRecordDamaged("w"));
  }

  private void put(Path file, String content) {
    facts = facts.withFile(file, content);
  }

  private JournalText text() throws IOException {
    return JournalText.of(Files.readAllBytes(root.journal("w")));
  }

  private JournalRepair repair() {
    return new JournalRepair(root, facts, libc);
  }
}
