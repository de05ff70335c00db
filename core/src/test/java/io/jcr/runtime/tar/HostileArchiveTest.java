package io.jcr.runtime.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that try to write, link or change something outside of their directory.
class HostileArchiveTest {
  @TempDir Path temporary;
  private UnpackedTree tree;
  private Path outside;

  @BeforeEach
  void directories() throws IOException {
    tree = new UnpackedTree(Files.createDirectory(temporary.resolve("root")));
    outside = Files.createDirectory(temporary.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "original");
  }

  @Test
  void absoluteNamesAreInside() throws IOException {
    tree.write(new TarBuilder().file("/etc/passwd", "1").file("//x", "2"));
    assertEquals("1", tree.content("etc/passwd"));
    assertEquals("2", tree.content("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "..", "/../evil", "a/..", "./../evil"})
  void namesThatLeadOutAreRefused(String name) {
    assertEquals(
        "entry '" + name + "' leads out of the archive",
        refused(new TarBuilder().directory("a/", 0755).file(name, "x")));
  }

  /// A link out, and then an entry through it: it lands inside, as it would in the container.
  @Test
  void entriesThroughLinksStayInside() throws IOException {
    tree.write(
        new TarBuilder()
            .symbolicLink("absolute", outside.toString())
            .file("absolute/precious", "evil 1")
            .symbolicLink("relative", "../../../../../../../../../.." + outside)
            .file("relative/precious", "evil 2")
            .directory("deep/er/", 0755)
            .symbolicLink("deep/er/up", "../../../outside")
            .file("deep/er/up/precious", "evil 3"));
    assertEquals("original", Files.readString(outside.resolve("precious")));
    assertEquals("evil 3", tree.content("outside/precious"));
    Path same = Path.of(tree.root() + outside.toString() + "/precious");
    assertEquals("evil 2", Files.readString(same));
  }

  @Test
  void filesAreNotWrittenThroughLinks() throws IOException {
    tree.write(
        new TarBuilder()
            .symbolicLink("f", outside.resolve("precious").toString())
            .file("f", "evil")
            .symbolicLink("d", outside.toString())
            .directory("d/", 0777)
            .file("d/precious", "evil"));
    assertEquals("original", Files.readString(outside.resolve("precious")));
    assertEquals("evil", tree.content("f"));
    assertTrue(Files.isDirectory(tree.path("d"), LinkOption.NOFOLLOW_LINKS));
  }

  /// A directory's mode comes late: by then its name must not lead elsewhere.
  @Test
  void modesOfDirectoriesDoNotFollowLinks() throws IOException {
    Object before = Files.getAttribute(outside, "unix:mode");
    tree.write(
        new TarBuilder()
            .directory("d/", 0777)
            .symbolicLink("d", outside.toString())
            .directory("e/", 0777)
            .file("e", ""));
    assertEquals(before, Files.getAttribute(outside, "unix:mode"));
    assertTrue(Files.isSymbolicLink(tree.path("d")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/OUT/precious", "missing", "", "dir", "out/precious"})
  void hardLinksToWhatIsNotInTheArchiveAreRefused(String target) throws IOException {
    String absolute = target.replace("/OUT", outside.toString());
    assertEquals(
        "entry 'h' is a hard link to '" + absolute + "', which is no file",
        refused(
            new TarBuilder()
                .directory("dir/", 0755)
                .symbolicLink("out", outside.toString())
                .hardLink("h", absolute)));
    assertEquals(1, Files.getAttribute(outside.resolve("precious"), "unix:nlink"));
  }

  @Test
  void aHardLinkOutByDotsIsRefused() {
    assertEquals(
        "entry '../outside/precious' leads out of the archive",
        refused(new TarBuilder().hardLink("h", "../outside/precious")));
  }

  /// The link itself is linked, not what it leads to: writing to it afterwards replaces it.
  @Test
  void aHardLinkToALinkIsHarmless() throws IOException {
    tree.write(
        new TarBuilder()
            .symbolicLink("s", outside.resolve("precious").toString())
            .hardLink("h", "s")
            .file("h", "evil"));
    assertEquals("original", Files.readString(outside.resolve("precious")));
    assertEquals("evil", tree.content("h"));
    assertTrue(Files.isSymbolicLink(tree.path("s")));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertEquals(
        "entry 'f/g': 'f' is no directory",
        refused(new TarBuilder().file("f", "").file("f/g", "")));
    assertEquals(
        "entry 'd' replaces a directory that is not empty",
        refused(new TarBuilder().file("d/f", "").file("d", "")));
    assertEquals(
        "entry './' stands for the root itself and is no directory",
        refused(new TarBuilder().symbolicLink("./", "/etc")));
    assertEquals(
        "entry 'loop/f': 'loop' is no directory",
        refused(new TarBuilder().symbolicLink("loop", "loop").file("loop/f", "")));
  }

  private String refused(TarBuilder archive) {
    return assertThrows(MalformedArchiveException.class, () -> tree.write(archive)).getMessage();
  }
}
