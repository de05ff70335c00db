package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// A plugin whose author makes one mistake: a network backend that keeps every promise, to be
/// changed in one place.
final class VerifiedJar {
  private static final String TYPE = "third.party.Mine";

  private final Map<String, String> manifest =
      new TreeMap<>(
          Map.of("Plugin-Id", "mine", "Plugin-Version", "1.0.0", "Plugin-Requires", "~0.1.0"));
  private final Map<String, String> stubs = new TreeMap<>();
  private final Map<String, byte[]> more = new TreeMap<>();
  private String services = TYPE;
  private int javaVersion = 25;
  private String source =
      """
      package third.party;

      import io.jcr.api.ContainerSpec;
      import io.jcr.api.op.InitOp;
      import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
      import io.jcr.spi.*;
      import java.util.List;

      public final class Mine implements Network {
        public Mine() {}

        @Override public String name() { return "mine"; }

        @Override public Support probe(HostFacts facts) { return Support.yes(); }

        @Override public void validate(ContainerSpec spec) {
          BackendOptions options = BackendOptions.of("--net=mine", spec.options("net"));
          options.value("colour", "NAME");
          options.refuseOthers();
        }

        @Override public NetworkPlan prepare(ContainerSpec spec, Host host) {
          host.createFile(host.paths().state().resolve("mine"), "prepared", 0600);
          return NetworkPlan.isolated(
              List.of(new InitOp.Rtnetlink(List.of(new LinkUp("lo")))));
        }
      }
      """;

  /// Replaces a part of the source, which must be there.
  VerifiedJar with(String part, String other) {
    assertTrue(source.contains(part), part);
    source = source.replace(part, other);
    return this;
  }

  /// An attribute of the manifest; null removes it.
  VerifiedJar manifest(String attribute, String value) {
    manifest.put(attribute, value);
    manifest.values().removeIf(Objects::isNull);
    return this;
  }

  /// What the services file names.
  VerifiedJar naming(String type) {
    services = type;
    return this;
  }

  /// The class files say that they are for this version of Java.
  VerifiedJar forJava(int version) {
    javaVersion = version;
    return this;
  }

  /// A class as it was when the plugin was compiled, instead of jcr's own; not in the jar.
  VerifiedJar compiledAgainst(String type, String stub) {
    stubs.put(type, stub);
    return this;
  }

  /// A class that is in the jar too.
  VerifiedJar bundling(String entry, byte[] content) {
    more.put(entry, content);
    return this;
  }

  /// Compiles it and writes the jar.
  Path writeTo(Path jar, Path work) throws IOException {
    Path sources = Files.createDirectories(work.resolve("sources"));
    Path classes = Files.createDirectories(work.resolve("classes"));
    List<String> files = new ArrayList<>(List.of(write(sources, TYPE, source)));
    for (Map.Entry<String, String> stub : stubs.entrySet()) {
      files.add(write(sources, stub.getKey(), stub.getValue()));
    }
    compile(files, classes);
    Manifest attributes = new Manifest();
    attributes.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(attributes.getMainAttributes()::putValue);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), attributes)) {
      put(out, "META-INF/services/io.jcr.spi.Network", services.getBytes(UTF_8));
      for (Map.Entry<String, byte[]> entry : more.entrySet()) {
        put(out, entry.getKey(), entry.getValue());
      }
      for (Path file : classFiles(classes.resolve("third"))) {
        byte[] content = Files.readAllBytes(file);
        content[7] = (byte) (javaVersion + 44); // the major version
        put(out, classes.relativize(file).toString(), content);
      }
    }
    return jar;
  }

  private static String write(Path sources, String type, String text) throws IOException {
    Path file = sources.resolve(type.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
  }

  private static List<Path> classFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static void compile(List<String> files, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (Stream<Path> jars = Files.list(Jcr.HOME.resolve("lib"));
        var manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      Path api =
          jars.filter(jar -> jar.getFileName().toString().startsWith("jcr-api-"))
              .findFirst()
              .orElseThrow();
      List<String> options =
          List.of("-proc:none", "-nowarn", "-cp", api.toString(), "-d", classes.toString());
      assertTrue(
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  options,
                  null,
                  manager.getJavaFileObjectsFromStrings(files))
              .call(),
          messages::toString);
    }
  }
}
