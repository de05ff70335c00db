package io.jcr.rootfs.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWriterTest {
  @TempDir Path root;
  private UnpackedTree tree;

  @BeforeEach
  void unpack() {
    tree = new UnpackedTree(root);
  }

  @Test
  void modesAndTimesAreExact() throws IOException {
    tree.write(
        new TarBuilder()
            .directory("tmp/", 01777)
            .directory("closed/", 0555)
            .file("closed/inside", "1", e -> e.setMode(0444))
            .file("bin/su", "2", e -> e.setMode(06755))
            .symbolicLink("link", "/nowhere"));
    assertEquals(01777, tree.mode("tmp"));
    assertEquals(0555, tree.mode("closed"));
    assertEquals(0444, tree.mode("closed/inside"));
    assertEquals(06755, tree.mode("bin/su"));
    assertEquals(0755, tree.mode("bin"), "a directory without an entry");
    for (String name : List.of("tmp", "closed", "closed/inside", "bin/su", "link")) {
      assertEquals(
          FileTime.from(TarBuilder.TIME),
          Files.getLastModifiedTime(tree.path(name), LinkOption.NOFOLLOW_LINKS),
          name);
    }
  }

  @Test
  void theRootHasItsOwnEntry() throws IOException {
    tree.write(new TarBuilder().directory("./", 0711).file("./etc/./motd", "x"));
    assertEquals(0711, tree.mode(""));
    assertEquals("x", tree.content("etc/motd"));
  }

  @Test
  void ownersAreKeptByRoot() throws IOException {
    assumeTrue(UnpackedTree.isMadeByRoot(), "requires root");
    tree.write(
        new TarBuilder()
            .file(
                "f",
                "1",
                e -> {
                  e.setUserId(1234);
                  e.setGroupId(3_000_000_000L);
                  e.setMode(04755);
                })
            .special(
                "s",
                TarConstants.LF_SYMLINK,
                e -> {
                  e.setLinkName("f");
                  e.setUserId(77);
                }));
    assertEquals(1234, tree.attribute("f", "unix:uid"));
    assertEquals((int) 3_000_000_000L, tree.attribute("f", "unix:gid"));
    assertEquals(04755, tree.mode("f"), "setuid survives the change of owner");
    assertEquals(77, tree.attribute("s", "unix:uid"));
  }

  @Test
  void devicesAreMadeByRoot() throws IOException {
    assumeTrue(UnpackedTree.isMadeByRoot(), "requires root");
    tree.write(
        new TarBuilder()
            .special(
                "dev/null",
                TarConstants.LF_CHR,
                e -> {
                  e.setMode(0666);
                  e.setDevMajor(1);
                  e.setDevMinor(3);
                })
            .special(
                "dev/big",
                TarConstants.LF_BLK,
                e -> {
                  e.setMode(0600);
                  e.setDevMajor(259);
                  e.setDevMinor(70_000);
                })
            .special("dev/fifo", TarConstants.LF_FIFO, e -> e.setMode(0620)));
    assertEquals(0020666, tree.attribute("dev/null", "unix:mode"));
    assertEquals(0x103L, tree.attribute("dev/null", "unix:rdev"));
    assertEquals(0060600, tree.attribute("dev/big", "unix:mode"));
    // glibc's encoding: minor 0..7, major 8..19, minor above
    assertEquals(
        (70_000L & 0xff) | (259L << 8) | ((70_000L & ~0xffL) << 12),
        tree.attribute("dev/big", "unix:rdev"));
    assertEquals(0010620, tree.attribute("dev/fifo", "unix:mode"));
  }

  @Test
  void capabilitiesAndUserAttributesAreKept() throws Exception {
    assumeTrue(UnpackedTree.isMadeByRoot(), "requires root");
    byte[] capability = new byte[20];
    capability[0] = 1;
    capability[3] = 2;
    capability[4] = (byte) 0x80; // cap_setuid: no text
    byte[] records =
        Stream.of(
                TarBuilder.record("SCHILY.xattr.security.capability", capability),
                TarBuilder.record("SCHILY.xattr.user.note", new byte[] {(byte) 0xff, 0}),
                TarBuilder.record("SCHILY.xattr.trusted.overlay.opaque", new byte[] {'y'}),
                TarBuilder.record("SCHILY.xattr.user.overlay.opaque", new byte[] {'y'}))
            .reduce(new byte[0], TreeWriterTest::concat);
    tree.write(TarBuilder.withRecords(records));
    assertEquals("12345678", tree.content("f"));
    Process list =
        new ProcessBuilder(
                "python3",
                "-c",
                "import os,sys\nfor n in sorted(os.listxattr(sys.argv[1])):"
                    + " print(n, os.getxattr(sys.argv[1], n).hex())",
                tree.path("f").toString())
            .start();
    String listed = new String(list.getInputStream().readAllBytes(), UTF_8);
    assertTrue(
        listed.startsWith("security.capability 0100000280" + "00".repeat(15) + "\n"), listed);
    assertFalse(listed.contains("overlay"), listed);
    if (Files.getFileStore(tree.root())
        .supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
      assertTrue(listed.contains("user.note ff00\n"), listed);
    }
  }

  @Test
  void hardLinksAreOneFile() throws IOException {
    tree.write(new TarBuilder().file("a/f", "1").hardLink("b/g", "a/f").hardLink("/c", "./a/f"));
    assertTrue(Files.isSameFile(tree.path("a/f"), tree.path("b/g")));
    assertTrue(Files.isSameFile(tree.path("a/f"), tree.path("c")));
  }

  @Test
  void theLastOfSeveralEntriesCounts() throws IOException {
    tree.write(
        new TarBuilder()
            .file("f", "1")
            .file("f", "2")
            .hardLink("g", "f")
            .file("f", "3")
            .symbolicLink("s", "f")
            .file("s", "4")
            .directory("d/", 0700)
            .file("d", "5")
            .file("e", "6")
            .directory("e/", 0700)
            .hardLink("f", "f"));
    assertEquals("3", tree.content("f"));
    assertEquals("2", tree.content("g"), "not written through the hard link");
    assertEquals("4", tree.content("s"));
    assertEquals("5", tree.content("d"));
    assertEquals(0700, tree.mode("e"));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
