package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import io.jcr.spi.Network;
import io.jcr.spi.SpiTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a jar that cannot be used lacks is said, and keeps no other from working.
class RejectedJarTest {
  private static final String SERVICE = "META-INF/services/" + Network.class.getName();

  @TempDir Path folder;

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
    BackendCatalog catalog = Catalogs.of(folder);
    assertRejected(catalog, bad);
    assertEquals("first", Catalogs.network(catalog, "first").name());
    assertEquals("last", Catalogs.network(catalog, "last").name());
    assertThrows(UsageException.class, () -> Catalogs.network(catalog, "bad"));
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
                + " is not used: it requires SPI ~0.2.0, this jcr has 0.1.1"),
        Catalogs.of(folder).rejected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no zip", "PK\3\4"})
  void whatIsNoJarIsRejected(String content) throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.jar"), content);
    PluginJar.network("z", "last").write(folder.resolve("z.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    assertRejected(catalog, bad);
    assertEquals("last", Catalogs.network(catalog, "last").name());
  }

  @Test
  void aDirectoryCalledLikeAJarIsRejected() throws IOException {
    Path bad = Files.createDirectory(folder.resolve("bad.jar"));
    assertRejected(Catalogs.of(folder), bad);
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
  void aServicesFileThatNamesAMissingClassIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .services(Network.class.getName(), "third.bad.Missing")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "its services file names class third.bad.Missing, which is not in it");
  }

  @Test
  void aBackendThatIsAbstractIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .source(
                "third.bad.Child",
                "package third.bad; public abstract class Child implements io.jcr.spi.Network {}")
            .services(Network.class.getName(), "third.bad.Child")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "its class third.bad.Child is not a public class with a public constructor");
  }

  @Test
  void aBackendOfAnotherSpiIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .source("third.bad.Other", "package third.bad; public class Other {}")
            .services(Network.class.getName(), "third.bad.Other")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "its class third.bad.Other is no io.jcr.spi.Network");
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
    assertTold(bad, "its class third.bad.Backend needs class third/bad/Backend0, which is neither");
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
    assertTold(
        bad,
        "third.bad.Backend fails when it is instantiated: java.lang.IllegalStateException:"
            + " oh no");
  }

  @Test
  void aJarWithoutServicesIsTold() throws IOException {
    assertTold(
        PluginJar.network("bad", "bad").without(SERVICE).write(folder.resolve("bad.jar")),
        "it has no services file: META-INF/services/io.jcr.spi.NAME with the name of a class in it");
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
    assertTold(bad, "its Plugin-Id 'a/b' is not an identifier");
    assertTold(bad, "its manifest has no Plugin-Version");
    assertTold(bad, "it has no services file");
  }

  @Test
  void aNameThatTheCommandLineCannotSayIsTold() throws IOException {
    Path bad = PluginJar.network("bad", "Bad:1").write(folder.resolve("bad.jar"));
    assertTold(bad, "its class third.bad.Backend has the name 'Bad:1'");
  }

  @Test
  void twoClassesOfOneNameAreTold() throws IOException {
    String other = PluginJar.networkSource("bad", "bad", "").replace("Backend", "Other");
    Path bad =
        PluginJar.network("bad", "bad")
            .source("third.bad.Other", other)
            .services(Network.class.getName(), "third.bad.Backend", "third.bad.Other")
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "its classes third.bad.Backend and third.bad.Other have one name: bad");
  }

  /// Found before any of its code runs.
  @ParameterizedTest
  @CsvSource({
    "facts.cgroups(), cgroups, cgruops, method io.jcr.spi.HostFacts.cgruops()",
    "io.jcr.api.Capability.CAP_KILL.name(), CAP_KILL, CAP_KULL, field io.jcr.api.Capability.CAP_KULL",
    "new io.jcr.api.UsageException(name()), UsageEx, UsageAx, class io.jcr.api.UsageAxception",
  })
  void whatThisSpiDoesNotHaveIsTold(String expression, String part, String other, String what)
      throws IOException {
    Path bad =
        PluginJar.calling("bad", expression + ";")
            .renaming(part, other)
            .write(folder.resolve("bad.jar"));
    assertTold(bad, "its class third.bad.Backend uses " + what + ", which does not exist");
  }

  /// Who calls it would notice late.
  @Test
  void aMethodThatThisSpiAsksForIsTold() throws IOException {
    Path bad =
        PluginJar.network("bad", "bad")
            .renaming("prepare", "prepair")
            .write(folder.resolve("bad.jar"));
    assertTold(
        bad,
        "its class third.bad.Backend was built for another SPI: it lacks"
            + " io.jcr.spi.Network.prepare(ContainerSpec, Host)");
  }

  @Test
  void oneThatHangsWhenItIsMadeIsTold() throws IOException {
    String waits = "{ while (name() != null) java.util.concurrent.locks.LockSupport.park(); }";
    PluginJar.network("bad", "bad")
        .source("third.bad.Backend", PluginJar.networkSource("bad", "bad", waits))
        .write(folder.resolve("bad.jar"));
    FoundJar jar = FoundJar.in(new PluginFolder(folder, PluginFolder.Origin.OPTION)).getFirst();
    JarInspection.Result result = JarInspection.of(jar, SpiTable.STANDARD, Duration.ofSeconds(1));
    assertEquals(
        List.of(
            "its class third.bad.Backend has not said its name within 1 s: it hangs when it is"
                + " instantiated (touch the jar to have it tried again)"),
        result.description().problems());
    assertTrue(result.lasting(), "or each run would wait for it");
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
    BackendCatalog catalog = Catalogs.of(folder);
    assertRejected(catalog, jar);
    String sentence = catalog.rejected().getFirst();
    assertTrue(sentence.contains(what), sentence);
    assertEquals("last", Catalogs.network(catalog, "last").name());
    assertThrows(UsageException.class, () -> Catalogs.network(catalog, "bad"));
  }
}
