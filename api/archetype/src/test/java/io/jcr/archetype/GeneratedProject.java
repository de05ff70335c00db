package io.jcr.archetype;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/// What `mvn archetype:generate` makes of the archetype's files: each goes through Velocity, names
/// between underscores in a path are replaced, and sources lie in the folder of their package.
///
/// @param directory where it is
record GeneratedProject(Path directory) {
  static final String PACKAGE = "com.example";
  static final String CLASS_NAME = "Mine";
  static final String BACKEND = "mine";

  private static final Path TEMPLATES = Path.of("target/classes/archetype-resources");
  private static final String SOURCES = "java";

  /// @param spi what the plugin shall implement
  /// @param directory an empty one
  static GeneratedProject of(String spi, Path directory) throws IOException {
    Map<String, Object> properties =
        Map.of(
            "spi", spi,
            "backend", BACKEND,
            "className", CLASS_NAME,
            "package", PACKAGE,
            "groupId", PACKAGE,
            "artifactId", BACKEND,
            "version", "1.0.0",
            "jcrVersion", "0.1.0-SNAPSHOT",
            "spiVersion", "0.1.0");
    VelocityEngine velocity = new VelocityEngine();
    velocity.init();
    for (Path template : files(TEMPLATES)) {
      StringWriter text = new StringWriter();
      VelocityContext context = new VelocityContext(new HashMap<>(properties));
      velocity.evaluate(context, text, template.toString(), Files.readString(template));
      String path = TEMPLATES.relativize(template).toString();
      for (Map.Entry<String, Object> property : properties.entrySet()) {
        path = path.replace("__" + property.getKey() + "__", (String) property.getValue());
      }
      path = path.replace("/" + SOURCES + "/", "/" + SOURCES + "/com/example/");
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.toString());
    }
    return new GeneratedProject(directory);
  }

  /// Its sources below `src/main/java` and `src/test/java`.
  List<Path> sources() throws IOException {
    return files(directory).stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  Path resources() {
    return directory.resolve("src/main/resources");
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
