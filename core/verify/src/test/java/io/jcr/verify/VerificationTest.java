package io.jcr.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import io.jcr.plugin.CallWatch;
import io.jcr.plugin.Trust;
import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.Check.Outcome;
import io.jcr.plugin.verify.VerifyRequest;
import io.jcr.spi.SpiTable;
import io.jcr.spi.contract.SampleLimit;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All checks but those that need root, with real jars.
class VerificationTest {
  private static final String CONTRACT = "network island: contract";

  @TempDir Path directory;
  private Path home;
  private Path jar;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(directory.resolve("home/plugins")).getParent();
    jar = directory.resolve("mine.jar");
  }

  @Test
  void aGoodOnePassesAndWhatNeedsRootIsSkipped() throws IOException {
    List<Check> checks = verify(IslandJar.good());
    assertEquals(List.of(), with(checks, Outcome.FAILED));
    assertEquals(
        List.of("network island: this host"),
        with(checks, Outcome.SKIPPED).stream().map(Check::group).toList());
    assertTrue(checks.contains(Check.ok(JarChecks.GROUP, "its classes can be made")));
    assertTrue(checks.contains(Check.ok(JarChecks.GROUP, "the name island is free")));
    assertTrue(checks.contains(Check.ok(CONTRACT, "a dry run changes nothing")));
    try (Stream<Path> left = Files.list(directory.resolve("work"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aPromiseThatIsBrokenIsTheOnlyOneThatFails() throws IOException {
    List<Check> failed =
        with(verify(IslandJar.good().with("options.refuseOthers();", "")), Outcome.FAILED);
    assertEquals(
        List.of("an unknown option is refused with the known ones"),
        failed.stream().map(Check::name).toList());
    assertEquals(CONTRACT, failed.getFirst().group());
  }

  @Test
  void whatJcrWouldRejectIsToldAndNoneOfItsCodeRuns() throws IOException {
    Path trace = directory.resolve("ran");
    List<Check> checks = verify(tracing(trace).requiring("~9.0.0"));
    assertEquals(
        List.of(
            Check.failed(
                JarChecks.GROUP,
                "it goes with SPI 0.1.1",
                "it requires SPI ~9.0.0, this jcr has 0.1.1")),
        with(checks, Outcome.FAILED));
    assertFalse(Files.exists(trace));
  }

  @Test
  void theCodeOfAJarThatOthersCanWriteDoesNotRun() throws IOException {
    Path trace = directory.resolve("ran");
    tracing(trace).writeTo(jar);
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
    List<Check> checks = new ArrayList<>();
    new Verification().verify(request(Trust.ofRoot(directory), Set.of()), checks::add);
    List<Check> failed = with(checks, Outcome.FAILED);
    assertEquals(List.of("root may run its code"), failed.stream().map(Check::name).toList());
    assertTrue(
        failed.getFirst().reason().contains("can be changed by users other than root"),
        failed::toString);
    assertFalse(Files.exists(trace));
    assertFalse(verify(tracing(trace)).isEmpty());
    assertTrue(Files.exists(trace), "it would have");
  }

  @Test
  void aNameOfJcrsOwnIsTaken() throws IOException {
    IslandJar.good().called("jcr-network").writeTo(home.resolve("plugins/bundled.jar"));
    assertTrue(
        verify(IslandJar.good())
            .contains(
                Check.failed(
                    JarChecks.GROUP,
                    "the name island is free",
                    "bundled.jar of jcr has it too: it has to be written as island/island")));
  }

  /// As when one of jcr's own plugins is verified.
  @Test
  void anotherVersionOfItselfTakesNoName() throws IOException {
    IslandJar.good().writeTo(home.resolve("plugins/bundled.jar"));
    assertEquals(List.of(), with(verify(IslandJar.good()), Outcome.FAILED));
  }

  @Test
  void aBackendThatWrapsOneOfJcrsFindsIt() throws IOException {
    IslandJar.good()
        .called("jcr-network")
        .with("\"island\"", "\"none\"")
        .writeTo(home.resolve("plugins/bundled.jar"));
    IslandJar wrapping =
        IslandJar.good()
            .with(
                "public Island() {}",
                """
                private BackendLookup others;

                @Override public void connect(BackendLookup lookup) { others = lookup; }
                """)
            .with(
                "return NetworkPlan",
                "if (others != null) return others.find(Network.class, \"none\")"
                    + ".prepare(spec, host); return NetworkPlan");
    assertEquals(List.of(), with(verify(wrapping), Outcome.FAILED));
  }

  @Test
  void whatIsNoJarIsTold() throws IOException {
    Files.writeString(jar, "no jar");
    List<Check> checks = new ArrayList<>();
    new Verification().verify(request(Trust.inEverything(), Set.of()), checks::add);
    assertEquals(List.of("it is a jar"), checks.stream().map(Check::name).toList());
    assertEquals(Outcome.FAILED, checks.getFirst().outcome());
  }

  @Test
  void everyKindOfBackendIsHeldToAContract() {
    List<String> held =
        Stream.of(Kind.values()).map(Kind::option).filter(o -> !o.isEmpty()).toList();
    assertEquals(SpiTable.STANDARD.options(), held);
  }

  /// What a contract asks of its subclass with a yes or no, but for what verify sees by itself: a
  /// program is no service.
  @Test
  void everyCapabilityOfTheContractsCanBeNamed() {
    Set<String> known = new TreeSet<>();
    for (Kind kind : Kind.values()) {
      for (Class<?> c = kind.contract().getSuperclass(); c != null; c = c.getSuperclass()) {
        Stream.of(c.getDeclaredMethods())
            .filter(m -> Modifier.isProtected(m.getModifiers()))
            .filter(m -> m.getReturnType() == boolean.class)
            .filter(m -> !m.getName().equals("isService"))
            .forEach(m -> known.addAll(names(m)));
      }
    }
    VerifyRequest request = request(Trust.inEverything(), Set.of("flies"));
    UsageException refusal =
        assertThrows(UsageException.class, () -> new Verification().verify(request, check -> {}));
    assertEquals(
        "--without=flies: no such capability: choose from " + String.join(", ", known),
        refusal.getMessage());
  }

  private static List<String> names(Method capability) {
    return capability.getParameterCount() == 0
        ? List.of(capability.getName())
        : Stream.of(SampleLimit.values()).map(limit -> capability.getName() + limit).toList();
  }

  /// Its constructor leaves a file.
  private static IslandJar tracing(Path trace) {
    return IslandJar.good()
        .with(
            "public Island() {}",
            "public Island() { new java.io.File(\"" + trace + "\").mkdir(); }");
  }

  private List<Check> verify(IslandJar plugin) throws IOException {
    plugin.writeTo(jar);
    List<Check> checks = new ArrayList<>();
    new Verification().verify(request(Trust.inEverything(), Set.of()), checks::add);
    return checks;
  }

  private VerifyRequest request(Trust trust, Set<String> without) {
    Path work = directory.resolve("work");
    work.toFile().mkdir();
    return new VerifyRequest(
        jar,
        List.of(),
        home,
        home.resolve("rootfs"),
        work,
        Map.of(),
        without,
        false,
        trust,
        CallWatch.NONE);
  }

  private static List<Check> with(List<Check> checks, Outcome outcome) {
    return checks.stream().filter(check -> check.outcome() == outcome).toList();
  }
}
