package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.format.DateTimeFormatter.ISO_DATE_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What `distribution/package` makes of the built distribution.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagesIT {
  private static final Path HOME = Path.of(System.getProperty("jcr.home"));
  private static final Path DISTRIBUTION = HOME.resolve("../..").normalize();
  private static final String VERSION = "9.8.7-TEST";

  /// ADR 19.
  private static final long MOST_BYTES = 30_000_000;

  /// What `CacheableJars` and `PluginFolder` write.
  private static final LocalDateTime REWRITTEN = LocalDateTime.of(2000, 1, 1, 0, 0);

  @TempDir private static Path out;

  private static String output(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ":\n" + text);
    return text;
  }

  @BeforeAll
  static void pack() throws Exception {
    output(
        DISTRIBUTION.resolve("package").toString(),
        "--quick",
        "--epoch=1700000000",
        VERSION,
        out.toString());
  }

  private static Path archive(String name) {
    return out.resolve(name + "-" + VERSION + "-linux-" + architecture() + ".tar.gz");
  }

  private static String architecture() {
    String java = System.getProperty("os.arch");
    return java.equals("amd64") ? "x86_64" : java;
  }

  private static String debian() {
    return architecture().equals("x86_64") ? "amd64" : "arm64";
  }

  @Test
  void baseIsSmall() throws IOException {
    long size = Files.size(archive("jcr"));

    assertTrue(size <= MOST_BYTES, () -> "packed: " + size);
  }

  @Test
  void everyFileHasTheTimeAndOwnerOfTheRelease() throws Exception {
    String listing = output("tar", "--utc", "--full-time", "-tvf", archive("jcr").toString());
    List<String> others =
        listing
            .lines()
            .filter(line -> !line.contains(" 2023-11-14 22:13:20 ") || !line.contains(" 0/0 "))
            .toList();

    assertEquals(List.of(), others);
  }

  @Test
  void aLibraryOfSeveralPluginsIsStoredOnce() throws Exception {
    List<String> copies =
        output("tar", "-tvf", archive("jcr").toString())
            .lines()
            .filter(line -> line.matches("-.*/plugins/[a-z]+/lib/jackson-core-.*"))
            .toList();

    assertEquals(1, copies.size(), copies::toString);
  }

  /// Two builds of one commit have the same bytes.
  @Test
  void jarsHoldNoTimeOfTheirBuild() throws IOException {
    LocalDateTime outputs = LocalDateTime.parse(System.getProperty("jcr.timestamp"), ISO_DATE_TIME);
    List<String> others = new ArrayList<>();
    try (Stream<Path> files = Files.walk(HOME)) {
      for (Path path : files.filter(file -> isOfThisBuild(HOME.relativize(file))).toList()) {
        try (JarFile jar = new JarFile(path.toFile())) {
          jar.stream()
              .filter(entry -> !entry.getTimeLocal().equals(outputs))
              .filter(entry -> !entry.getTimeLocal().equals(REWRITTEN))
              .forEach(entry -> others.add(path + ": " + entry + " " + entry.getTimeLocal()));
        }
      }
    }
    assertEquals(List.of(), others);
  }

  /// All jars but those in `lib/verify`, which are others' as they are.
  private static boolean isOfThisBuild(Path file) {
    boolean copied =
        file.startsWith("lib/verify") && !file.getFileName().toString().startsWith("jcr-");
    return file.toString().endsWith(".jar") && !copied;
  }

  @Test
  void archiveHoldsWhatAnInstallationNeeds() throws Exception {
    List<String> names = output("tar", "-tf", archive("jcr").toString()).lines().toList();

    for (String name :
        List.of(
            "INSTALL",
            "bin/jcr",
            "libexec/jcr-train",
            "share/man/man1/jcr-run.1",
            "share/bash-completion/completions/jcr",
            "share/systemd/jcr-planner.socket",
            "share/doc/jcr/LICENSE",
            "share/doc/jcr/NOTICE",
            "share/doc/jcr/sbom.cdx.json",
            "runtime/legal/java.base/LICENSE")) {
      String path = "jcr-" + VERSION + "/" + name;
      assertTrue(names.contains(path), path);
    }
    assertTrue(names.stream().noneMatch(name -> name.endsWith("jcr.aot")), "no AOT cache");
  }

  @Test
  void billOfMaterialsNamesLibrariesWithTheirLicence() throws Exception {
    String bill =
        output(
            "tar",
            "-xOf",
            archive("jcr").toString(),
            "jcr-" + VERSION + "/share/doc/jcr/sbom.cdx.json");

    assertTrue(bill.contains("\"bomFormat\": \"CycloneDX\""), bill);
    for (String part : List.of("guice@", "picocli@", "pkg:deb/debian/busybox@", "openjdk@")) {
      assertTrue(bill.contains(part), part);
    }
    assertTrue(bill.lines().filter(line -> line.contains("bom-ref")).count() > 15, bill);
    assertEquals(
        List.of(),
        bill.lines().filter(line -> line.contains("purl") && !line.contains("licenses")).toList());
  }

  @Test
  void debianPackagesAreInstalledUsedAndRemoved() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "not root");
    String version = VERSION.replace('-', '~');

    String result =
        output(
            DISTRIBUTION.resolve("src/test/sh/installed.sh").toString(),
            "host",
            out.resolve("jcr_" + version + "_" + debian() + ".deb").toString(),
            out.resolve("jcr-tools_" + version + "_" + debian() + ".deb").toString());

    assertTrue(result.contains("ok apt-get remove leaves nothing"), result);
  }
}
