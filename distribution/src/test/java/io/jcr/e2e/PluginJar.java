package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A plugin as a third party would build it: compiled against the api jar of the distribution, and
/// nothing else.
///
/// @param id its Plugin-Id
/// @param requires its Plugin-Requires
/// @param service the SPI that its one class implements
/// @param className that class, in the default package
/// @param source that class
record PluginJar(String id, String requires, String service, String className, String source) {
  /// A network whose containers have a loopback and a line of their own in `/etc/hosts`.
  static PluginJar network(String id, String name) {
    return new PluginJar(
        id,
        "~0.1.0",
        "io.jcr.spi.Network",
        "MyNetwork",
        """
        import io.jcr.api.ContainerSpec;
        import io.jcr.api.LinuxNamespace;
        import io.jcr.api.NamespaceType;
        import io.jcr.spi.*;
        import java.util.List;
        import java.util.Map;

        public final class MyNetwork implements Network {
          @Override public String name() {
            return "%s";
          }

          @Override public Support probe(HostFacts facts) {
            return Support.yes();
          }

          @Override public void validate(ContainerSpec spec) {
            BackendOptions options = BackendOptions.of("--net=%s", spec.options("net"));
            options.value("names", "NAME");
            options.refuseOthers();
          }

          @Override public NetworkPlan prepare(ContainerSpec spec, Host host) {
            String name = spec.options("net").getOrDefault("names", "third-party");
            return new NetworkPlan(
                LinuxNamespace.create(NamespaceType.NETWORK), List.of(), false, null,
                Map.of(name, "192.0.2.53"), "nameserver 192.0.2.53\\n", Map.of());
          }
        }
        """
            .formatted(name, name));
  }

  /// A command that runs `jcr` with its arguments and reports the exit status.
  static PluginJar command(String id, String name) {
    return new PluginJar(
        id,
        "~0.1.0",
        "io.jcr.spi.CommandProvider",
        "MyCommand",
        """
        import io.jcr.spi.*;
        import java.io.IOException;
        import java.util.List;

        public final class MyCommand implements CommandProvider {
          @Override public String name() {
            return "%s";
          }

          @Override public String summary() {
            return "Run jcr and tell how it ended";
          }

          @Override public int run(List<String> arguments, CommandContext jcr)
              throws IOException, InterruptedException {
            int status = jcr.jcr(arguments).inheritIO().start().waitFor();
            System.out.println("status " + status);
            return 0;
          }
        }
        """
            .formatted(name));
  }

  PluginJar requiring(String version) {
    return new PluginJar(id, version, service, className, source);
  }

  /// Compiles it and writes the jar.
  Path writeTo(Path jar, Path work) throws IOException {
    return writeTo(jar, work, apiJar().toString());
  }

  /// The same, compiled against other classes.
  Path writeTo(Path jar, Path work, String classPath) throws IOException {
    Path classes = Files.createDirectories(work.resolve(id));
    compile(className, source, classPath, classes);
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", id);
    attributes.putValue("Plugin-Version", "1.0.0");
    attributes.putValue("Plugin-Requires", requires);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("META-INF/services/" + service));
      out.write((className + "\n").getBytes(UTF_8));
      for (Path file : files(classes)) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /// Compiles one class.
  static void compile(String className, String source, String classPath, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var unit =
        new SimpleJavaFileObject(
            URI.create("string:///" + className.replace('.', '/') + ".java"),
            SimpleJavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", classes.toString());
    assertTrue(
        compiler.getTask(messages, null, null, options, null, List.of(unit)).call(),
        messages::toString);
  }

  private static Path apiJar() throws IOException {
    try (Stream<Path> jars = Files.list(Jcr.HOME.resolve("lib"))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith("jcr-api-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
