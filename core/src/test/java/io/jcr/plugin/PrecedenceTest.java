package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.plugin.FoundPlugin.State;
import io.jcr.plugin.PluginFolder.Origin;
import io.jcr.spi.Network;
import io.jcr.spi.SpiTable;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several folders.
class PrecedenceTest {
  @TempDir Path directory;
  private Path first;
  private Path second;

  @BeforeEach
  void make() throws IOException {
    first = Files.createDirectory(directory.resolve("first"));
    second = Files.createDirectory(directory.resolve("second"));
  }

  @Test
  void aPluginOfAnEarlierFolderReplacesOneWithItsId() throws IOException {
    Path mine = PluginJar.network("blue", "navy").write(first.resolve("mine.jar"));
    Path old = PluginJar.network("blue", "blue").write(second.resolve("old.jar"));
    BackendCatalog catalog = catalog(Trust.inEverything());
    assertEquals("navy", select(catalog, "navy").name());
    assertThrows(UsageException.class, () -> select(catalog, "blue"));
    assertEquals(State.SHADOWED, catalog.plugins().getLast().state());
    assertEquals(old, catalog.plugins().getLast().path());
    assertEquals(
        mine + " has the same Plugin-Id, and its folder comes first",
        catalog.plugins().getLast().reason());
    assertEquals(List.of(), catalog.rejected());
  }

  @Test
  void onlyOneThatCanBeUsedReplacesAnother() throws IOException {
    PluginJar.network("blue", "navy")
        .manifest("Plugin-Requires", "~9.0.0")
        .write(first.resolve("mine.jar"));
    PluginJar.network("blue", "blue").write(second.resolve("old.jar"));
    assertEquals("blue", select(catalog(Trust.inEverything()), "blue").name());
  }

  @Test
  void aNameOfTwoPluginsIsAmbiguousWhateverTheFolder() throws IOException {
    PluginJar.network("blue", "same").write(first.resolve("a.jar"));
    PluginJar.network("green", "same").write(second.resolve("b.jar"));
    BackendCatalog catalog = catalog(Trust.inEverything());
    assertThrows(PluginException.class, () -> select(catalog, "same"));
    assertEquals("same", select(catalog, "green/same").name());
  }

  @Test
  void aJarThatOthersCanChangeIsNotOpenedAndTheOthersWork() throws IOException {
    assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "not root");
    Path bad = PluginJar.network("blue", "blue").write(first.resolve("a.jar"));
    PluginJar.network("green", "green").write(second.resolve("b.jar"));
    Files.setPosixFilePermissions(bad, PosixFilePermissions.fromString("rw-rw-rw-"));
    BackendCatalog catalog = catalog(Trust.ofRoot(directory));
    assertEquals("green", select(catalog, "green").name());
    PluginException refusal = assertThrows(PluginException.class, () -> select(catalog, "blue"));
    assertTrue(
        refusal
            .getMessage()
            .startsWith("plugin " + bad + " can be changed by users other than root"),
        refusal::getMessage);
    assertEquals(List.of(String.valueOf(refusal.getMessage())), catalog.untrusted());
    assertEquals(State.UNTRUSTED, catalog.plugins().getFirst().state());
  }

  /// An index says what is in a jar, not that it is to be trusted.
  @Test
  void aJarThatIsKnownIsLookedAtAgainWhenItIsUsed() throws IOException {
    assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "not root");
    Path folder = Files.createDirectories(first.resolve("blue/lib")).getParent();
    Path jar = PluginJar.network("blue", "blue").write(folder.resolve("a.jar"));
    Path library = new PluginJar().write(folder.resolve("lib/x.jar"));
    assertEquals("blue", select(catalog(Trust.ofRoot(directory)), "blue").name());
    for (Path part : List.of(jar, library, folder, library.getParent())) {
      var before = Files.getPosixFilePermissions(part);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxrwxrwx"));
      BackendCatalog catalog = catalog(Trust.ofRoot(directory));
      PluginException refusal = assertThrows(PluginException.class, () -> select(catalog, "blue"));
      assertTrue(refusal.getMessage().contains(part.toString()), refusal::getMessage);
      Files.setPosixFilePermissions(part, before);
    }
  }

  @Test
  void aFolderThatOthersCanChangeIsRefused() throws IOException {
    assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "not root");
    PluginJar.network("blue", "blue").write(first.resolve("a.jar"));
    Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rwxrwxrwx"));
    Trust trust = Trust.ofRoot(directory);
    PluginException refusal = assertThrows(PluginException.class, () -> catalog(trust));
    assertTrue(refusal.getMessage().startsWith("plugin " + first + " can be"), refusal::getMessage);
  }

  private BackendCatalog catalog(Trust trust) {
    return new BackendCatalog(
        List.of(
            new PluginFolder(first, Origin.OPTION), new PluginFolder(second, Origin.DISTRIBUTION)),
        trust,
        new IndexStore(
            SpiTable.STANDARD, directory.resolve("cache"), Trust.ofRoot(directory), true));
  }

  private static Network select(BackendCatalog catalog, String name) {
    return catalog.select(
        SpiTable.NETWORK, new BackendChoice(name, Map.of()), StubHostFacts.root());
  }
}
