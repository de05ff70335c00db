package io.jcr.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.spi.Network;
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
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// A plugin with a network backend that keeps every promise, to be changed in one place.
///
/// @param id its Plugin-Id
/// @param requires its Plugin-Requires
/// @param source its class
record IslandJar(String id, String requires, String source) {
  private static final String TYPE = "third.party.Island";

  static IslandJar good() {
    return new IslandJar(
        "island",
        "~0.1.0",
        """
        package third.party;

        import io.jcr.api.ContainerSpec;
        import io.jcr.api.op.InitOp;
        import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
        import io.jcr.spi.*;
        import java.util.List;

        public final class Island implements Network {
          public Island() {}

          @Override public String name() { return "island"; }

          @Override public Support probe(HostFacts facts) { return Support.yes(); }

          @Override public void validate(ContainerSpec spec) {
            BackendOptions options = BackendOptions.of("--net=island", spec.options("net"));
            options.refuseOthers();
          }

          @Override public NetworkPlan prepare(ContainerSpec spec, Host host) {
            return NetworkPlan.isolated(
                List.of(new InitOp.Rtnetlink(List.of(new LinkUp("lo")))));
          }
        }
        """);
  }

  /// Replaces a part of the source, which must be there.
  IslandJar with(String part, String other) {
    assertTrue(source.contains(part), part);
    return new IslandJar(id, requires, source.replace(part, other));
  }

  IslandJar called(String otherId) {
    return new IslandJar(otherId, requires, source);
  }

  IslandJar requiring(String versions) {
    return new IslandJar(id, versions, source);
  }

  /// Compiles it and writes the jar.
  Path writeTo(Path jar) throws IOException {
    Path classes = Files.createTempDirectory(jar.getParent(), "classes");
    compile(classes);
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", id);
    attributes.putValue("Plugin-Version", "1.0.0");
    attributes.putValue("Plugin-Requires", requires);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      out.putNextEntry(new JarEntry("META-INF/services/" + Network.class.getName()));
      out.write(TYPE.getBytes(UTF_8));
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private void compile(Path classes) {
    StringWriter messages = new StringWriter();
    String api = System.getProperty("java.class.path");
    List<String> options = List.of("-proc:none", "-nowarn", "-cp", api, "-d", classes.toString());
    assertTrue(
        ToolProvider.getSystemJavaCompiler()
            .getTask(messages, null, null, options, null, List.of(new Text(source)))
            .call(),
        messages::toString);
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String text) {
      super(URI.create("string:///third/party/Island.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
