package io.jcr.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// What is in a plugin, read without loading any of it.
///
/// @param jars the jar, then its libraries
/// @param manifest the main attributes of the jar
/// @param services the classes that its services files name, by SPI
/// @param unknown services files for SPIs that this jcr does not have
/// @param classes the class files of the jar and its libraries, by name
record PluginFile(
    List<Path> jars,
    Attributes manifest,
    Map<Spi, List<String>> services,
    List<String> unknown,
    Map<String, byte[]> classes) {
  private static final String SPI_SERVICES = "META-INF/services/io.jcr.spi.";
  private static final String CLASS = ".class";

  /// Class files of Java 1 have version 45.
  private static final int BEFORE_JAVA_1 = 44;

  private static final int MAJOR = 7;

  /// Reads it.
  ///
  /// @throws IOException when it is no jar
  static PluginFile read(List<Path> jars) throws IOException {
    Attributes manifest = new Attributes();
    Map<Spi, List<String>> services = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    Map<String, byte[]> classes = new LinkedHashMap<>();
    for (Path path : jars) {
      try (JarFile jar = new JarFile(path.toFile())) {
        if (path.equals(jars.getFirst())) {
          Manifest found = jar.getManifest();
          manifest = found == null ? manifest : found.getMainAttributes();
          readServices(jar, services, unknown);
        }
        for (JarEntry entry : jar.stream().toList()) {
          String name = entry.getName();
          if (name.endsWith(CLASS) && !name.startsWith("META-INF/")) {
            String type = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
            classes.putIfAbsent(type, content(jar, entry));
          }
        }
      }
    }
    return new PluginFile(jars, manifest, services, unknown, classes);
  }

  private static void readServices(
      JarFile jar, Map<Spi, List<String>> services, List<String> unknown) throws IOException {
    for (Spi spi : Spi.values()) {
      JarEntry entry = jar.getJarEntry(spi.services());
      if (entry != null) {
        services.put(
            spi,
            new String(content(jar, entry), UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList());
      }
    }
    jar.stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith(SPI_SERVICES))
        .filter(name -> services.keySet().stream().noneMatch(spi -> spi.services().equals(name)))
        .forEach(unknown::add);
  }

  private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /// The version of Java that a class file is for; 0 for what is none.
  static int javaVersion(byte[] content) {
    return content.length > MAJOR
        ? (((content[MAJOR - 1] & 0xff) << 8) | (content[MAJOR] & 0xff)) - BEFORE_JAVA_1
        : 0;
  }

  /// An attribute of the manifest, or nothing.
  String attribute(String name) {
    String value = manifest.getValue(name);
    return value == null ? "" : value.strip();
  }
}
