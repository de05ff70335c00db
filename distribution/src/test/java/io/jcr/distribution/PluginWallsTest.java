package io.jcr.distribution;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The bundled plugins see what anyone's see.
class PluginWallsTest {
  private static final Path PLUGINS = Path.of("../plugins");

  /// Those that bring sub-commands: they have libraries and start programs.
  private static final Set<String> COMMANDS = Set.of("demo", "bench", "matrix");

  /// A library that only computes, in a plugin's `lib/`.
  private static final String JSON = "com.fasterxml.jackson..";

  @Test
  void aPluginSeesOfJcrTheApiOnly() throws IOException {
    for (Path tree : classTrees()) {
      JavaClasses plugin = new ClassFileImporter().importPath(tree);
      String own = "io.jcr.plugins." + tree.getName(2);
      assertTrue(plugin.stream().allMatch(c -> c.getPackageName().startsWith(own)), own);
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.jcr..")
                  .and(not(resideInAnyPackage(own + "..", "io.jcr.api..", "io.jcr.spi.."))))
          .check(plugin);
    }
  }

  @Test
  void aBackendChangesTheHostThroughHostOnly() throws IOException {
    List<Path> trees = classTrees();
    trees.removeIf(tree -> COMMANDS.contains(tree.getName(2).toString()));
    assertTrue(trees.size() >= 4, trees.toString());
    for (Path tree : trees) {
      JavaClasses plugin = new ClassFileImporter().importPath(tree);
      String own = "io.jcr.plugins." + tree.getName(2);
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              own + "..",
              "io.jcr.api..",
              "io.jcr.spi..",
              "java..",
              "jakarta.inject..",
              "org.jspecify..",
              "org.slf4j..",
              JSON)
          .check(plugin);
      classes()
          .should()
          .onlyDependOnClassesThat()
          .haveNameNotMatching("java\\.lang\\.(ProcessBuilder|foreign\\..*)")
          .because("a backend changes the host through Host only")
          .check(plugin);
    }
  }

  private static List<Path> classTrees() throws IOException {
    try (Stream<Path> modules = Files.list(PLUGINS)) {
      return modules
          .map(m -> m.resolve("target/classes"))
          .filter(Files::isDirectory)
          .sorted()
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }
}
