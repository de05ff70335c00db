package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.PluginException;
import io.jcr.spi.Network;
import io.jcr.spi.Support;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins that fail at a call: what is missing could not be seen when the jar was.
class BrokenPluginTest {
  @TempDir Path folder;

  /// It is called as one of the plugin's own class, which inherits it.
  @Test
  void aMethodOfTheSpiThatIsGoneIsNamedWithThePluginAndBothVersions() throws IOException {
    Path jar =
        PluginJar.calling("bad", "connect(null);").renaming("connect", "cannect").write(jar());
    assertEquals(
        "plugin bad 1.0.0 ("
            + jar
            + "): Network.probe failed: it was built for another SPI: it calls method 'void"
            + " third.bad.Backend.cannect(io.jcr.spi.BackendLookup)', which does not exist; it"
            + " says that it goes with SPI ~0.1.0, this jcr has SPI 0.1.1 (get another version"
            + " of it)",
        told(NoSuchMethodError.class));
  }

  @Test
  void aMethodOfTheSpiThatThePluginDoesNotHaveIsNamed() throws IOException {
    Path jar =
        PluginJar.calling(
                "bad",
                "if (true) throw new AbstractMethodError(\"Receiver class third.bad.Backend does not"
                    + " define 'abstract void io.jcr.spi.Host.gone()'\");")
            .write(jar());
    String told = told(AbstractMethodError.class);
    assertTrue(
        told.startsWith("plugin bad 1.0.0 (" + jar + "): Network.probe failed: it was built"),
        told);
    assertTrue(told.contains("it lacks a method: ") && told.contains("Host.gone("), told);
  }

  /// That is no matter of versions of the SPI.
  @Test
  void aClassOfALibraryThatIsMissingIsNamed() throws IOException {
    String source =
        PluginJar.networkSource("bad", "bad", "")
            .replace(
                "return io.jcr.spi.Support.yes()", "new Part(); return io.jcr.spi.Support.yes()");
    Path jar =
        PluginJar.network("bad", "bad")
            .source("third.bad.Backend", source + " class Part {}")
            .without("third/bad/Part.class")
            .write(jar());
    assertEquals(
        "plugin bad 1.0.0 ("
            + jar
            + "): Network.probe failed: it is broken: it uses class third/bad/Part, which does not exist (get"
            + " another version of it, or put the library that it needs into its lib)",
        told(NoClassDefFoundError.class));
  }

  /// `jcr doctor` and `jcr plugins` go on.
  @Test
  void aProbeThatFailsIsAnAnswer() throws IOException {
    PluginJar.calling("bad", "connect(null);").renaming("connect", "cannect").write(jar());
    PluginJar.calling("worse", "Integer.parseInt(\"x\");").write(folder.resolve("worse.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    List<String> reasons =
        catalog.services(Network.class).stream()
            .map(service -> catalog.probe(service, Network.class, StubHostFacts.root()))
            .map(answer -> ((Support.Unsupported) answer).reason())
            .toList();
    assertTrue(reasons.get(0).contains("was built for another SPI"), reasons.toString());
    assertTrue(
        reasons
            .get(1)
            .contains("worse.jar): Network.probe failed: NumberFormatException: For input"),
        reasons.toString());
  }

  /// What is said of the failure of its probe.
  private String told(Class<? extends LinkageError> type) {
    Network bad = Catalogs.network(Catalogs.of(folder), "bad");
    PluginException told =
        assertThrows(PluginException.class, () -> bad.probe(StubHostFacts.root()));
    assertInstanceOf(type, told.getCause());
    return String.valueOf(told.getMessage());
  }

  private Path jar() {
    return folder.resolve("bad.jar");
  }
}
