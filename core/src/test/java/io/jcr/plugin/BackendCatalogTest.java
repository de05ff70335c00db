package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.spi.Backend;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import io.jcr.spi.Support;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/// With real jars: compiled, packed, loaded.
class BackendCatalogTest {
  @TempDir Path folder;

  @Test
  void aJarDroppedIntoTheFolderIsSelectable() throws IOException {
    PluginJar.network("blue", "blue").write(folder.resolve("blue.jar"));
    PluginJar.network("green", "green").write(folder.resolve("green.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    Network blue = Catalogs.network(catalog, "blue");
    assertEquals("blue", blue.name());
    NetworkPlan plan = blue.prepare(SampleSpec.of("c1"), Mockito.mock(Host.class));
    assertEquals(NetworkPlan.isolated(List.of()), plan);
    assertEquals("green", Catalogs.network(catalog, "green").name());
    assertEquals(List.of(), catalog.rejected());
    assertNotSame(
        Network.class.getClassLoader(),
        Catalogs.own(catalog, "blue").getClass().getClassLoader(),
        "a loader of its own");
  }

  @Test
  void anUnknownBackendIsRefusedWithTheKnownOnes() throws IOException {
    PluginJar.network("blue", "blue").write(folder.resolve("blue.jar"));
    PluginJar.network("green", "green").write(folder.resolve("green.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    UsageException refusal =
        assertThrows(UsageException.class, () -> Catalogs.network(catalog, "red"));
    assertEquals("--net=red: no such backend: choose from blue, green", refusal.getMessage());
    UsageException other =
        assertThrows(
            UsageException.class,
            () -> catalog.select(SpiTable.FILESYSTEM, null, StubHostFacts.root()));
    assertTrue(other.getMessage().contains("is the plugins folder there?"), other.getMessage());
  }

  @Test
  void theFirstDefaultThatCanRunIsTaken() throws IOException {
    jar("blue", "no", "it is blue").write(folder.resolve("blue.jar"));
    PluginJar.network("green", "green").write(folder.resolve("green.jar"));
    assertEquals("green", byDefault("blue", "green").name());
  }

  /// Whoever runs it asks it why it cannot.
  @Test
  void withoutADefaultThatCanRunTheLastIsTaken() throws IOException {
    jar("blue", "no", "it is blue").write(folder.resolve("blue.jar"));
    jar("green", "no", "it is green").write(folder.resolve("green.jar"));
    assertEquals("green", byDefault("blue", "green").name());
    assertEquals("blue", byDefault("blue").name());
  }

  @Test
  void aChosenBackendIsTakenWhetherItCanRunOrNot() throws IOException {
    jar("blue", "no", "it is blue").write(folder.resolve("blue.jar"));
    assertEquals("blue", Catalogs.network(Catalogs.of(folder), "blue").name());
  }

  @Test
  void ofAPluginThatIsTwiceInAFolderNeitherIsUsed() throws IOException {
    Path one = PluginJar.network("blue", "blue").write(folder.resolve("blue-1.jar"));
    Path two = PluginJar.network("blue", "blue").write(folder.resolve("blue-2.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    String same = " is not used: another jar has its Plugin-Id 'blue', ";
    assertEquals(
        List.of(
            "plugin " + one + same + two + ": remove one",
            "plugin " + two + same + one + ": remove one"),
        catalog.rejected());
    assertThrows(UsageException.class, () -> Catalogs.network(catalog, "blue"));
  }

  @Test
  void oneNameInTwoPluginsIsRefused() throws IOException {
    Path one = PluginJar.network("blue", "blue").write(folder.resolve("a.jar"));
    Path two = PluginJar.network("green", "blue").write(folder.resolve("b.jar"));
    PluginJar.network("red", "red").write(folder.resolve("c.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    PluginException refusal =
        assertThrows(PluginException.class, () -> Catalogs.network(catalog, "blue"));
    assertEquals(
        "backend 'blue' is in two plugins: "
            + one
            + " and "
            + two
            + ": choose one by --net=blue/blue or --net=green/blue, or remove one",
        refusal.getMessage());
    assertEquals(
        "red", Catalogs.network(catalog, "red").name(), "who does not need it is not troubled");
    assertEquals("third.green.Backend", Catalogs.own(catalog, "green/blue").getClass().getName());
    assertEquals("third.blue.Backend", Catalogs.own(catalog, "blue/blue").getClass().getName());
    UsageException unknown =
        assertThrows(UsageException.class, () -> Catalogs.network(catalog, "red/blue"));
    assertTrue(
        unknown.getMessage().endsWith("choose from blue/blue, green/blue, red"),
        unknown.getMessage());
  }

  /// A class loader that asks the jar first would find another interface of the same name.
  @Test
  void aJarWithACopyOfTheSpiWorks() throws IOException {
    PluginJar.network("fat", "fat")
        .copyOf(Network.class)
        .copyOf(Backend.class)
        .copyOf(Support.class)
        .copyOf(Support.Supported.class)
        .copyOf(NetworkPlan.class)
        .copyOf(org.slf4j.Logger.class)
        .write(folder.resolve("fat.jar"));
    Network fat = Catalogs.network(Catalogs.of(folder), "fat");
    assertEquals(Support.yes(), fat.probe(StubHostFacts.root()));
    assertEquals(
        List.of(
            "plugin "
                + folder.resolve("fat.jar")
                + ": it holds copies of io.jcr.spi, org.slf4j, which jcr's own replace"),
        Catalogs.of(folder).notices());
  }

  @Test
  void aFolderThatIsNotThereIsEmpty() {
    folder = folder.resolve("none");
    BackendCatalog catalog = Catalogs.of(folder);
    assertEquals(List.of(), catalog.rejected());
    assertThrows(UsageException.class, () -> Catalogs.network(catalog, "blue"));
  }

  private static PluginJar jar(String id, String answer, String reason) {
    String source =
        PluginJar.networkSource(id, id, "")
            .replace("Support.yes()", "Support." + answer + "(\"" + reason + "\", \"paint it\")");
    return PluginJar.network(id, id).source("third." + id + ".Backend", source);
  }

  private Network byDefault(String... names) {
    Spi<Network> spi = new Spi<>(Network.class, "net", "network", "", List.of(names));
    return Catalogs.of(folder).select(spi, null, StubHostFacts.root());
  }
}
