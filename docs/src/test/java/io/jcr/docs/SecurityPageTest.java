package io.jcr.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/security.md names tests; each of them is there.
class SecurityPageTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:IT|Test)|test_[a-z]+)\\.([A-Za-z0-9_]+)`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    List<String> named = named(Files.readString(TOP.resolve("docs/security.md")));
    Map<String, String> sources = sources();

    assertTrue(named.size() > 30, "named: " + named);
    assertEquals(List.of(), named.stream().filter(test -> !exists(test, sources)).toList());
  }

  @Test
  void aMissingOneIsSeen() {
    Map<String, String> sources =
        Map.of("OneIT", "@Test\n  void works(Jcr jcr) {", "test_one", "{\"works\", works, ROOT}");

    assertEquals(
        List.of("OneIT.works", "test_one.works"), named("`OneIT.works` `x.y`, `test_one.works`"));
    assertTrue(exists("OneIT.works", sources));
    assertTrue(exists("test_one.works", sources));
    for (String missing : List.of("OneIT.work", "OneIT.Works", "TwoIT.works", "test_one.work")) {
      assertTrue(!exists(missing, sources), missing);
    }
  }

  private static List<String> named(String page) {
    return NAMED
        .matcher(page)
        .results()
        .map(match -> match.group(1) + "." + match.group(2))
        .toList();
  }

  private static boolean exists(String test, Map<String, String> sources) {
    String[] parts = test.split("\\.", 2);
    String source = sources.getOrDefault(parts[0], "");
    return parts[0].startsWith("test_")
        ? source.contains("{\"" + parts[1] + "\"")
        : source.contains("void " + parts[1] + "(");
  }

  /// Test sources by the name of their file without its suffix.
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    Files.walkFileTree(
        TOP,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName().toString();
            return name.equals("target") || name.equals(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            boolean test = name.endsWith("IT.java") || name.endsWith("Test.java");
            if (test || (name.startsWith("test_") && name.endsWith(".c"))) {
              sources.put(name.substring(0, dot), Files.readString(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }
}
