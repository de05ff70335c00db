package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.PluginException;
import io.jcr.spi.Host;
import io.jcr.spi.Network;
import io.jcr.spi.Support;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

/// Plugins that say that they go with this SPI, and do not.
class BrokenPluginTest {
  @TempDir Path folder;

  @Test
  void aMethodOfTheSpiThatIsGoneIsNamedWithThePluginAndBothVersions() throws IOException {
    Path jar = calling("facts.cgroups();").renaming("cgroups", "cgruops").write(jar());
    BackendCatalog catalog = catalog();
    Network bad = select(catalog);
    NoSuchMethodError error =
        assertThrows(NoSuchMethodError.class, () -> bad.probe(StubHostFacts.root()));
    PluginException told = catalog.explain(error).orElseThrow();
    assertEquals(
        "plugin "
            + jar
            + " (bad 1.0.0) was made for another SPI: it calls method 'java.util.List"
            + " io.jcr.spi.HostFacts.cgruops()', which does not exist; it says that it goes with"
            + " SPI ~0.1.0, this jcr has SPI 0.1.0 (get another version of it)",
        told.getMessage());
  }

  @Test
  void aMethodOfTheSpiThatThePluginDoesNotHaveIsNamed() throws IOException {
    Path jar = PluginJar.network("bad", "bad").renaming("prepare", "prepair").write(jar());
    BackendCatalog catalog = catalog();
    Network bad = select(catalog);
    ContainerSpec spec = SampleSpec.of("c1");
    Host host = Mockito.mock(Host.class);
    AbstractMethodError error =
        assertThrows(AbstractMethodError.class, () -> bad.prepare(spec, host));
    String told = catalog.explain(error).orElseThrow().getMessage();
    assertTrue(told.startsWith("plugin " + jar + " (bad 1.0.0) was made for another SPI"), told);
    assertTrue(told.contains("it lacks a method: ") && told.contains("prepare("), told);
  }

  @Test
  void aClassOfTheSpiThatIsGoneIsNamed() throws IOException {
    Path jar =
        calling("new io.jcr.api.UsageException(\"\").toString();")
            .renaming("UsageException", "UsageExceptiom")
            .write(jar());
    BackendCatalog catalog = catalog();
    Network bad = select(catalog);
    LinkageError error =
        assertThrows(NoClassDefFoundError.class, () -> bad.probe(StubHostFacts.root()));
    String told = catalog.explain(error).orElseThrow().getMessage();
    assertTrue(told.startsWith("plugin " + jar), told);
    assertTrue(told.contains("it uses class io/jcr/api/UsageExceptiom, which does not"), told);
  }

  @Test
  void anErrorThatNoPluginHasToDoWithIsNotExplained() throws IOException {
    PluginJar.network("bad", "bad").write(jar());
    BackendCatalog catalog = catalog();
    select(catalog);
    assertEquals(Optional.empty(), catalog.explain(new NoSuchMethodError("'void a.B.c()'")));
  }

  /// `jcr doctor` and `jcr plugins` go on.
  @Test
  void aProbeThatFailsIsAnAnswer() throws IOException {
    calling("facts.cgroups();").renaming("cgroups", "cgruops").write(jar());
    calling("Integer.parseInt(\"x\");")
        .manifest("Plugin-Id", "worse")
        .write(folder.resolve("worse.jar"));
    BackendCatalog catalog = catalog();
    List<String> reasons =
        catalog.services(Network.class).stream()
            .map(service -> catalog.probe(service, Network.class, StubHostFacts.root()))
            .map(answer -> ((Support.Unsupported) answer).reason())
            .toList();
    assertTrue(reasons.get(0).contains("was made for another SPI"), reasons.toString());
    assertTrue(reasons.get(1).contains("worse.jar fails when it is asked"), reasons.toString());
  }

  private static PluginJar calling(String statement) {
    String source = PluginJar.networkSource("bad", "bad", "");
    return PluginJar.network("bad", "bad")
        .source(
            "third.bad.Backend",
            source.replace(
                "return io.jcr.spi.Support.yes()", statement + " return io.jcr.spi.Support.yes()"));
  }

  private Path jar() {
    return folder.resolve("bad.jar");
  }

  private BackendCatalog catalog() {
    return new BackendCatalog(
        List.of(new PluginFolder(folder, PluginFolder.Origin.OPTION)),
        Trust.inEverything(),
        IndexStore.none());
  }

  private static Network select(BackendCatalog catalog) {
    return catalog.select(
        Network.class, "net", new BackendChoice("bad", Map.of()), List.of(), StubHostFacts.root());
  }
}
