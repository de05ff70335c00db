package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.jcr.plugin.PluginFolder.Origin;
import io.jcr.spi.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What catalogues, one after the other, find open.
class OpenJarsTest {
  @TempDir Path folder;
  private final OpenJars kept = new OpenJars();
  private Path jar;

  @BeforeEach
  void write() throws IOException {
    jar = PluginJar.network("blue", "blue").write(folder.resolve("blue.jar"));
  }

  @Test
  void classesOfOurOwnStayAndObjectsDoNot() {
    Network first;
    try (BackendCatalog catalog = catalog(Origin.DISTRIBUTION)) {
      first = Catalogs.own(catalog, "blue");
    }
    Network second = Catalogs.own(catalog(Origin.DISTRIBUTION), "blue");
    assertSame(first.getClass(), second.getClass());
    assertNotSame(first, second);
    assertEquals("blue", second.name());
  }

  @Test
  void classesOfOthersGo() {
    assertNotSame(
        Catalogs.own(catalog(Origin.HOST), "blue").getClass(),
        Catalogs.own(catalog(Origin.HOST), "blue").getClass());
  }

  @Test
  void aJarThatWasReplacedIsReadAgain() throws IOException {
    Class<?> old = Catalogs.own(catalog(Origin.DISTRIBUTION), "blue").getClass();
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
    assertNotSame(old, Catalogs.own(catalog(Origin.DISTRIBUTION), "blue").getClass());
  }

  private BackendCatalog catalog(Origin origin) {
    return new BackendCatalog(
        List.of(new PluginFolder(folder, origin)),
        Trust.inEverything(),
        IndexStore.none(),
        CallWatch.NONE,
        kept);
  }
}
