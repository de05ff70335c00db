package io.jcr.runtime.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.api.JcrException;
import io.jcr.api.UsageException;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.rootfs.tar.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two directories stand for the host and for a container's root.
class CopyTest {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;

  private final Libc libc = new FfmLibc();
  private final List<String> skipped = new ArrayList<>();
  @TempDir Path directory;
  private Path host;
  private Path root;

  @BeforeEach
  void fill() throws IOException {
    host = Files.createDirectory(directory.resolve("host"));
    root = Files.createDirectory(directory.resolve("root"));
    for (Path one : List.of(host, root)) {
      Files.createDirectories(one.resolve("d/sub"));
      Files.writeString(one.resolve("d/sub/g"), one.getFileName() + " g");
      Files.writeString(one.resolve("f"), one.getFileName() + " f");
      Files.createSymbolicLink(one.resolve("link"), Path.of("d"));
      Files.createDirectory(one.resolve("empty"));
    }
  }

  private Copy copy(boolean archive, boolean follow) {
    return new Copy(libc, archive, follow, skipped::add);
  }

  private Side inRoot(String path) {
    return Side.ofMounted(libc, root, List.of(), "web:" + path, path);
  }

  private Side onHost(String path) {
    return Side.ofHost(libc, path, host, path);
  }

  private void in(String from, String to) {
    try (Side source = onHost(from);
        Side destination = inRoot(to)) {
      copy(false, false).copy(source, destination);
    }
  }

  private void out(String from, String to, boolean follow) {
    try (Side source = inRoot(from);
        Side destination = onHost(to)) {
      copy(false, follow).copy(source, destination);
    }
  }

  private static List<String> tree(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.map(path -> top.relativize(path).toString())
          .filter(name -> !name.isEmpty())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "f, /empty, empty/f",
    "f, /empty/new, empty/new",
    "./f, empty/, empty/f",
    "d, /empty, empty/d/sub/g",
    "d/, /empty/, empty/d/sub/g",
    "d/., /empty, empty/sub/g",
    "d, /new, new/sub/g",
    "d/., /new, new/sub/g",
    "link/., /empty, empty/sub/g",
    "link/, /empty, empty/link/sub/g",
    "d, /link, d/d/sub/g",
    "f, /link/../../../empty, empty/f"
  })
  void dockersRules(String from, String to, String made) throws IOException {
    in(from, to);
    assertTrue(Files.readString(root.resolve(made)).startsWith("host "), () -> made);
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, /empty, cp: nothing: no such file or directory",
    "f, /no/new, cp: web:/no/new: no such file or directory",
    "f, /new/, cp: web:/new/: no such directory",
    "f/, /empty, cp: f/: not a directory",
    "f, /f/, cp: web:/f/: not a directory",
    "d, /f, cp: the directory d cannot be copied to the file web:/f"
  })
  void whatCannotBeIsASentence(String from, String to, String sentence) {
    assertEquals(sentence, assertThrows(UsageException.class, () -> in(from, to)).getMessage());
  }

  @Test
  void directoryAndFileDoNotReplaceEachOther() throws IOException {
    Files.createDirectory(root.resolve("empty/f"));
    assertThrows(UsageException.class, () -> in("f", "/empty"));
    Files.delete(root.resolve("d/sub/g"));
    Files.delete(root.resolve("d/sub"));
    Files.writeString(root.resolve("d/sub"), "a file");
    assertThrows(UsageException.class, () -> in("d/.", "/d"));
    assertEquals("a file", Files.readString(root.resolve("d/sub")));
  }

  @Test
  void anExistingFileIsReplacedNotWrittenTo() throws IOException {
    Files.createLink(root.resolve("other"), root.resolve("f"));
    in("f", "/f");
    assertEquals("host f", Files.readString(root.resolve("f")));
    assertEquals("root f", Files.readString(root.resolve("other")));
  }

  @Test
  void aLinkIsCopiedOrFollowed() throws IOException {
    out("/link", "out", false);
    assertEquals(Path.of("d"), Files.readSymbolicLink(host.resolve("out")));
    out("/link", "empty", true);
    assertEquals("root g", Files.readString(host.resolve("empty/link/sub/g")));
  }

  @Test
  void linksOfTheRootLeadNowhereElse() throws IOException {
    Files.writeString(host.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("abs"), host);
    Files.createSymbolicLink(root.resolve("rel"), Path.of("../host"));
    for (String way : List.of("/abs/secret", "/rel/secret", "/../host/secret")) {
      assertThrows(UsageException.class, () -> out(way, "stolen", true));
      assertThrows(UsageException.class, () -> in("f", way));
    }
    assertFalse(Files.exists(host.resolve("stolen"), NOFOLLOW));
    assertEquals("secret", Files.readString(host.resolve("secret")));
  }

  @Test
  void modesTimesHardLinksAndFifosComeAlong() throws IOException {
    Path file = host.resolve("d/tool");
    Files.writeString(file, "x");
    Files.setAttribute(file, "unix:mode", 06751);
    libc.setModified(file, TarBuilder.TIME);
    Files.createLink(host.resolve("d/twin"), file);
    libc.mknod(host.resolve("d/fifo"), Libc.S_IFIFO | 0600, 0, 0);
    in("d", "/empty");
    Path copied = root.resolve("empty/d/tool");
    assertEquals(0751, (Integer) Files.getAttribute(copied, "unix:mode") & 07777);
    assertEquals(TarBuilder.TIME, Files.getLastModifiedTime(copied).toInstant());
    assertTrue(Files.isSameFile(copied, root.resolve("empty/d/twin")));
    assertTrue(
        Files.readAttributes(root.resolve("empty/d/fifo"), BasicFileAttributes.class).isOther());
  }

  @Test
  void aDirectoryIsNotCopiedIntoItself() {
    try (Side from = inRoot("/d");
        Side to = inRoot("/d")) {
      UsageException e =
          assertThrows(UsageException.class, () -> copy(false, false).copy(from, to));
      assertEquals("cp: 'd' cannot be copied into itself", e.getMessage());
    }
  }

  @Test
  void whatIsPackedCanBeUnpacked() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (Side from = onHost("d");
        Side to = inRoot("/empty")) {
      copy(false, false).pack(from, archive);
      copy(false, false).unpack(new ByteArrayInputStream(archive.toByteArray()), to);
    }
    assertEquals(List.of("d", "d/sub", "d/sub/g"), tree(root.resolve("empty")));
    assertEquals("host g", Files.readString(root.resolve("empty/d/sub/g")));
  }

  @Test
  void anArchiveLeadsNowhereElse() throws IOException {
    byte[] through =
        new TarBuilder().symbolicLink("l", host.toString()).file("l/new", "x", e -> {}).build();
    byte[] upwards = new TarBuilder().file("../new", "x", e -> {}).build();
    byte[] linked =
        new TarBuilder()
            .symbolicLink("m", host.resolve("f").toString())
            .hardLink("n", "m")
            .file("n", "x", e -> {})
            .build();
    try (Side to = inRoot("/empty")) {
      assertThrows(HostException.class, () -> unpack(through, to));
      assertThrows(UsageException.class, () -> unpack(upwards, to));
      unpack(linked, to);
    }
    assertEquals("host f", Files.readString(host.resolve("f")));
    assertFalse(Files.exists(host.resolve("new")));
    assertFalse(Files.exists(root.resolve("new")));
  }

  private void unpack(byte[] archive, Side to) {
    copy(false, false).unpack(new ByteArrayInputStream(archive), to);
  }

  /// CVE-2018-15664: somebody in the container swaps a directory for a link while it is copied.
  @Test
  void whoSwapsADirectoryForALinkGainsNothing() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.createDirectory(outside.resolve("sub"));
    Files.writeString(outside.resolve("sub/g"), "secret");
    Files.createSymbolicLink(root.resolve("evil"), outside);
    AtomicBoolean done = new AtomicBoolean();
    Thread swapping = Thread.ofPlatform().start(() -> swap(done));
    int copied = 0;
    try {
      for (int i = 0; i < 500; i++) {
        copied += survives(() -> in("d/.", "/d")) ? 1 : 0;
        copied += survives(() -> in("d", "/")) ? 1 : 0;
        copied += survives(() -> out("/.", "all", false)) ? 1 : 0;
        String out = "out" + i;
        boolean follow = i % 2 == 1;
        copied += survives(() -> out("/d", out, follow)) ? 1 : 0;
      }
    } finally {
      done.set(true);
      swapping.join();
    }
    assertNotEquals(0, copied);
    assertEquals(List.of("sub", "sub/g"), tree(outside));
    assertEquals("secret", Files.readString(outside.resolve("sub/g")));
    try (Stream<Path> all = Files.walk(host)) {
      for (Path file : all.filter(one -> Files.isRegularFile(one, NOFOLLOW)).toList()) {
        assertNotEquals("secret", Files.readString(file), file::toString);
      }
    }
  }

  private static boolean survives(Runnable copy) {
    try {
      copy.run();
      return true;
    } catch (JcrException e) {
      return false; // what it found was a link, or something was gone
    }
  }

  private void swap(AtomicBoolean done) {
    try {
      while (!done.get()) {
        move("d", "kept");
        move("evil", "d");
        move("d", "evil");
        move("kept", "d");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void move(String from, String to) throws IOException {
    Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }
}
