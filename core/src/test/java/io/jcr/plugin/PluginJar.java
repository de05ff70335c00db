package io.jcr.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.spi.Network;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A plugin as anyone could make it: Java source, compiled against the api, in a jar.
final class PluginJar {
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new TreeMap<>();

  /// A jar that jcr accepts, with one network backend.
  ///
  /// @param backend the backend's name
  static PluginJar network(String id, String backend) {
    String type = "third." + id + ".Backend";
    return new PluginJar()
        .manifest("Plugin-Id", id)
        .manifest("Plugin-Version", "1.0.0")
        .manifest("Plugin-Requires", "~0.1.0")
        .source(type, networkSource(id, backend, ""))
        .services(Network.class.getName(), type);
  }

  static String networkSource(String id, String backend, String members) {
    return """
    package third.%s;
    public final class Backend implements io.jcr.spi.Network {
      %s
      public String name() { return "%s"; }
      public io.jcr.spi.Support probe(io.jcr.spi.HostFacts facts) {
        return io.jcr.spi.Support.yes();
      }
      public io.jcr.spi.NetworkPlan prepare(
          io.jcr.api.ContainerSpec spec, io.jcr.spi.Host host) {
        return io.jcr.spi.NetworkPlan.isolated(java.util.List.of());
      }
    }
    """
        .formatted(id, members, backend);
  }

  /// The same, with a backend of the jar's name that does something when it is asked whether it can
  /// run here.
  static PluginJar calling(String id, String statement) {
    String yes = "return io.jcr.spi.Support.yes()";
    String source = networkSource(id, id, "").replace(yes, statement + " " + yes);
    return network(id, id).source("third." + id + ".Backend", source);
  }

  /// An attribute of the manifest; an empty value removes it.
  PluginJar manifest(String attribute, String value) {
    manifest.put(attribute, value);
    manifest.values().removeIf(String::isEmpty);
    return this;
  }

  /// A services file.
  PluginJar services(String spi, String... types) {
    return entry("META-INF/services/" + spi, String.join("\n", types).getBytes(UTF_8));
  }

  /// The compiled form of one source file.
  PluginJar source(String type, String source) {
    try {
      Path sources = Files.createTempDirectory("jcr-plugin");
      Path file = sources.resolve(type.replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source);
      compile(file, sources);
      try (Stream<Path> made = Files.walk(sources)) {
        for (Path one : made.filter(p -> p.toString().endsWith(".class")).toList()) {
          entry(sources.relativize(one).toString(), Files.readAllBytes(one));
        }
      }
      try (Stream<Path> all = Files.walk(sources)) {
        for (Path one : all.collect(Collectors.toList()).reversed()) {
          Files.delete(one);
        }
      }
      return this;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A copy of a class of this JVM, as a jar with bundled libraries holds it.
  PluginJar copyOf(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      return entry(name, in.readAllBytes());
    }
  }

  /// Its classes call a method by another name of the same length, as if compiled against another
  /// SPI.
  PluginJar renaming(String method, String other) {
    entries.replaceAll((name, content) ->
        name.endsWith(".class")
            ? new String(content, ISO_8859_1).replace(method, other).getBytes(ISO_8859_1)
            : content);
    return this;
  }

  /// Its classes say that they are of this version of Java.
  PluginJar forJava(int feature) {
    entries.forEach((name, content) -> {
      if (name.endsWith(".class")) {
        ByteBuffer.wrap(content).putShort(6, (short) (44 + feature));
      }
    });
    return this;
  }

  PluginJar without(String name) {
    entries.remove(name);
    return this;
  }

  /// Writes the jar, without entries for directories.
  Path write(Path file) throws IOException {
    Manifest attributes = new Manifest();
    attributes.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(attributes.getMainAttributes()::putValue);
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar =
            manifest.isEmpty() ? new JarOutputStream(out) : new JarOutputStream(out, attributes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return file;
  }

  private PluginJar entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  private static void compile(Path file, Path target) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<String> options = List.of("-proc:none", "-d", target.toString(), "-cp", classPath());
      assertTrue(
          compiler
              .getTask(null, files, null, options, null, files.getJavaFileObjects(file))
              .call());
    }
  }

  private static String classPath() {
    return Path.of(Network.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }
}
