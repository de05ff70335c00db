package io.jcr.archetype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// What the archetype makes builds without a warning and passes its contract, whatever the SPI.
class ArchetypeTest {
  private static final Path METADATA =
      Path.of("target/classes/META-INF/maven/archetype-metadata.xml");
  private static final Pattern SPIS = Pattern.compile("\\^\\(([A-Za-z|]+)\\)\\$");
  private static final int FEWEST_PROMISES = 7;

  @TempDir Path directory;

  static List<String> spis() throws IOException {
    Matcher allowed = SPIS.matcher(Files.readString(METADATA));
    assertTrue(allowed.find(), "the rule for the property spi");
    return List.of(allowed.group(1).split("\\|"));
  }

  @Test
  void everySpiCanBeAskedFor() throws IOException {
    assertEquals(
        Set.of("CommandProvider", "Filesystem", "Namespace", "Network", "ResourceLimiter"),
        new TreeSet<>(spis()));
  }

  @ParameterizedTest
  @MethodSource("spis")
  void itBuildsAndPassesItsContract(String spi) throws Exception {
    GeneratedProject project = GeneratedProject.of(spi, directory.resolve("project"));
    Path classes = Files.createDirectory(directory.resolve("classes"));
    compile(project.sources(), classes);
    TestExecutionSummary summary = test(classes, project.resources());
    assertEquals(
        List.of(),
        summary.getFailures().stream()
            .map(failure ->
                failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
            .toList());
    assertTrue(
        summary.getTestsSucceededCount() >= FEWEST_PROMISES,
        () -> summary.getTestsSucceededCount() + " promises");
  }

  /// A name that is not known stays as it is.
  @ParameterizedTest
  @MethodSource("spis")
  void nothingIsLeftOfTheTemplate(String spi) throws IOException {
    GeneratedProject project = GeneratedProject.of(spi, directory);
    for (Path file : GeneratedProject.files(project.directory())) {
      String text = Files.readString(file);
      boolean pom = file.endsWith("pom.xml"); // has properties of Maven's
      assertTrue(pom || (!text.contains("$") && !text.contains("#")), () -> file + ": " + text);
    }
    String readme = Files.readString(project.directory().resolve("README.md"));
    String selected = spi.equals("CommandProvider") ? "target mine echo" : "=mine";
    assertTrue(readme.contains(selected), readme);
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-Xlint:all",
            "-Werror",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(compiled, messages::toString);
    }
  }

  private static TestExecutionSummary test(Path... parts) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    List<URL> urls = Stream.of(parts).map(ArchetypeTest::url).toList();
    try (URLClassLoader project = new URLClassLoader(urls.toArray(URL[]::new), before)) {
      thread.setContextClassLoader(project); // where the contract's ServiceLoader looks
      Class<?> contract =
          project.loadClass(GeneratedProject.PACKAGE + "." + GeneratedProject.CLASS_NAME + "Test");
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build(),
              listener);
      return listener.getSummary();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(Path part) {
    try {
      return part.toUri().toURL();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
