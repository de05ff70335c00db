package io.jcr.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a plugin was compiled against once goes on working, until the SPI's version says that it
/// does not: the api is compared with the jar of the last release,
/// `src/test/baseline/jcr-api-VERSION.jar`. CONTRIBUTING.md says when that jar is replaced.
class SpiCompatibilityTest {
  private static final Path BASELINE = Path.of("src/test/baseline");

  @TempDir Path scratch;
  private Path released;
  private String version;

  @BeforeEach
  void findBaseline() throws IOException {
    try (Stream<Path> files = Files.list(BASELINE)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      assertEquals(1, jars.size(), "one release is the last one: " + jars);
      released = jars.getFirst();
      version = released.getFileName().toString().replaceAll("jcr-api-|\\.jar", "");
    }
  }

  @Test
  void theVersionSaysWhatHasChanged() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Backend.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path now = Files.isDirectory(classes) ? jar("now", classes) : classes;
    SpiChanges changes = SpiChanges.between(released, now);
    String current = System.getProperty("jcr.spi.version");
    assertTrue(
        changes.allow(version, current),
        () -> "SPI " + version + " was released, this is " + current + ", but " + changes);
  }

  @Test
  void whatDoesNotChangeIsCompatible() throws IOException {
    SpiChanges changes = changes("", "");
    assertEquals(List.of(), changes.breaking());
    assertEquals(List.of(), changes.additions());
    assertTrue(changes.allow("0.1.0", "0.1.0"));
  }

  @Test
  void aMethodThatGoesBreaksPlugins() throws IOException {
    SpiChanges changes = changes("default void gone() {}", "");
    assertEquals(1, changes.breaking().size(), changes::toString);
    assertTrue(changes.toString().contains("Network.gone()"), changes::toString);
    assertRefusedUntil("0.2.0", "1.0.0", changes);
  }

  @Test
  void anotherReturnTypeBreaksPlugins() throws IOException {
    assertNotEquals(
        List.of(),
        changes("default int a() { return 0; }", "default long a() { return 0; }").breaking());
  }

  @Test
  void aMethodThatPluginsMustAddBreaksThem() throws IOException {
    SpiChanges changes = changes("", "void implementMe();");
    assertNotEquals(List.of(), changes.breaking());
  }

  @Test
  void aMethodWithADefaultIsAnAddition() throws IOException {
    SpiChanges changes = changes("", "default void more() {}");
    assertEquals(List.of(), changes.breaking(), changes::toString);
    assertEquals(1, changes.additions().size(), changes::toString);
    assertTrue(changes.allow("0.1.0", "0.1.1"), changes::toString);
    assertTrue(!changes.allow("0.1.0", "0.1.0"), changes::toString);
    assertTrue(!changes.allow("1.1.3", "1.1.4"), changes::toString);
    assertTrue(changes.allow("1.1.3", "1.2.0"), changes::toString);
  }

  @Test
  void aMethodThatGetsADefaultBreaksOnlyWhoImplementsIt() throws IOException {
    assertNotEquals(List.of(), changes("void a();", "default void a() {}").breaking());
    SpiChanges host =
        SpiChanges.between(
            compiled("abstract", "Host", "void a();"),
            compiled("default", "Host", "default void a() {} void b();"));
    assertEquals(List.of(), host.breaking(), host::toString);
    assertEquals(List.of("io.jcr.spi.Host.b()"), host.additions());
  }

  private static void assertRefusedUntil(String zero, String one, SpiChanges changes) {
    assertTrue(!changes.allow("0.1.0", "0.1.0"));
    assertTrue(!changes.allow("0.1.0", "0.1.9"));
    assertTrue(changes.allow("0.1.0", zero));
    assertTrue(changes.allow("0.1.0", one));
    assertTrue(!changes.allow("1.4.0", "1.5.0"));
    assertTrue(changes.allow("1.4.0", "2.0.0"));
  }

  private SpiChanges changes(String before, String after) throws IOException {
    return SpiChanges.between(
        compiled("before", "Network", before), compiled("after", "Network", after));
  }

  /// A jar with a type of `io.jcr.spi` that has the method.
  private Path compiled(String name, String type, String method) throws IOException {
    Path classes = Files.createDirectories(scratch.resolve(name));
    Path source = classes.resolve(type + ".java");
    Files.writeString(
        source, "package io.jcr.spi; public interface " + type + " { " + method + " }");
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString()));
    Files.delete(source);
    return jar(name, classes);
  }

  private Path jar(String name, Path classes) throws IOException {
    Path jar = scratch.resolve(name + ".jar");
    try (var zip = FileSystems.newFileSystem(jar, Map.of("create", "true"));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        Path entry = zip.getPath("/" + classes.relativize(file));
        Files.createDirectories(entry.getParent());
        Files.copy(file, entry);
      }
    }
    return jar;
  }
}
