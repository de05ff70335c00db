package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The built `bin/jcr`, in a home whose jars are empty and whose supervisor prints how it was
/// called.
class LauncherIT {
  private static final Path BUILT = Path.of(System.getProperty("jcr.home"));
  private static final FileTime BUILD_TIME = FileTime.from(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir Path directory;
  private Path home;

  @BeforeEach
  void createHome() throws IOException {
    home = Files.createDirectories(directory.resolve("a home"));
    Files.createDirectories(home.resolve("bin"));
    Files.copy(BUILT.resolve("bin/jcr"), home.resolve("bin/jcr"));
    makeJars();
    stamp(home.resolve("lib/jcr.aot"));
    Path supervisor = Files.createDirectories(home.resolve("libexec")).resolve("jcr-init");
    Files.writeString(
        supervisor,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" \"tool options: ${JAVA_TOOL_OPTIONS-none}\" \"cwd: $PWD\"\n");
    assertTrue(supervisor.toFile().setExecutable(true));
  }

  /// Empty jars, where the built home has its own.
  private void makeJars() throws IOException {
    for (String jar : Files.readAllLines(BUILT.resolve("lib/jars"))) {
      Path file = home.resolve(jar);
      Files.createDirectories(file.getParent());
      stamp(file);
    }
    Files.copy(BUILT.resolve("lib/jars"), home.resolve("lib/jars"));
  }

  private static void stamp(Path file) throws IOException {
    Files.writeString(file, "");
    Files.setLastModifiedTime(file, BUILD_TIME);
  }

  private List<String> launch(Path program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return finish(program, environment, arguments).lines();
  }

  private record Finished(List<String> lines, int status) {}

  private Finished finish(Path program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    builder.directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    List<String> lines;
    try (var out = process.inputReader(UTF_8)) {
      lines = out.readAllLines();
    }
    assertTrue(process.waitFor(10, SECONDS));
    return new Finished(lines, process.exitValue());
  }

  /// What a shell does before it becomes `jcr run`.
  private Finished afterShell(String command) throws IOException, InterruptedException {
    return finish(
        Path.of("/bin/sh"),
        Map.of("PATH", System.getenv("PATH")),
        "-c",
        command + "; exec \"$0\" run",
        home.resolve("bin/jcr").toString());
  }

  private List<String> launch(String... arguments) throws IOException, InterruptedException {
    return launch(home.resolve("bin/jcr"), Map.of(), arguments);
  }

  private boolean usesCache(List<String> lines) {
    return lines.contains("-XX:AOTCache=" + home + "/lib/jcr.aot");
  }

  @Test
  void startsJavaUnderTheSupervisor() throws Exception {
    List<String> lines = launch("run", "--", "a  b", "*", "");

    assertEquals(List.of("supervise", "--", home + "/runtime/bin/java"), lines.subList(0, 3));
    assertEquals(
        List.of("io.jcr.cli.Main", "run", "--", "a  b", "*", ""),
        lines.subList(lines.indexOf("io.jcr.cli.Main"), lines.size() - 2));
    assertTrue(lines.contains("@" + home + "/lib/jvm.options"), lines.toString());
    assertTrue(lines.contains("-Djcr.home=" + home), lines.toString());
    assertTrue(usesCache(lines), lines.toString());
  }

  @Test
  void classPathHoldsEveryJarOfLib() throws Exception {
    List<String> lines = launch();

    List<String> classPath = List.of(lines.get(lines.indexOf("-cp") + 1).split(":"));
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      assertEquals(
          jars.map(Path::toString).filter(jar -> jar.endsWith(".jar")).sorted().toList(),
          classPath.stream().sorted().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/jcr-core", "lib/libraries", "plugins/jcr-plugin-network"})
  void jarOfAnotherTimeDropsTheCache(String prefix) throws Exception {
    Path jar;
    try (Stream<Path> jars = Files.list(home.resolve(prefix).getParent())) {
      jar =
          jars.filter(file -> file.startsWith(home) && file.toString().contains(prefix))
              .findFirst()
              .orElseThrow();
    }

    Files.setLastModifiedTime(jar, FileTime.from(BUILD_TIME.toInstant().plusSeconds(1)));
    assertFalse(usesCache(launch()), "newer");
    Files.setLastModifiedTime(jar, FileTime.from(BUILD_TIME.toInstant().minusSeconds(1)));
    assertFalse(usesCache(launch()), "older");
    Files.setLastModifiedTime(jar, BUILD_TIME);
    assertTrue(usesCache(launch()), "as built");
    Files.delete(jar);
    boolean optional = prefix.startsWith("plugins/"); // another package brings it
    assertEquals(optional, usesCache(launch()), "missing");
  }

  @Test
  void missingCacheIsNotNamed() throws Exception {
    Files.delete(home.resolve("lib/jcr.aot"));

    assertTrue(launch().stream().noneMatch(line -> line.contains("AOT")));
  }

  @Test
  void jarOfAThirdPartyKeepsTheCache() throws Exception {
    Files.writeString(home.resolve("plugins/third-party.jar"), "");

    assertTrue(usesCache(launch()));
  }

  @Test
  void worksThroughLinksAndKeepsTheWorkingDirectory() throws Exception {
    Path absolute =
        Files.createSymbolicLink(directory.resolve("absolute"), home.resolve("bin/jcr"));
    Path relative = Files.createSymbolicLink(directory.resolve("relative"), Path.of("absolute"));

    List<String> lines =
        launch(Path.of("./relative"), Map.of("PATH", System.getenv("PATH")), "run");

    assertEquals(absolute.getFileName(), Files.readSymbolicLink(relative));
    assertTrue(lines.contains(home + "/runtime/bin/java"), lines.toString());
    assertTrue(usesCache(lines), lines.toString());
    assertEquals("cwd: " + directory, lines.getLast());
  }

  /// Whoever switches /opt/jcr from one version to the next restarts containers with the new one.
  @Test
  void keepsLinksOnTheWayToIt() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("current"), home);

    List<String> lines = launch(link.resolve("bin/jcr"), Map.of(), "run");

    assertTrue(lines.contains("-Djcr.home=" + link), lines.toString());
  }

  @Test
  void isFoundOnThePathWhateverItsFirstArgumentIs() throws Exception {
    String path = home.resolve("bin") + ":" + System.getenv("PATH");
    String script = "exec -a something jcr run";

    List<String> lines = launch(Path.of("/bin/bash"), Map.of("PATH", path), "-c", script);

    assertTrue(lines.contains("-Djcr.home=" + home), lines.toString());
  }

  @Test
  void whereTheWorkingDirectoryIsGoneItStartsInTheRoot() throws Exception {
    Finished finished = afterShell("mkdir gone && cd gone && rmdir ../gone");

    assertEquals("cwd: /", finished.lines().getLast());
    assertEquals("supervise", finished.lines().getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec <&-", "exec 2>&-", "exec <&- 2>&-"})
  void closedStreamsAreNotTakenForSomethingElse(String closing) throws Exception {
    Files.writeString(
        home.resolve("libexec/jcr-init"), "#!/bin/sh\nls -l /proc/self/fd/0 /proc/self/fd/2\n");

    Finished finished = afterShell(closing);

    assertEquals(0, finished.status(), finished.lines().toString());
    long toNull = finished.lines().stream().filter(line -> line.endsWith("-> /dev/null")).count();
    assertEquals(closing.chars().filter(c -> c == '&').count(), toNull);
  }

  @Test
  void largeEnvironmentIsPassedOn() throws Exception {
    Files.writeString(home.resolve("libexec/jcr-init"), "#!/bin/sh\necho ${#N0} ${#N9}\n");
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      environment.put("N" + i, "x".repeat(100_000));
    }

    assertEquals(List.of("100000 100000"), launch(home.resolve("bin/jcr"), environment, "run"));
  }

  @Test
  void tooLittleAddressSpaceForJavaIsSaidInOneSentence() throws Exception {
    Finished finished = afterShell("ulimit -v 1000000");

    assertEquals(
        List.of(
            "jcr: java cannot start: the limit on address space (ulimit -v) is 976 MiB, it needs"
                + " 2048 MiB"),
        finished.lines());
    assertEquals(125, finished.status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/jars", "libexec/jcr-init"})
  void incompleteInstallationIsSaidInOneSentence(String missing) throws Exception {
    Files.delete(home.resolve(missing));

    Finished finished = finish(home.resolve("bin/jcr"), Map.of(), "run");

    assertEquals(1, finished.lines().size(), finished.lines().toString());
    assertTrue(
        finished.lines().getFirst().endsWith(home.resolve(missing) + ": No such file or directory"),
        finished.lines().toString());
    assertEquals(125, finished.status());
  }

  @Test
  void environmentChoosesNoJavaOptionsButItsOwn() throws Exception {
    List<String> lines =
        launch(
            home.resolve("bin/jcr"),
            Map.of("JAVA_TOOL_OPTIONS", "-Dx", "JCR_JAVA_OPTS", "-Xint -Da=*"),
            "run");

    assertTrue(lines.contains("tool options: none"), lines.toString());
    int main = lines.indexOf("io.jcr.cli.Main");
    assertEquals(List.of("-Xint", "-Da=*"), lines.subList(main - 2, main));
  }

  /// Nothing is on the PATH of most tests here: the launcher needs no program, so it forks none.
  @Test
  void needsNoProgramOnItsWay() throws Exception {
    List<String> lines = launch(home.resolve("bin/jcr"), Map.of("PATH", "/nonexistent"), "run");

    assertEquals("supervise", lines.getFirst());
  }
}
