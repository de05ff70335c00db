package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `./check` prints at its end, from reports of a made-up project.
class TestSummaryTest {
  private static final String PASSED = "<testcase classname='T' name='passed'/>";
  private static final String FAILED =
      "<testcase classname='T' name='failed'><failure message='1 is not 2'/></testcase>";
  private static final String ERROR =
      "<testcase classname='T' name='error'><error message='no file'/></testcase>";
  private static final String NO_CONTROLLER =
      "<testcase classname='T' name='a'><skipped message='Assumption failed: machine: no io controller'/></testcase>";
  private static final String NOT_ROOT =
      "<testcase classname='T' name='b'><skipped message='Assumption failed: not root'/></testcase>";

  @TempDir static Path classes;

  @TempDir Path top;

  @BeforeAll
  static void compile() {
    var compiler = ToolProvider.findFirst("javac").orElseThrow();
    String[] arguments = {"-d", classes.toString(), "src/build/java/TestSummary.java"};
    assertEquals(0, compiler.run(System.out, System.err, arguments));
  }

  private record Summary(int exitCode, List<String> lines) {
    boolean has(String line) {
      return lines.contains(line);
    }
  }

  private void report(String directory, String testCases) throws IOException {
    Path file = top.resolve(directory).resolve("TEST-T.xml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<testsuite>" + testCases + "</testsuite>");
  }

  private Summary summarize(String ci, String... arguments)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes.toString(),
            "TestSummary",
            top.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("CI", ci);
    Process process = builder.redirectErrorStream(true).start();
    try (var out = process.inputReader(UTF_8)) {
      List<String> lines = out.readAllLines();
      return new Summary(process.waitFor(), lines);
    }
  }

  @Test
  void countsReportsOfAllModules() throws Exception {
    report("api/target/surefire-reports", PASSED + PASSED);
    report("plugins/network/target/surefire-reports", PASSED + NO_CONTROLLER);
    report("distribution/target/failsafe-reports", PASSED);

    Summary summary = summarize("true");

    assertEquals("4 passed, 0 failed, 1 skipped", summary.lines().getLast());
    assertEquals(0, summary.exitCode(), summary.toString());
    assertTrue(summary.has("     1  machine: no io controller"), summary.toString());
    assertTrue(
        summary.lines().stream().anyMatch(line -> line.matches("plugins/network +1 +0 +1")),
        summary.toString());
    assertTrue(
        summary.lines().stream()
            .anyMatch(line -> line.matches("distribution \\(end to end\\) +1 +0 +0")),
        summary.toString());
  }

  @Test
  void failuresAndErrorsFail() throws Exception {
    report("api/target/surefire-reports", PASSED + FAILED + ERROR);

    Summary summary = summarize("false");

    assertEquals("1 passed, 2 failed, 0 skipped", summary.lines().getLast());
    assertEquals(1, summary.exitCode());
    assertTrue(summary.has("      1 is not 2"), summary.toString());
  }

  @Test
  void avoidableSkipFailsInCiOnly() throws Exception {
    report("api/target/surefire-reports", PASSED + NOT_ROOT + NO_CONTROLLER);

    Summary strict = summarize("true");
    assertEquals("1 passed, 1 failed, 1 skipped", strict.lines().getLast());
    assertEquals(1, strict.exitCode());

    Summary lax = summarize("");
    assertEquals("1 passed, 0 failed, 2 skipped", lax.lines().getLast());
    assertEquals(0, lax.exitCode());
  }

  @Test
  void aSkipWithoutAReasonFailsEverywhere() throws Exception {
    String silent = "<testcase classname='T' name='silent'><skipped/></testcase>";
    String aborted =
        "<testcase classname='T' name='c'><skipped>"
            + "<![CDATA[org.opentest4j.TestAbortedException: Assumption failed: machine: no moon\n\tat T]]>"
            + "</skipped></testcase>";
    report("api/target/surefire-reports", PASSED + silent + aborted);

    Summary summary = summarize("");

    assertEquals("1 passed, 1 failed, 1 skipped", summary.lines().getLast());
    assertEquals(1, summary.exitCode());
    assertTrue(summary.has("      skipped, and no reason given"), summary.toString());
    assertTrue(summary.has("     1  machine: no moon"), summary.toString());
  }

  @Test
  void readsTheLogsOfTestsInC() throws Exception {
    Path log = top.resolve("c.log");
    Files.write(
        log,
        List.of(
            "  CC    decoder.c",
            "ok decoder",
            "  journal.order ok",
            "not ok mount: EPERM",
            "  journal.tree     journal.c:12: not true: a == b",
            "FAIL (killed by a signal)",
            "  journal.last FAIL",
            "ok clone # SKIP machine: no cgroup v2",
            "  undo.link SKIP: not root",
            "SKIP: not root"));

    Summary summary = summarize("", "core (C)=" + log);

    assertEquals("2 passed, 3 failed, 3 skipped", summary.lines().getLast());
    assertTrue(summary.has("     1  machine: no cgroup v2"), summary.toString());
    assertTrue(summary.has("     2  not root"), summary.toString());
  }

  @Test
  void aFailedStepFailsTheWhole() throws Exception {
    report("api/target/surefire-reports", PASSED);

    Summary summary = summarize("", "failed=build");

    assertEquals("1 passed, 1 failed, 0 skipped", summary.lines().getLast());
    assertEquals(1, summary.exitCode());
  }

  @Test
  void noTestAtAllIsAFailure() throws Exception {
    assertEquals(1, summarize("").exitCode());
  }
}
