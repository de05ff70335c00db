package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.OwnLimits;
import io.jcr.api.PluginException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.ResourceLimiter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits that only a plugin's limiter knows.
class OwnLimitsTest {
  private static final String COUNT = "new OptionType.WholeNumber(\"COUNT\", 1, 8)";

  @TempDir Path folder;

  private BackendCatalog limiter(String name, String members) throws IOException {
    String type = "third." + name + ".Backend";
    String source =
        """
        package third.NAME;
        import io.jcr.api.*;
        import io.jcr.spi.*;
        import java.util.*;
        public final class Backend implements ResourceLimiter {
          MEMBERS
          public String name() { return "NAME"; }
          public Support probe(HostFacts facts) { return Support.yes(); }
          public Limits create(ContainerSpec spec, Host host) {
            return new Limits("", List.of(), List.of(), List.of());
          }
        }
        """
            .replace("NAME", name)
            .replace("MEMBERS", members);
    PluginJar.network(name, name)
        .source(type, source)
        .without("META-INF/services/io.jcr.spi.Network")
        .services(ResourceLimiter.class.getName(), type)
        .write(folder.resolve(name + ".jar"));
    return Catalogs.of(folder);
  }

  private static String described(String option) {
    return "public List<BackendOption> ownLimits() { return List.of(" + option + "); }";
  }

  private static List<String> names(BackendCatalog catalog, String limiter) {
    return catalog.find(ResourceLimiter.class, limiter).ownLimits().stream()
        .map(BackendOption::key)
        .toList();
  }

  @Test
  void jcrSeesWhatThePluginDescribes() throws IOException {
    BackendCatalog catalog =
        limiter("gpus", described("BackendOption.value(\"gpu\", " + COUNT + ", \"how many\")"));
    assertEquals(List.of("gpu"), names(catalog, "gpus"));
    List<PluginService> services = catalog.services(ResourceLimiter.class);
    assertEquals("gpu", catalog.ownLimits(services.getFirst()).getFirst().key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "value(\"pids\", new OptionType.Text(\"N\"), \"x\")| 'pids' is a limit of jcr's own",
        "flag(\"fast\", \"x\")                           | 'fast' has no value",
        "value(\"Fast\", new OptionType.Text(\"N\"), \"x\")| 'Fast' is not a name: expected [a-z][a-z0-9-]*",
      })
  void whatCanBeNoLimitIsThePluginsFault(String option, String flaw) throws IOException {
    BackendCatalog catalog = limiter("bad", described("BackendOption." + option));
    String told = assertThrows(PluginException.class, () -> names(catalog, "bad")).getMessage();
    assertTrue(
        told.endsWith(": ResourceLimiter.ownLimits returned what is no limit: " + flaw), told);
    assertEquals(List.of(), catalog.ownLimits(catalog.services(ResourceLimiter.class).getFirst()));
  }

  /// The limits of the wrapped one are those of the wrapper, too, which passes the spec on.
  @Test
  void aLimiterThatWrapsAnotherAddsItsOwn() throws IOException {
    limiter("gpus", described("BackendOption.value(\"gpu\", " + COUNT + ", \"how many\")"));
    BackendCatalog catalog =
        limiter(
            "around",
            """
            private BackendLookup others;
            public void connect(BackendLookup lookup) { others = lookup; }
            private ResourceLimiter inner() {
              return others.find(ResourceLimiter.class, "gpus");
            }
            public List<BackendOption> ownLimits() {
              List<BackendOption> all = new ArrayList<>(inner().ownLimits());
              all.add(BackendOption.value("disks", %s, "how many"));
              return all;
            }
            """
                .formatted(COUNT));
    assertEquals(List.of("gpu", "disks"), names(catalog, "around"));
    OwnLimits given = new OwnLimits(Map.of("gpu", "2", "disks", "3"));
    ResourceLimiter outer = catalog.find(ResourceLimiter.class, "around");
    ResourceLimiter inner = catalog.find(ResourceLimiter.class, "gpus");
    assertEquals(3, ParsedOptions.limits(outer, given).number("disks"));
    assertEquals(2, ParsedOptions.limits(inner, given).number("gpu"));
  }
}
