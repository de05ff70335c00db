package io.jcr.rootfs.tar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "entry 'h' is a hard link to '" + absolute + "', which is not a file",
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
        "entry 'f/g': 'f' is not a directory",
        refused(new TarBuilder().file("f", "").file("f/g", "")));
    assertEquals(
        "entry 'd' replaces a directory that is not empty",
        refused(new TarBuilder().file("d/f", "").file("d", "")));
    assertEquals(
        "entry './' stands for the root itself and is not a directory",
        refused(new TarBuilder().symbolicLink("./", "/etc")));
    assertEquals(
        "entry 'loop/f': 'loop' is not a directory",
        refused(new TarBuilder().symbolicLink("loop", "loop").file("loop/f", "")));
  }

  /// BigDecimal would write such a number out.
  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1E999999999", "1e-999999999", "1e5"})
  void aTimeWithAnExponentIsNoNumber(String time) {
    byte[] archive = TarBuilder.withRecords(TarBuilder.record("mtime", time.getBytes(UTF_8)));
    assertEquals("damaged: mtime is not a number", reading(archive));
  }

  /// Each is small enough, but there may be any number of them.
  @ParameterizedTest
  @ValueSource(chars = {'x', 'g', 'L', 'K'})
  void headersAreLimitedInTheirSum(char type) throws IOException {
    int records = 1 << 20;
    byte[] header =
        Arrays.copyOf(
            TarBuilder.withRecords(TarBuilder.record("a", new byte[records - 11])), 512 + records);
    header[156] = (byte) type;
    TarBuilder.fixChecksum(header, 0);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    for (int i = 0; i < 5; i++) {
      archive.write(header);
    }
    assertEquals(
        "damaged: a header of 5242880 bytes, more than 4194304", reading(archive.toByteArray()));
  }

  @ParameterizedTest
  @CsvSource({
    "entries:2, it has more than 2 entries (allow more with --archive-limit=entries:N)",
    "size:29, it has files of more than 29 bytes together (allow more with --archive-limit=size:N)",
    "name:3, 'it has a name of more than 3 bytes, ''long'' (allow more with --archive-limit=name:N)'",
  })
  void moreThanIsAllowedIsRefused(String limit, String sentence) {
    byte[] archive =
        new TarBuilder()
            .file("a", "0123456789")
            .file("b", "0123456789")
            .file("long", "0123456789")
            .build();
    assertEquals(sentence, reading(archive, ArchiveLimits.DEFAULT.with(List.of(limit))));
    List<String> enough = List.of("entries:3", "size:30", "name:4", "time:60");
    assertEquals("", reading(archive, ArchiveLimits.DEFAULT.with(enough)));
  }

  @Test
  void whatTakesTooLongIsRefused() {
    byte[] archive = new TarBuilder().file("a", "x").build();
    ArchiveLimits none = new ArchiveLimits(10, 100, 1000, Duration.ofSeconds(-1));
    assertEquals(
        "it has taken more than -1 s to read (allow more with --archive-limit=time:N)",
        reading(archive, none));
  }

  /// 10^17 bytes.
  @Test
  void aSizeThatNoDiskHasIsRefusedBeforeAnythingIsWritten() {
    byte[] size = "100000000000000000".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "it has files of more than 68719476736 bytes together (allow more with --archive-limit=size:N)",
        reading(TarBuilder.withRecords(TarBuilder.record("size", size))));
  }

  /// 50,000 directories in each other: a message has a screen, not 100 kB.
  @Test
  void anEndlessNameIsShortInAMessage() {
    String name = "d/".repeat(50_000);
    byte[] path = TarBuilder.record("path", (name + "f").getBytes(StandardCharsets.UTF_8));
    String message = reading(TarBuilder.withRecords(path));
    assertEquals(
        "it has a name of more than 4095 bytes, '"
            + "d/".repeat(40)
            + "[…99841 characters…]"
            + "/d".repeat(39)
            + "/f' (allow more with --archive-limit=name:N)",
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "size", "size:", "size:0", "size:-1", "size:1X", "name:4096", "x:1"})
  void aLimitThatMakesNoSenseIsRefused(String limit) {
    UsageException refusal =
        assertThrows(
            UsageException.class, () -> ArchiveLimits.DEFAULT.with(List.of("size:1T", limit)));
    assertTrue(
        refusal.getMessage().startsWith("--archive-limit=" + limit + ": expected entries:N"));
  }

  private static String reading(byte[] archive) {
    return reading(archive, ArchiveLimits.DEFAULT);
  }

  /// What it is refused with; empty when it is not.
  private static String reading(byte[] archive, ArchiveLimits limits) {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), limits);
    try {
      while (reader.next() != null) {
        assertTrue(reader.storedBytes() <= limits.storedBytes());
      }
      return "";
    } catch (MalformedArchiveException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String refused(TarBuilder archive) {
    return assertThrows(MalformedArchiveException.class, () -> tree.write(archive)).getMessage();
  }
}
