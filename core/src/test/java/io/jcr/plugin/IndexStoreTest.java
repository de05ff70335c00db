package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.plugin.PluginFolder.Origin;
import io.jcr.spi.Network;
import io.jcr.spi.SpiTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether a jar was opened shows in that its content, garbage by then, is not noticed.
class IndexStoreTest {
  @TempDir Path directory;
  private Path folder;
  private Path cache;
  private Path jar;

  @BeforeEach
  void fill() throws IOException {
    assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "not root: trusts no index");
    folder = Files.createDirectory(directory.resolve("plugins"));
    cache = directory.resolve("cache/plugins");
    jar = PluginJar.network("blue", "blue").write(folder.resolve("blue.jar"));
  }

  @Test
  void aJarThatIsKnownIsNotOpened() throws IOException {
    assertEquals(List.of("blue"), names());
    garble(jar);
    assertEquals(List.of("blue"), names());
  }

  @Test
  void everythingIsKept() throws IOException {
    PluginJar.network("odd", "odd")
        .manifest("Plugin-Provider", "Ægir & Söhne\\tab")
        .manifest("Plugin-Description", "→")
        .copyOf(Network.class)
        .write(folder.resolve("blau ö\t.jar"));
    PluginJar.network("bad", "bad")
        .manifest("Plugin-Requires", "~9.0.0")
        .write(folder.resolve("c.jar"));
    List<PluginDescription> first = descriptions(true);
    for (FoundPlugin plugin : catalog(true).plugins()) {
      garble(plugin.path());
    }
    assertEquals(first, descriptions(true));
    assertEquals("Ægir & Söhne\\tab", first.getFirst().provider());
    assertEquals(1, first.getFirst().notes().size());
    assertEquals(1, first.getLast().problems().size());
  }

  @Test
  void aNoteIsToldOnce() throws IOException {
    PluginJar.network("fat", "fat").copyOf(Network.class).write(folder.resolve("fat.jar"));
    assertEquals(1, catalog(true).notices().size());
    assertEquals(List.of(), catalog(true).notices());
  }

  @Test
  void aJarThatHasChangedIsOpened() throws IOException {
    assertEquals(List.of("blue"), names());
    FileTime time = Files.getLastModifiedTime(jar);
    PluginJar.network("longer", "green").write(jar);
    Files.setLastModifiedTime(jar, time);
    assertEquals(List.of("green"), names(), "another size");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(time.toMillis() + 1));
    garble(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(time.toMillis() + 1));
    assertEquals(List.of(), names(), "another time");
  }

  @Test
  void aJarThatIsAddedOrRemovedIsNoticed() throws IOException {
    assertEquals(List.of("blue"), names());
    Path green = PluginJar.network("green", "green").write(folder.resolve("green.jar"));
    garble(jar);
    assertEquals(List.of("blue", "green"), names());
    Files.delete(jar);
    garble(green);
    assertEquals(List.of("green"), names());
  }

  /// In the plugin's own jar nothing has changed.
  @Test
  void aLibraryThatIsWrittenAddedOrRemovedIsNoticed() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("own/lib"));
    Path own = Files.move(jar, folder.resolve("own/blue.jar"));
    Path library = PluginJar.network("a", "a").write(lib.resolve("a.jar"));
    FileTime time = Files.getLastModifiedTime(library);
    FileTime before = Files.getLastModifiedTime(lib);
    learnAndGarble(own);
    assertEquals(List.of("blue"), names(), "it is known");

    PluginJar.network("longer", "longer").write(library);
    Files.setLastModifiedTime(library, time);
    assertOpened(own, "another size");
    Files.setLastModifiedTime(library, FileTime.fromMillis(time.toMillis() + 1));
    assertOpened(own, "another time");
    Path second = new PluginJar().write(lib.resolve("b.jar"));
    Files.setLastModifiedTime(lib, before);
    assertOpened(own, "one more");
    Files.move(second, lib.resolve("c.jar"));
    Files.setLastModifiedTime(lib, before);
    assertOpened(own, "another name");
    Files.delete(library);
    Files.delete(lib.resolve("c.jar"));
    Files.delete(lib);
    assertOpened(own, "none any more");
  }

  private void assertOpened(Path own, String why) throws IOException {
    assertEquals(1, catalog(false).rejected().size(), why);
    learnAndGarble(own);
  }

  private void learnAndGarble(Path own) throws IOException {
    PluginJar.network("blue", "blue").write(own);
    assertEquals(List.of("blue"), names());
    garble(own);
  }

  /// What is missing may be put there.
  @Test
  void anIndexThatIsDamagedIsMadeAgain() throws IOException {
    catalog(true);
    byte[] good = Files.readAllBytes(index());
    List<byte[]> damaged = new ArrayList<>();
    for (int at = 0; at < good.length; at++) {
      byte[] one = good.clone();
      one[at] ^= 1;
      damaged.add(one);
      damaged.add(Arrays.copyOf(good, at));
    }
    for (byte[] content : damaged) {
      Files.write(index(), content);
      assertEquals(List.of("blue"), names(), () -> Arrays.toString(content));
      assertArrayEquals(good, Files.readAllBytes(index()));
    }
  }

  @Test
  void anIndexThatOthersCanChangeIsNotBelieved() throws IOException {
    catalog(true);
    Files.setPosixFilePermissions(index(), PosixFilePermissions.fromString("rw-rw-rw-"));
    garble(jar);
    BackendCatalog catalog = catalog(true);
    assertEquals(1, catalog.rejected().size(), "it was opened");
    String told = catalog.notices().getFirst();
    assertTrue(
        told.startsWith("plugin index ")
            && told.contains("can be changed by users other than root")
            && told.contains("mode 666"),
        told);
    assertEquals(List.of(), catalog(true).notices(), "it was replaced");
  }

  @Test
  void whoMayNotWriteItReadsIt() throws IOException {
    assertEquals(List.of("blue"), names(catalog(false)));
    assertFalse(Files.exists(cache));
    catalog(true);
    garble(jar);
    assertEquals(List.of("blue"), names(catalog(false)));
  }

  @Test
  void thoseThatWriteItAtOnceDoNoHarm() throws Exception {
    for (int other = 0; other < 10; other++) {
      PluginJar.network("p" + other, "p" + other).write(folder.resolve(other + ".jar"));
    }
    List<String> alone = names(catalog(false));
    Callable<List<String>> one = () -> names(catalog(true));
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      for (Future<List<String>> names : pool.invokeAll(List.of(one, one, one, one))) {
        assertEquals(alone, names.get());
      }
    }
    try (Stream<Path> files = Files.list(cache)) {
      assertEquals(List.of(index()), files.toList(), "nothing else is left");
    }
  }

  @Test
  void indexesOfFoldersThatAreGoneAreForgotten() throws IOException {
    catalog(true);
    Path old = index();
    Path other = directory.resolve("other");
    Files.move(folder, other);
    folder = other;
    catalog(true);
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(index()));
  }

  @Test
  void theBuildPutsAnIndexIntoTheDistribution() throws IOException {
    PluginFolder bundled = new PluginFolder(folder, Origin.DISTRIBUTION);
    IndexStore.writeBundled(bundled);
    garble(jar);
    Path moved = directory.resolve("moved");
    Files.move(folder, moved);
    IndexStore store = new IndexStore(SpiTable.STANDARD, cache, Trust.ofRoot(directory), true);
    BackendCatalog catalog =
        new BackendCatalog(
            List.of(new PluginFolder(moved, Origin.DISTRIBUTION)), Trust.inEverything(), store);
    assertEquals(List.of("blue"), names(catalog));
    assertFalse(Files.exists(cache), "it knows all");
  }

  /// Same size, same time.
  private static void garble(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    Arrays.fill(content, (byte) 'x');
    Files.write(file, content);
    Files.setLastModifiedTime(file, time);
  }

  private Path index() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.findFirst().orElseThrow();
    }
  }

  private List<PluginDescription> descriptions(boolean writing) {
    return catalog(writing).plugins().stream().map(FoundPlugin::description).toList();
  }

  private List<String> names() {
    return names(catalog(true));
  }

  private static List<String> names(BackendCatalog catalog) {
    return catalog.services(Network.class).stream().map(PluginService::name).toList();
  }

  private BackendCatalog catalog(boolean writing) {
    Trust trust = Trust.ofRoot(directory);
    return new BackendCatalog(
        List.of(new PluginFolder(folder, Origin.OPTION)),
        trust,
        new IndexStore(SpiTable.STANDARD, cache, trust, writing));
  }
}
