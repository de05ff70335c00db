package io.jcr;

import static com.tngtech.archunit.base.DescribedPredicate.doNot;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.AndFullName.Predicates.fullNameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.jcr.cli.Main;
import io.jcr.spi.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The walls of the house: ARCHITECTURE.md.
class WallsTest {
  private static final JavaClasses JCR =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("testkit"))
          .importPackages("io.jcr");

  @Test
  void theRulesSeeTheClasses() {
    assertTrue(JCR.size() > 100, JCR.size() + " classes");
    List.of(Main.class, Backend.class).forEach(type -> assertTrue(JCR.contain(type)));
    assertTrue(JCR.stream().noneMatch(type -> type.getName().endsWith("Test")));
  }

  @Test
  void whatPluginsSeeKnowsNoOneElse() {
    classes()
        .that()
        .resideInAnyPackage("io.jcr.api..", "io.jcr.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.jcr.api..", "io.jcr.spi..", "java..", "org.jspecify..")
        .check(JCR);
  }

  /// The lower one of each pair could be used without the upper one.
  @ParameterizedTest
  @CsvSource({
    "io.jcr.runtime.., io.jcr.cli..",
    "io.jcr.runtime.., io.jcr.plugin..",
    "io.jcr.running.., io.jcr.runtime..",
    "io.jcr.running.., io.jcr.cli..",
    "io.jcr.running.., io.jcr.plugin..",
    "io.jcr.state.., io.jcr.running..",
    "io.jcr.state.., io.jcr.runtime..",
    "io.jcr.state.., io.jcr.cli..",
    "io.jcr.state.., io.jcr.plugin..",
    "io.jcr.rootfs.., io.jcr.state..",
    "io.jcr.rootfs.., io.jcr.runtime..",
    "io.jcr.rootfs.., io.jcr.cli..",
    "io.jcr.rootfs.., io.jcr.plugin..",
    "io.jcr.host.., io.jcr.cli..",
    "io.jcr.host.., io.jcr.runtime..",
    "io.jcr.host.., io.jcr.plugin..",
    "io.jcr.host.., io.jcr.init..",
    "io.jcr.linux.., io.jcr.host..",
    "io.jcr.init.., io.jcr.host..",
    "io.jcr.plugin.., io.jcr.host..",
    "io.jcr.plugin.., io.jcr.cli..",
    "io.jcr.plugin.., io.jcr.runtime..",
    "io.jcr.plugin.., io.jcr.init..",
    "io.jcr.plugin.., io.jcr.linux..",
    "io.jcr.program.., io.jcr.plugin..",
    "io.jcr.program.., io.jcr.runtime..",
    "io.jcr.program.., io.jcr.cli..",
    "io.jcr.init.., io.jcr.cli..",
    "io.jcr.init.., io.jcr.runtime..",
    "io.jcr.init.., io.jcr.plugin..",
    "io.jcr.linux.., io.jcr.cli..",
    "io.jcr.linux.., io.jcr.runtime..",
    "io.jcr.linux.., io.jcr.plugin..",
    "io.jcr.linux.., io.jcr.init..",
    "io.jcr.., io.jcr.plugins..",
  })
  void theLowerFloorsDoNotKnowTheUpperOnes(String lower, String upper) {
    noClasses()
        .that()
        .resideInAPackage(lower)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(upper)
        .allowEmptyShould(false)
        .check(JCR);
  }

  @Test
  void noFloorIsReachedInCircles() {
    slices().matching("io.jcr.(*)..").should().beFreeOfCycles().check(coreOnly());
  }

  @ParameterizedTest
  @CsvSource({
    "com.google.inject.., io.jcr.cli..",
    "picocli.., io.jcr.cli..",
    "org.pf4j.., io.jcr.plugin..",
    "com.fasterxml.., io.jcr.[cli|runtime|state|oci|program]..",
    "ch.qos.logback.., io.jcr.cli..",
    "java.lang.foreign.., io.jcr.linux..",
  })
  void aLibraryStaysInThePackageThatItBelongsTo(String library, String home) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(JCR);
  }

  /// The kernel is changed through Host or an InitOp: a program run for its effect is neither. Only
  /// jcr itself is started, by commands that run it many times.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java\\.lang\\.ProcessBuilder\\..*",
        "java\\.lang\\.Runtime\\.(exec|load|loadLibrary)\\(.*",
        "java\\.lang\\.System\\.(load|loadLibrary|exit)\\(.*",
      })
  void noOtherProgramIsStarted(String method) {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.jcr.cli.InstalledJcr")
        .and()
        .doNotHaveFullyQualifiedName("io.jcr.cli.VerifyWork")
        .and()
        .doNotHaveFullyQualifiedName("io.jcr.host.HostProgram") // behind Host
        .and()
        .doNotHaveFullyQualifiedName("io.jcr.host.PortRelay") // behind Host, too
        .should()
        .callCodeUnitWhere(target(fullNameMatching(method)))
        .check(JCR);
  }

  /// A command has what its caller has from its session: in a resident planner this process's own
  /// streams and environment are nobody's.
  @Test
  void whatTheCallerHasComesFromTheSession() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.jcr.cli.session.Session") // makes that of a cold start
        .and()
        .haveNameNotMatching(
            "io\\.jcr\\.cli\\.(AotTraining|PluginIndexer|ManualWriter)") // the build runs them
        .and()
        .haveNameNotMatching("io\\.jcr\\.cli\\.DeferredLogging.*") // where slf4j knows no session
        .should()
        .accessField(System.class, "in")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(JCR);
  }

  /// Whoever ends the JVM ends the sessions of others too.
  @Test
  void onlyMainEndsTheJvm() {
    noClasses()
        .that()
        .haveNameNotMatching("io\\.jcr\\.cli\\.(Main|PluginIndexer)")
        .should()
        .callMethod(Runtime.class, "halt", int.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .check(JCR);
  }

  @Test
  void aClassIsNamedByWhatItIs() {
    noClasses()
        .that(doNot(assignableTo("org.pf4j.PluginManager")))
        .should()
        .haveNameMatching(".*(Util|Utils|Manager|Helper|Impl|Base)")
        .check(JCR);
  }

  @Test
  void everyPackageTellsWhatItIsAndThatNullIsMarked() {
    for (var type : JCR) {
      assertTrue(
          type.getPackage().tryGetPackageInfo().isPresent()
              && type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked"),
          type.getPackageName() + " has a package-info.java with @NullMarked");
    }
  }

  private static JavaClasses coreOnly() {
    return JCR.that(resideInAnyPackage("io.jcr.api..", "io.jcr.spi..").negate());
  }
}
