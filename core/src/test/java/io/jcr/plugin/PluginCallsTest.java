package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.spi.Network;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever a plugin throws or answers, it is the plugin that is named.
class PluginCallsTest {
  @TempDir Path folder;

  private final List<String> watched = new ArrayList<>();

  private Network calling(String statement) throws IOException {
    PluginJar.calling("bad", statement).write(folder.resolve("bad.jar"));
    return Catalogs.network(watchedCatalog(), "bad");
  }

  private BackendCatalog watchedCatalog() {
    CallWatch watch =
        new CallWatch() {
          @Override
          public void entered(String call) {
            watched.add(call.replaceFirst("^plugin (.*) \\(.*/(.*)\\)", "$1 $2"));
          }

          @Override
          public void left() {
            watched.add("");
          }
        };
    return new BackendCatalog(
        List.of(new PluginFolder(folder, PluginFolder.Origin.OPTION)),
        Trust.inEverything(),
        IndexStore.none(),
        watch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          if (true) throw new IllegalStateException("no luck");  | failed: IllegalStateException: no luck (Backend.java:6)
          String s = null; s.length();           | failed: NullPointerException: .* (Backend.java:6)
          if (true) throw new RuntimeException();                | failed: RuntimeException (Backend.java:6)
          if (true) return probe(facts);                         | failed: StackOverflowError (Backend.java:6)
          if (true) throw new OutOfMemoryError("Java heap space"); | failed: OutOfMemoryError: Java heap space (Backend.java:6)
          if (true) throw new AssertionError("really");          | failed: AssertionError: really (Backend.java:6)
          if (true) return null;                                 | returned null, which is no answer
          """)
  void itsFaultNamesThePluginTheJarAndTheMethod(String statement, String told) throws IOException {
    Network bad = calling(statement);
    PluginException fault =
        assertThrows(PluginException.class, () -> bad.probe(StubHostFacts.root()));
    String start = "plugin bad 1.0.0 (" + folder.resolve("bad.jar") + "): Network.probe ";
    String message = String.valueOf(fault.getMessage());
    assertEquals(start, message.substring(0, start.length()));
    String fullStop = told.replace(".*", message.replaceFirst("^.*?Exception: (.*) \\(.*$", "$1"));
    assertEquals(fullStop, message.substring(start.length()));
  }

  /// It is an answer.
  @Test
  void whatTheSpiLetsItThrowComesOutAsItIs() throws IOException {
    Network bad = calling("if (true) throw new io.jcr.api.UsageException(\"not so\");");
    UsageException refusal =
        assertThrows(UsageException.class, () -> bad.probe(StubHostFacts.root()));
    assertEquals("not so", refusal.getMessage());
  }

  @Test
  void eachCallIsWatchedFromTheFirstClassOn() throws IOException {
    Network network = calling("");
    network.probe(StubHostFacts.root());
    assertEquals(
        List.of(
            "plugin " + folder.resolve("bad.jar"), // to learn its name
            "",
            "bad 1.0.0 bad.jar: third.bad.Backend",
            "",
            "bad 1.0.0 bad.jar: Network.connect",
            "",
            "bad 1.0.0 bad.jar: Network.probe",
            ""),
        watched);
  }

  /// The one that wraps is under way again when the one inside has answered.
  @Test
  void aWrappedBackendIsNamedAndTheOneThatWrapsItIsNot() throws IOException {
    PluginJar.network("inner", "inner")
        .source(
            "third.inner.Backend",
            PluginJar.networkSource(
                "inner",
                "inner",
                "public void validate(io.jcr.api.ContainerSpec s) { throw new ArithmeticException(); }"))
        .write(folder.resolve("inner.jar"));
    PluginJar.network("outer", "outer")
        .source(
            "third.outer.Backend",
            PluginJar.networkSource(
                "outer",
                "outer",
                """
                private io.jcr.spi.BackendLookup others;
                public void connect(io.jcr.spi.BackendLookup lookup) { others = lookup; }
                public void validate(io.jcr.api.ContainerSpec spec) {
                  others.find(io.jcr.spi.Network.class, "inner").validate(spec);
                }
                """))
        .write(folder.resolve("outer.jar"));
    Network outer = Catalogs.network(watchedCatalog(), "outer");
    watched.clear();
    PluginException fault =
        assertThrows(
            PluginException.class,
            () -> outer.validate(SampleSpec.of("c1", "net", "outer", Map.of())));
    assertSame(ArithmeticException.class, fault.getCause().getClass());
    assertEquals(
        "plugin inner 1.0.0 ("
            + folder.resolve("inner.jar")
            + "): Network.validate failed: ArithmeticException (Backend.java:3)",
        fault.getMessage());
    assertEquals(
        List.of(
            "outer 1.0.0 outer.jar: Network.validate",
            "inner 1.0.0 inner.jar: third.inner.Backend",
            "outer 1.0.0 outer.jar: Network.validate",
            "inner 1.0.0 inner.jar: Network.connect",
            "outer 1.0.0 outer.jar: Network.validate",
            "inner 1.0.0 inner.jar: Network.validate",
            "outer 1.0.0 outer.jar: Network.validate",
            ""),
        watched);
  }
}
