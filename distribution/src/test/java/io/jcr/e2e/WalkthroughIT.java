package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Everyone who types what the documentation says gets what it says.
@WithJcr
class WalkthroughIT {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCS = TOP.resolve("docs");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir static Path scratch;
  private static ReadersMachine machine;

  @BeforeAll
  static void makeReadersMachine() throws IOException {
    Requires.root();
    machine = ReadersMachine.prepare(TOP, scratch);
  }

  @TestFactory
  Stream<DynamicTest> pages() throws IOException {
    List<Walkthrough> pages = new ArrayList<>();
    for (Path page : markdown()) {
      Walkthrough walkthrough = Walkthrough.of(page);
      if (!walkthrough.steps().isEmpty()) {
        pages.add(walkthrough);
      }
    }
    assertFalse(pages.isEmpty());
    return pages.stream()
        .map(page -> dynamicTest(DOCS.relativize(page.page()).toString(), () -> follow(page)));
  }

  private static void follow(Walkthrough page) throws IOException, InterruptedException {
    page.needs().forEach(WalkthroughIT::require);
    Path work = Files.createTempDirectory(scratch, "reader");
    new Reader(work, machine, PATIENCE).follow(page);
  }

  private static void require(List<String> need) {
    switch (need.getFirst()) {
      case "command" -> Requires.command(need.get(1), need.get(2));
      case "filesystem" -> Requires.filesystem(need.get(1));
      case "file" -> Requires.file(Path.of(need.get(1)), "this page cannot be followed");
      default -> throw new IllegalArgumentException("needs: " + String.join(" ", need));
    }
  }

  private static List<Path> markdown() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        DOCS,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.endsWith("target")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    pages.sort(null);
    return pages;
  }
}
