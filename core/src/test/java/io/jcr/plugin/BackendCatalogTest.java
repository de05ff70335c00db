package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.Support;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/// With real jars: compiled, packed, loaded.
class BackendCatalogTest {
  private static final String SERVICE = "META-INF/services/" + Network.class.getName();

  @TempDir Path folder;

  @Test
  void aJarDroppedIntoTheFolderIsSelectable() throws IOException {
    PluginJar.network("blue", "blue").write(folder.resolve("blue.jar"));
    PluginJar.network("green", "green").write(folder.resolve("green.jar"));
    BackendCatalog catalog = catalog();
    Network blue = select(catalog, "blue");
    assertEquals("blue", blue.name());
    NetworkPlan plan = blue.prepare(SampleSpec.of("c1"), Mockito.mock(Host.class));
    assertEquals(NetworkPlan.isolated(List.of()), plan);
    assertEquals("green", select(catalog, "green").name());
    assertEquals(List.of(), catalog.rejected());
    assertNotSame(
        Network.class.getClassLoader(), blue.getClass().getClassLoader(), "a loader of its own");
  }

  @Test
  void anUnknownBackendIsRefusedWithTheKnownOnes() throws IOException {
    PluginJar.network("blue", "blue").write(folder.resolve("blue.jar"));
    PluginJar.network("green", "green").write(folder.resolve("green.jar"));
    BackendCatalog catalog = catalog();
    UsageException refusal = assertThrows(UsageException.class, () -> select(catalog, "red"));
    assertEquals("--net=red: no such backend: known are blue, green", refusal.getMessage());
    UsageException other =
        assertThrows(
            UsageException.class,
            () ->
                catalog.select(
                    Filesystem.class, "fs", null, List.of("overlay"), StubHostFacts.root()));
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
    assertEquals("blue", select(catalog(), "blue").name());
  }

  @ParameterizedTest
  @CsvSource({
    "Plugin-Id, ''",
    "Plugin-Version, ''",
    "Plugin-Requires, ~0.2.0",
    "Plugin-Requires, >=1.0.0",
    "Plugin-Requires, nonsense!",
    "Plugin-Dependencies, no-such-plugin",
  })
  void aJarThatCannotBeUsedIsRejectedAndTheOthersWork(String attribute, String value)
      throws IOException {
    Path bad =
        PluginJar.network("bad", "bad").manifest(attribute, value).write(folder.resolve("bad.jar"));
    PluginJar.network("a", "first").write(folder.resolve("a.jar"));
    PluginJar.network("z", "last").write(folder.resolve("z.jar"));
    BackendCatalog catalog = catalog();
    assertRejected(catalog, bad);
    assertEquals("first", select(catalog, "first").name());
    assertEquals("last", select(catalog, "last").name());
    assertThrows(UsageException.class, () -> select(catalog, "bad"));
  }

  @Test
  void theRejectionForTheWrongSpiNamesBothVersions() throws IOException {
    PluginJar.network("bad", "bad")
        .manifest("Plugin-Requires", "~0.2.0")
        .write(folder.resolve("bad.jar"));
    assertEquals(
        List.of(
            "plugin "
                + folder.resolve("bad.jar")
                + " is not used: it requires SPI ~0.2.0, this jcr has 0.1.0"),
        catalog().rejected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no zip", "PK\3\4"})
  void whatIsNoJarIsRejected(String content) throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.jar"), content);
    PluginJar.network("z", "last").write(folder.resolve("z.jar"));
    BackendCatalog catalog = catalog();
    assertRejected(catalog, bad);
    assertEquals("last", select(catalog, "last").name());
  }

  @Test
  void aDirectoryCalledLikeAJarIsRejected() throws IOException {
    Path bad = Files.createDirectory(folder.resolve("bad.jar"));
    assertRejected(catalog(), bad);
  }

  @Test
  void aJarWithoutManifestIsRejected() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .manifest("Plugin-Id", "")
            .manifest("Plugin-Version", "")
            .manifest("Plugin-Requires", "")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "it has no manifest (META-INF/MANIFEST.MF");
  }

  @Test
  void ofAPluginThatIsTwiceInAFolderNeitherIsUsed() throws IOException {
    Path one = PluginJar.network("blue", "blue").write(folder.resolve("blue-1.jar"));
    Path two = PluginJar.network("blue", "blue").write(folder.resolve("blue-2.jar"));
    BackendCatalog catalog = catalog();
    String same = " is not used: another jar has its Plugin-Id 'blue', ";
    assertEquals(
        List.of(
            "plugin " + one + same + two + ": remove one",
            "plugin " + two + same + one + ": remove one"),
        catalog.rejected());
    assertThrows(UsageException.class, () -> select(catalog, "blue"));
  }

  @Test
  void aServicesFileThatNamesAMissingClassIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .services(Network.class.getName(), "third.bad.Missing")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "third.bad.Missing");
  }

  @Test
  void aBackendThatMissesAClassIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .source("third.bad.Parent", "package third.bad; public class Parent {}")
            .source(
                "third.bad.Child",
                "package third.bad; public abstract class Child implements io.jcr.spi.Network {}")
            .services(Network.class.getName(), "third.bad.Child")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "third.bad.Child");
  }

  @Test
  void aBackendOfAnotherSpiIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .source("third.bad.Other", "package third.bad; public class Other {}")
            .services(Network.class.getName(), "third.bad.Other")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "third.bad.Other");
  }

  @Test
  void aBackendWhoseLibraryIsMissingIsTold() throws IOException {
    String source =
        PluginJar.networkSource("bad", "bad", "private static final class Part {}")
            .replace(
                "final class Backend implements",
                "final class Backend extends Backend0 implements");
    Path bad =
        PluginJar.network("bad", "bad")
            .source("third.bad.Backend", source + " class Backend0 {}")
            .without("third/bad/Backend0.class")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "third/bad/Backend0");
  }

  @Test
  void aBackendThatThrowsWhenItIsMadeIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .source(
                "third.bad.Backend",
                PluginJar.networkSource(
                    "bad", "bad", "{ if (true) throw new IllegalStateException(\"oh no\"); }"))
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "third.bad.Backend");
  }

  @Test
  void oneNameInTwoPluginsIsRefused() throws IOException {
    Path one = PluginJar.network("blue", "blue").write(folder.resolve("a.jar"));
    Path two = PluginJar.network("green", "blue").write(folder.resolve("b.jar"));
    PluginJar.network("red", "red").write(folder.resolve("c.jar"));
    BackendCatalog catalog = catalog();
    PluginException refusal = assertThrows(PluginException.class, () -> select(catalog, "blue"));
    assertEquals(
        "backend 'blue' is in two plugins: "
            + one
            + " and "
            + two
            + ": choose one by --net=blue/blue or --net=green/blue, or remove one",
        refusal.getMessage());
    assertEquals("red", select(catalog, "red").name(), "who does not need it is not troubled");
    assertEquals("third.green.Backend", select(catalog, "green/blue").getClass().getName());
    assertEquals("third.blue.Backend", select(catalog, "blue/blue").getClass().getName());
    UsageException unknown = assertThrows(UsageException.class, () -> select(catalog, "red/blue"));
    assertTrue(
        unknown.getMessage().endsWith("known are blue/blue, green/blue, red"),
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
    Network fat = select(catalog(), "fat");
    assertEquals(Support.yes(), fat.probe(StubHostFacts.root()));
    assertEquals(
        List.of(
            "plugin "
                + folder.resolve("fat.jar")
                + ": it holds copies of io.jcr.spi, org.slf4j, which jcr's own replace"),
        catalog().notices());
  }

  @Test
  void aJarWithoutServicesIsTold() throws IOException {
    assertTold(
        PluginJar.network("bad", "bad").without(SERVICE).write(folder.resolve("bad.jar")),
        "it has no services file: META-INF/services/io.jcr.spi.Network, or");
  }

  @Test
  void aClassOfANewerJavaIsTold() throws IOException {
    int here = Runtime.version().feature();
    Path bad = PluginJar.network("bad", "bad").forJava(here + 1).write(folder.resolve("bad.jar"));
    assertTold(bad, "is not used: it needs Java " + (here + 1) + ", this is " + here);
  }

  @Test
  void everythingThatIsWrongIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .manifest("Plugin-Id", "a/b")
            .manifest("Plugin-Version", "")
            .without(SERVICE)
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "its Plugin-Id 'a/b' is no identifier");
    assertTold(bad, "its manifest has no Plugin-Version");
    assertTold(bad, "it has no services file");
  }

  @Test
  void aNameThatTheCommandLineCannotSayIsTold() throws IOException {
    Path bad = PluginJar.network("bad", "Bad:1").write(folder.resolve("bad.jar"));
    assertTold(bad, "its class third.bad.Backend has the name 'Bad:1'");
  }

  @Test
  void aFolderThatIsNotThereIsEmpty() {
    folder = folder.resolve("none");
    BackendCatalog catalog = catalog();
    assertEquals(List.of(), catalog.rejected());
    assertThrows(UsageException.class, () -> select(catalog, "blue"));
  }

  private static PluginJar jar(String id, String answer, String reason) {
    String source =
        PluginJar.networkSource(id, id, "")
            .replace("Support.yes()", "Support." + answer + "(\"" + reason + "\", \"paint it\")");
    return PluginJar.network(id, id).source("third." + id + ".Backend", source);
  }

  private static void assertRejected(BackendCatalog catalog, Path jar) {
    assertEquals(1, catalog.rejected().size(), catalog.rejected().toString());
    String sentence = catalog.rejected().getFirst();
    assertTrue(sentence.startsWith("plugin " + jar + " is not used: "), sentence);
    assertFalse(sentence.contains("\n") || sentence.endsWith(" null"), sentence);
  }

  /// Nothing else is kept from working.
  private void assertTold(Path jar, String what) throws IOException {
    PluginJar.network("z", "last").write(folder.resolve("z.jar"));
    BackendCatalog catalog = catalog();
    assertRejected(catalog, jar);
    String sentence = catalog.rejected().getFirst();
    assertTrue(sentence.contains(what), sentence);
    assertEquals("last", select(catalog, "last").name());
    assertThrows(UsageException.class, () -> select(catalog, "bad"));
  }

  private BackendCatalog catalog() {
    return new BackendCatalog(
        List.of(new PluginFolder(folder, PluginFolder.Origin.OPTION)),
        Trust.inEverything(),
        IndexStore.none());
  }

  private Network byDefault(String... names) {
    return catalog().select(Network.class, "net", null, List.of(names), StubHostFacts.root());
  }

  private static Network select(BackendCatalog catalog, String name) {
    return catalog.select(
        Network.class,
        "net",
        new BackendChoice(name, Map.of()),
        List.of("none"),
        StubHostFacts.root());
  }
}
