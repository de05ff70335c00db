package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginFolderTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void fill() throws IOException {
    jar = Files.writeString(folder.resolve("b.jar"), "");
    Files.writeString(folder.resolve("a.jar"), "");
    Files.writeString(folder.resolve("readme.txt"), "");
    Files.writeString(folder.resolve("c.jar.off"), "");
    mode(folder, "rwxr-xr-x");
  }

  @Test
  void itsJarsAreSorted() {
    assertEquals(List.of(folder.resolve("a.jar"), jar), new PluginFolder(folder, false).jars());
  }

  @Test
  void theJarsOfRootAreTrusted() throws IOException {
    assumeRoot();
    mode(jar, "rw-r--r--");
    assertEquals(2, new PluginFolder(folder, true).jars().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-", "-w--w--w-"})
  void aJarThatOthersCanWriteIsRefused(String mode) throws IOException {
    assumeRoot();
    mode(jar, mode);
    assertRefused(jar);
    assertEquals(2, new PluginFolder(folder, false).jars().size(), "unless that is allowed");
  }

  @Test
  void aJarOfSomeoneElseIsRefused() throws IOException {
    assumeRoot();
    Files.setAttribute(jar, "unix:uid", NOBODY);
    assertRefused(jar);
  }

  @Test
  void aFolderThatOthersCanWriteIsRefused() throws IOException {
    assumeRoot();
    mode(folder, "rwxrwxrwx");
    assertRefused(folder);
  }

  @Test
  void aFolderOfSomeoneElseIsRefused() throws IOException {
    assumeRoot();
    Files.setAttribute(folder, "unix:uid", NOBODY);
    assertRefused(folder);
  }

  /// Who can write the directory that a link leads to can put another jar there.
  @Test
  void aLinkIsTrustedAsTheDirectoryThatItLeadsTo(@TempDir Path elsewhere) throws IOException {
    assumeRoot();
    Path target = Files.writeString(elsewhere.resolve("x.jar"), "");
    mode(elsewhere, "rwxr-xr-x");
    Path link = Files.createSymbolicLink(folder.resolve("link.jar"), target);
    assertTrue(new PluginFolder(folder, true).jars().contains(link));
    mode(elsewhere, "rwxrwxrwx");
    assertRefused(elsewhere);
  }

  @Test
  void aLinkToNothingIsTold() throws IOException {
    assumeRoot();
    Path link = Files.createSymbolicLink(folder.resolve("link.jar"), Path.of("/nowhere"));
    PluginFolder plugins = new PluginFolder(folder, true);
    PluginException refusal = assertThrows(PluginException.class, plugins::jars);
    assertTrue(
        refusal.getMessage().startsWith("plugin " + link + " cannot be opened"),
        refusal.getMessage());
  }

  private void assertRefused(Path file) {
    PluginFolder plugins = new PluginFolder(folder, true);
    PluginException refusal = assertThrows(PluginException.class, plugins::jars);
    assertTrue(
        refusal.getMessage().startsWith("plugin " + file + " can be changed by others than root"),
        refusal.getMessage());
    assertTrue(refusal.getMessage().contains("chown root and chmod go-w"), refusal.getMessage());
  }

  private static void mode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private void assumeRoot() throws IOException {
    assumeTrue(
        Files.getAttribute(folder, "unix:uid").equals(0), "not root: cannot give files away");
  }
}
