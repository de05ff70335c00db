package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/// What `distribution/maven-repository` publishes is all that a plugin author needs of jcr.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MavenRepositoryIT {
  private static final Path HOME = Path.of(System.getProperty("jcr.home"));
  private static final Path DISTRIBUTION = HOME.resolve("../..").normalize();
  private static final String SOURCES = "https://git.example/jcr";
  private static final Instant TIME = Instant.parse("2023-11-14T22:13:20Z");

  @TempDir private static Path dir;

  private Path artifacts;
  private String version;

  @BeforeAll
  void publish() throws Exception {
    Path repository = dir.resolve("repository");
    output(
        dir,
        DISTRIBUTION.resolve("maven-repository").toString(),
        "--epoch=" + TIME.getEpochSecond(),
        "--url=" + SOURCES,
        repository.toString());
    artifacts = repository.resolve("io/jcr");
    try (Stream<Path> versions = Files.list(artifacts.resolve("jcr-api"))) {
      version = versions.findAny().orElseThrow().getFileName().toString();
    }
  }

  private Path artifact(String name, String suffix) {
    return artifacts.resolve(name).resolve(version).resolve(name + "-" + version + suffix);
  }

  @Test
  void everyArtifactHasSourcesDocumentationAndChecksums() throws Exception {
    for (String name : List.of("jcr-api", "jcr-testkit")) {
      for (String suffix : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar")) {
        String file = artifact(name, suffix).toString();
        String sum = Files.readString(Path.of(file + ".sha256")).strip();
        assertEquals(sum, output(dir, "sha256sum", file).split(" ", 2)[0], file);
      }
    }
    assertTrue(names(artifact("jcr-api", "-sources.jar")).contains("io/jcr/spi/Network.java"));
    assertTrue(names(artifact("jcr-api", "-javadoc.jar")).contains("io/jcr/spi/Network.html"));
    assertTrue(Files.exists(artifact("jcr-parent", ".pom")));
  }

  /// What Maven Central asks of each POM, some of it by way of the parent.
  @Test
  void pomsSayWhatMavenCentralAsksFor() throws Exception {
    Element parent = pom("jcr-parent");
    assertEquals("Apache-2.0", text(parent, "licenses/license/name"));
    assertTrue(text(parent, "licenses/license/url").startsWith("https://"));
    assertEquals("The jcr developers", text(parent, "developers/developer/name"));
    assertEquals(SOURCES, text(parent, "url"));
    assertEquals(SOURCES, text(parent, "scm/url"));
    assertEquals("scm:git:" + SOURCES, text(parent, "scm/connection"));
    for (String name : List.of("jcr-parent", "jcr-api", "jcr-testkit", "jcr-plugin-archetype")) {
      Element pom = pom(name);
      assertEquals(name, text(pom, "artifactId"));
      assertTrue(!text(pom, "name").isEmpty(), name + " has a name");
      assertTrue(!text(pom, "description").isEmpty(), name + " has a description");
      if (!name.equals("jcr-parent")) {
        assertEquals("jcr-parent", text(pom, "parent/artifactId"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--url=http://git.example, URL 'http://git.example' does not begin with https://",
    "--url=https://a&b, 'URL ''https://a&b'': only letters, digits and .:/_~- are allowed'",
    "--nonsense, unknown option '--nonsense' (usage: distribution/maven-repository"
        + " [--epoch=SECONDS] [--url=URL] OUT)",
  })
  void wrongOptionsAreRefused(String option, String sentence) throws Exception {
    Process process =
        new ProcessBuilder(
                DISTRIBUTION.resolve("maven-repository").toString(),
                option,
                dir.resolve("refused").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals("maven-repository: " + sentence + "\n", said);
    assertEquals(2, process.waitFor());
    assertTrue(Files.notExists(dir.resolve("refused")));
  }

  private Element pom(String name) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(artifact(name, ".pom").toFile())
        .getDocumentElement();
  }

  private static String text(Element pom, String path) throws XPathExpressionException {
    return XPathFactory.newInstance().newXPath().evaluate(path, pom);
  }

  @Test
  void jarsHoldNoTimeOfTheirBuild() throws IOException {
    for (String suffix : List.of("-sources.jar", "-javadoc.jar")) {
      try (JarFile jar = new JarFile(artifact("jcr-api", suffix).toFile())) {
        List<Instant> times =
            jar.stream().map(entry -> entry.getLastModifiedTime().toInstant()).distinct().toList();
        assertEquals(List.of(TIME), times, suffix);
      }
    }
  }

  /// Offline, and with a local repository without any jcr.
  @Test
  void projectOfTheArchetypeBuildsFromIt() throws Exception {
    Path project = Files.createDirectory(dir.resolve("mine"));
    generate(project);
    Path settings = Files.writeString(dir.resolve("settings.xml"), settings());

    output(
        project,
        "mvn",
        "-B",
        "-q",
        "-o",
        "-Daether.offline.protocols=file",
        "-s",
        settings.toString(),
        "-Dmaven.repo.local=" + localRepository(),
        "package");

    String plugins =
        output(project, HOME.resolve("bin/jcr").toString(), "plugins", "--plugin-dir", "target");
    assertTrue(plugins.contains("mine"), plugins);
    assertTrue(Files.exists(project.resolve("target/surefire-reports/com.example.MineTest.txt")));
  }

  private void generate(Path project) throws IOException {
    Map<String, Object> properties =
        Map.of(
            "spi", "Network",
            "backend", "mine",
            "className", "Mine",
            "package", "com.example",
            "groupId", "com.example",
            "artifactId", "mine",
            "version", "1.0.0",
            "jcrVersion", version,
            "spiVersion", "0.1.0");
    VelocityEngine velocity = new VelocityEngine();
    velocity.init();
    try (var jar = FileSystems.newFileSystem(artifact("jcr-plugin-archetype", ".jar"));
        Stream<Path> files = Files.walk(jar.getPath("archetype-resources"))) {
      for (Path template : files.filter(Files::isRegularFile).toList()) {
        StringWriter text = new StringWriter();
        velocity.evaluate(
            new VelocityContext(new HashMap<>(properties)),
            text,
            template.toString(),
            Files.readString(template));
        String path =
            template
                .toString()
                .replace("archetype-resources/", "")
                .replaceFirst("^/", "")
                .replace("__spi__", "Network")
                .replace("__className__", "Mine")
                .replace("/java/", "/java/com/example/");
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.toString());
      }
    }
  }

  private String settings() {
    return """
    <settings>
      <profiles>
        <profile>
          <id>release</id>
          <repositories>
            <repository><id>release</id><url>%s</url></repository>
          </repositories>
        </profile>
      </profiles>
      <activeProfiles><activeProfile>release</activeProfile></activeProfiles>
    </settings>
    """
        .formatted(dir.resolve("repository").toUri());
  }

  /// Maven's own, in which only jcr's artifacts are missing: what it takes from the repository
  /// under test does not get into that of the user.
  private static Path localRepository() throws IOException {
    Path home = Path.of(System.getProperty("user.home"), ".m2", "repository");
    Path users = Path.of(System.getProperty("localRepository", home.toString()));
    Path local = Files.createDirectories(dir.resolve("local"));
    link(users, local, "io");
    link(users.resolve("io"), Files.createDirectory(local.resolve("io")), "jcr");
    return local;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    try (Stream<Path> names = Files.list(from)) {
      for (Path each : names.filter(name -> !name.endsWith(except)).toList()) {
        Files.createSymbolicLink(to.resolve(each.getFileName()), each);
      }
    }
  }

  private static List<String> names(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).toList();
    }
  }

  private static String output(Path directory, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder
        .redirectErrorStream(true)
        .environment()
        .put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ":\n" + text);
    return text;
  }
}
