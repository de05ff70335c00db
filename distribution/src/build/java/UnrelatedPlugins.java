import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Makes plugins that no run needs, to measure what they cost one that does not: `java
/// UnrelatedPlugins.java CLASSPATH DIRECTORY COUNT LIBRARIES`.
public final class UnrelatedPlugins {
  private UnrelatedPlugins() {}

  /// Writes `COUNT` jars, each with a network of its own; with `LIBRARIES`, each in a folder of its
  /// own with that many jars in `lib`.
  ///
  /// @param args where jcr's api is, the directory, the numbers
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[1]));
    Path work = Files.createTempDirectory("unrelated-plugins");
    for (int number = 0; number < Integer.parseInt(args[2]); number++) {
      String name = "unrelated-" + number;
      Path compiled = compile(args[0], work, name, "Unrelated" + number);
      int libraries = Integer.parseInt(args[3]);
      if (libraries == 0) {
        write(compiled, name, folder.resolve(name + ".jar"));
      } else {
        Path lib = Files.createDirectories(folder.resolve(name).resolve("lib"));
        Path jar = lib.resolveSibling(name + ".jar");
        write(compiled, name, jar);
        for (int library = 0; library < libraries; library++) {
          Files.copy(jar, lib.resolve("library-" + library + ".jar"));
        }
      }
    }
    try (var made = Files.walk(work)) {
      for (Path path : made.toList().reversed()) {
        Files.delete(path);
      }
    }
  }

  private static Path compile(String classPath, Path work, String name, String type)
      throws IOException {
    String source =
        """
        import io.jcr.api.*;
        import io.jcr.spi.*;

        public final class %s implements Network {
          public String name() {
            return "%s";
          }

          public Support probe(HostFacts facts) {
            return Support.yes();
          }

          public NetworkPlan prepare(ContainerSpec spec, Host host) {
            return NetworkPlan.isolated(java.util.List.of());
          }
        }
        """
            .formatted(type, name);
    Path file = Files.writeString(work.resolve(type + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-proc:none", "-cp", classPath, file.toString());
    if (compiler.run(null, null, null, options.toArray(String[]::new)) != 0) {
      throw new IOException(file + " cannot be compiled");
    }
    return work.resolve(type + ".class");
  }

  private static void write(Path compiled, String name, Path file) throws IOException {
    Manifest manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.putValue("Manifest-Version", "1.0");
    attributes.putValue("Plugin-Id", name);
    attributes.putValue("Plugin-Version", "1.0.0");
    attributes.putValue("Plugin-Requires", "~0.1.0");
    attributes.putValue("Plugin-Provider", "nobody");
    attributes.putValue("Plugin-Description", "A network that no run needs");
    String type = String.valueOf(compiled.getFileName());
    try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      jar.putNextEntry(new JarEntry("META-INF/services/io.jcr.spi.Network"));
      jar.write(type.replace(".class", "\n").getBytes(UTF_8));
      jar.putNextEntry(new JarEntry(type));
      jar.write(Files.readAllBytes(compiled));
    }
  }
}
