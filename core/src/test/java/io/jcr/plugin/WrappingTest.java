package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import io.jcr.spi.Network;
import io.jcr.spi.contract.SampleSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backend that wraps another, of another plugin.
class WrappingTest {
  @TempDir Path folder;

  @BeforeEach
  void writePlugins() throws IOException {
    PluginJar.network("blue", "blue").write(folder.resolve("blue.jar"));
    String type = "third.wrapper.Backend";
    String members =
        """
        private io.jcr.spi.BackendLookup others;
        public void connect(io.jcr.spi.BackendLookup lookup) { others = lookup; }
        public void validate(io.jcr.api.ContainerSpec spec) {
          others.find(io.jcr.spi.Network.class, spec.options("net").get("of")).validate(spec);
        }
        """;
    PluginJar.network("wrapper", "wrapper")
        .source(type, PluginJar.networkSource("wrapper", "wrapper", members))
        .write(folder.resolve("wrapper.jar"));
  }

  @Test
  void itFindsTheOtherOne() {
    assertEquals("blue", Catalogs.of(folder).find(Network.class, "blue").name());
    assertEquals("blue", Catalogs.of(folder).find(Network.class, "blue/blue").name());
    Catalogs.of(folder)
        .find(Network.class, "wrapper")
        .validate(SampleSpec.of("c1", "net", "wrapper", Map.of("of", "blue")));
  }

  @Test
  void aNameOfTwoPluginsIsRefusedWithBothJars() throws IOException {
    PluginJar.network("other", "blue").write(folder.resolve("other.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    UsageException refusal =
        assertThrows(UsageException.class, () -> catalog.find(Network.class, "blue"));
    assertEquals(
        "backend 'blue' is in two plugins: "
            + folder.resolve("blue.jar")
            + " and "
            + folder.resolve("other.jar")
            + ": choose one by blue/blue or other/blue, or remove one",
        refusal.getMessage());
    assertEquals("blue", catalog.find(Network.class, "other/blue").name());
  }

  @Test
  void oneThatIsNotThereIsRefusedWithThoseThatAre() {
    UsageException refusal =
        assertThrows(UsageException.class, () -> Catalogs.of(folder).find(Network.class, "red"));
    assertEquals("no backend 'red': choose from blue, wrapper", refusal.getMessage());
  }
}
