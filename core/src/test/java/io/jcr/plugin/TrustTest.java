package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In a directory below /tmp, which everyone can write, with the sticky bit.
class TrustTest {
  private static final int NOBODY = 65534;
  private static final int STICKY = 01777;

  @TempDir Path directory;
  private Path folder;
  private Path jar;

  @BeforeEach
  void fill() throws IOException {
    assumeTrue(
        Files.getAttribute(directory, "unix:uid").equals(0), "not root: cannot give files away");
    folder = Files.createDirectories(directory.resolve("above/plugins"));
    jar = Files.createFile(folder.resolve("a.jar"));
    for (Path path : List.of(folder.getParent(), folder)) {
      mode(path, "rwxr-xr-x");
    }
    mode(jar, "rw-r--r--");
  }

  @Test
  void whatBelongsToRootIsTrusted() {
    assertTrusted(jar);
    assertTrusted(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-", "-w--w--w-"})
  void aJarThatOthersCanWriteIsRefused(String mode) throws IOException {
    mode(jar, mode);
    assertRefused(jar, jar);
    assertDoesNotThrow(() -> Trust.inEverything().require(jar), "unless that is allowed");
  }

  @Test
  void aJarOfSomeoneElseIsRefused() throws IOException {
    Files.setAttribute(jar, "unix:uid", NOBODY);
    PluginException refusal = assertRefused(jar, jar);
    assertEquals(
        "plugin "
            + jar
            + " can be changed by users other than root (owner 65534, mode 644): chown root and chmod"
            + " go-w it, or run with --allow-untrusted-plugins",
        refusal.getMessage());
  }

  @Test
  void whoCanWriteADirectoryAboveItCanPutAnotherInItsPlace() throws IOException {
    Path above = folder.getParent();
    for (String mode : List.of("rwxrwxr-x", "rwxr-xrwx")) {
      mode(above, mode);
      assertRefused(jar, above);
      assertRefused(folder, above);
    }
    mode(above, "rwxr-xr-x");
    Files.setAttribute(above, "unix:uid", NOBODY);
    assertRefused(jar, above);
  }

  /// Nobody else can rename what belongs to root there, but everyone can add to a folder.
  @Test
  void aStickyDirectoryMayBeAboveAFolderButNotBeOne() throws IOException {
    Files.setAttribute(folder.getParent(), "unix:mode", STICKY);
    assertTrusted(jar);
    Files.setAttribute(folder, "unix:uid", NOBODY);
    assertRefused(jar, folder);
    Files.setAttribute(folder, "unix:uid", 0);
    Files.setAttribute(folder, "unix:mode", STICKY);
    assertRefused(folder, folder);
  }

  @Test
  void eachHopOfALinkIsLookedAt() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path target = Files.createFile(elsewhere.resolve("x.jar"));
    Path middle = Files.createDirectory(directory.resolve("middle"));
    Path second = Files.createSymbolicLink(middle.resolve("second"), target);
    Path link =
        Files.createSymbolicLink(folder.resolve("link.jar"), Path.of("../../middle/second"));
    assertTrusted(link);
    for (Path hop : List.of(middle, elsewhere, target)) {
      var before = Files.getPosixFilePermissions(hop);
      mode(hop, "rwxrwxrwx");
      assertRefused(link, hop);
      Files.setPosixFilePermissions(hop, before);
    }
    assertTrusted(link);
    Files.getFileAttributeView(second, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(
            second.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertRefused(link, second);
  }

  @Test
  void aLinkedFolderIsTrustedAsWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), folder.getParent());
    assertTrusted(link.resolve("plugins/a.jar"));
    mode(folder, "rwxrwxrwx");
    assertRefused(link.resolve("plugins/a.jar"), folder);
  }

  @Test
  void linksInACircleAreTold() throws IOException {
    Path one = folder.resolve("one.jar");
    Path two = Files.createSymbolicLink(folder.resolve("two.jar"), one);
    Files.createSymbolicLink(one, two);
    PluginException refusal = assertThrows(PluginException.class, () -> strict().require(one));
    assertEquals("plugin " + one + " cannot be opened: ELOOP", refusal.getMessage());
  }

  @Test
  void aLinkToNothingIsTold() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.jar"), Path.of("/nowhere"));
    PluginException refusal = assertThrows(PluginException.class, () -> strict().require(link));
    assertTrue(
        refusal.getMessage().startsWith("plugin " + link + " cannot be opened"),
        refusal.getMessage());
  }

  /// Who can change that can change jcr itself.
  @Test
  void whatIsAboveTheDistributionIsNotLookedAt() throws IOException {
    mode(directory, "rwxrwxrwx");
    Path home = folder.getParent();
    assertDoesNotThrow(() -> Trust.ofRoot(home).require(jar));
    Path link = Files.createSymbolicLink(directory.resolve("jcr"), home);
    assertDoesNotThrow(() -> Trust.ofRoot(link).require(link.resolve("plugins/a.jar")));
    assertThrows(PluginException.class, () -> strict().require(jar));
    mode(home, "rwxrwxrwx");
    assertThrows(PluginException.class, () -> Trust.ofRoot(home).require(jar));
  }

  private static Trust strict() {
    return Trust.ofRoot(Path.of("/nowhere"));
  }

  private void assertTrusted(Path file) {
    assertDoesNotThrow(() -> strict().require(file));
  }

  private static PluginException assertRefused(Path file, Path part) {
    PluginException refusal = assertThrows(PluginException.class, () -> strict().require(file));
    String where = file.equals(part) ? "(owner" : "(" + part + ", on the way to it, owner";
    assertTrue(
        refusal
            .getMessage()
            .startsWith("plugin " + file + " can be changed by users other than root " + where),
        refusal.getMessage());
    return refusal;
  }

  private static void mode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
