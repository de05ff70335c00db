package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes.Name;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What lies in the built distribution.
class DistributionIT {
  private static final Path HOME = Path.of(System.getProperty("jcr.home"));

  private static final long MB = 1_000_000;

  /// Not in the base package: the cache is made where jcr is installed, the rest is in jcr-tools.
  private static final List<String> NOT_IN_BASE =
      List.of("lib/jcr.aot", "lib/verify", "plugins/bench");

  /// Class files that the AOT cache would leave out, see CacheableJars.
  private static final int NEWEST_OLD_VERSION = 49;

  private static List<Path> jars(String folder) throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static long size(Path path) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(f -> Files.isRegularFile(f, NOFOLLOW_LINKS)).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  /// ADR 19 says where the bytes are.
  @Test
  void isSmall() throws IOException {
    long base = size(HOME);
    for (String part : NOT_IN_BASE) {
      base -= size(HOME.resolve(part));
    }

    assertTrue(base <= 52 * MB, "without cache and tools: " + base);
    long cache = Files.size(HOME.resolve("lib/jcr.aot"));
    assertTrue(cache <= 30 * MB, "AOT cache: " + cache);
  }

  /// The default CDS archive would hold, once more, the classes that are in the AOT cache.
  @Test
  void runtimeHoldsWhatJcrNeedsAndNoMore() {
    for (String file :
        List.of("lib/server/classes.jsa", "lib/classlist", "lib/jrt-fs.jar", "bin/keytool")) {
      assertFalse(Files.exists(HOME.resolve("runtime").resolve(file)), file);
    }
  }

  @Test
  void holdsNativeCodeForLinuxOnly() throws IOException {
    List<Path> jars = new ArrayList<>(jars("lib"));
    for (String plugin : List.of("bench", "cni", "demo")) {
      jars.addAll(jars("plugins/" + plugin + "/lib"));
    }
    List<String> foreign = new ArrayList<>();
    for (Path path : jars) {
      try (var jar = new JarFile(path.toFile())) {
        jar.stream()
            .map(JarEntry::getName)
            .filter(name -> name.matches(".*[.](dylib|jnilib|dll|so)"))
            .filter(name -> !name.startsWith("org/jline/nativ/Linux/"))
            .forEach(foreign::add);
      }
    }
    assertEquals(List.of(), foreign);
  }

  @Test
  void noClassIsTooOldForTheCache() throws IOException {
    List<String> old = new ArrayList<>();
    for (Path path : jars("lib")) {
      try (var jar = new JarFile(path.toFile())) {
        for (var entry : Collections.list(jar.entries())) {
          if (entry.getName().endsWith(".class")) {
            try (var in = jar.getInputStream(entry)) {
              byte[] head = in.readNBytes(8);
              if ((head[6] << 8 | head[7]) <= NEWEST_OLD_VERSION) {
                old.add(path.getFileName() + "!" + entry.getName());
              }
            }
          }
        }
      }
    }
    assertEquals(List.of(), old);
  }

  /// With a sealed package in the cache the JVM starts only where the distribution was built.
  @Test
  void noPackageIsSealed() throws IOException {
    for (Path path : jars("lib")) {
      try (var jar = new JarFile(path.toFile())) {
        Manifest manifest = jar.getManifest();
        assertFalse(manifest.getMainAttributes().containsKey(Name.SEALED), path.toString());
        manifest
            .getEntries()
            .forEach(
                (entry, attributes) -> assertFalse(attributes.containsKey(Name.SEALED), entry));
      }
    }
  }

  @Test
  void jarsAndCacheAreOfTheSameWholeSecond() throws IOException {
    Set<FileTime> times = new HashSet<>();
    for (Path jar : jars("lib")) {
      times.add(Files.getLastModifiedTime(jar));
    }
    for (Path jar : jars("plugins")) {
      times.add(Files.getLastModifiedTime(jar));
    }
    times.add(Files.getLastModifiedTime(HOME.resolve("lib/jcr.aot")));

    assertEquals(1, times.size(), times.toString());
    assertEquals(0, times.iterator().next().toMillis() % 1000);
  }

  @Test
  void bundledPluginsAreNoPartOfTheClassPath() throws IOException {
    assertEquals(4, jars("plugins").size());
    assertTrue(
        jars("lib").stream().noneMatch(jar -> jar.getFileName().toString().contains("plugin")));
  }

  @Test
  void holdsItsOwnRuntimeSupervisorAndRootFilesystem() {
    for (String file :
        List.of("bin/jcr", "runtime/bin/java", "libexec/jcr-init", "rootfs/bin/busybox")) {
      assertTrue(Files.isExecutable(HOME.resolve(file)), file);
    }
  }

  /// Each class that is read from a jar costs a launch about 0.1 ms.
  @ParameterizedTest
  @ValueSource(strings = {"--version", "run --help", "run --dry-run --net=veth", "gc"})
  void classesComeFromTheCache(String command, @TempDir Path directory) throws Exception {
    Path log = directory.resolve("classes");
    var builder = new ProcessBuilder(HOME.resolve("bin/jcr").toString());
    builder.command().addAll(List.of(command.split(" ")));
    builder.environment().put("JCR_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    builder.environment().put("JCR_ROOT", directory.resolve("root").toString());
    Process process = builder.redirectErrorStream(true).start();
    List<String> output;
    try (var out = process.inputReader(UTF_8)) {
      output = out.readAllLines();
    }

    assertEquals(0, process.waitFor(), output.toString());
    List<String> loaded = Files.readAllLines(log);
    assertTrue(
        loaded.stream().anyMatch(line -> line.contains("io.jcr.cli.Main source: shared")),
        log.toString());
    assertEquals(
        List.of(), loaded.stream().filter(line -> line.contains("source: file:")).toList());
  }
}
