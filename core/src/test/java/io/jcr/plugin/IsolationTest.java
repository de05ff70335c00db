package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.spi.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a plugin sees, and what it does not.
class IsolationTest {
  private static final String VERSION = "library/Version.class";

  @TempDir Path folder;

  /// One has its library in `lib/`, the other in its own jar; what calls the one cannot call the
  /// other.
  @Test
  void twoPluginsHaveTwoVersionsOfOneLibrary() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("blue/lib"));
    using("blue", "int", "1").without(VERSION).write(folder.resolve("blue/blue.jar"));
    using("x", "int", "1").without("library/Backend.class").write(lib.resolve("library-1.jar"));
    using("green", "String", "\"2\"").write(folder.resolve("green.jar"));
    BackendCatalog catalog = Catalogs.of(folder);
    assertEquals(List.of(), catalog.rejected());
    assertEquals("version 1", Catalogs.own(catalog, "blue").toString());
    assertEquals("version 2", Catalogs.own(catalog, "green").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.jcr.plugin.BackendCatalog",
        "io.jcr.cli.Main",
        "io.jcr.linux.FfmLibc",
        "com.google.inject.Guice",
        "com.google.common.collect.ImmutableList",
        "picocli.CommandLine",
        "com.fasterxml.jackson.core.JsonFactory",
        "ch.qos.logback.classic.Logger",
        "org.pf4j.PluginManager",
      })
  void whatIsJcrsOwnIsNotThere(String name) throws Exception {
    Class.forName(name); // here it is
    ClassLoader plugin = plugin();
    assertThrows(ClassNotFoundException.class, () -> plugin.loadClass(name));
    assertEquals(null, plugin.getResource(name.replace('.', '/') + ".class"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.jcr.api.ContainerSpec",
        "io.jcr.api.op.InitOp",
        "io.jcr.spi.Network",
        "org.slf4j.Logger",
        "jakarta.inject.Inject",
        "org.jspecify.annotations.Nullable",
        "java.lang.foreign.Arena",
        "java.util.logging.Logger",
      })
  void theSpiAndTheRuntimeAreTheSameForAll(String name) throws Exception {
    assertSame(Class.forName(name), plugin().loadClass(name));
  }

  private ClassLoader plugin() throws IOException {
    PluginJar.network("blue", "blue").write(folder.resolve("blue.jar"));
    return Catalogs.own(Catalogs.of(folder), "blue").getClass().getClassLoader();
  }

  /// A plugin with a backend and a library.
  private static PluginJar using(String id, String type, String version) {
    String backend =
        PluginJar.networkSource(
                id, id, "public String toString() { return \"version \" + Version.get(); }")
            .replace("package third." + id, "package library");
    String library = " class Version { static %s get() { return %s; } }".formatted(type, version);
    return PluginJar.network(id, id)
        .source("library.Backend", backend + library)
        .services(Network.class.getName(), "library.Backend");
  }
}
