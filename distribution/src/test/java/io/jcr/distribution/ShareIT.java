package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Man pages and completion scripts of the built distribution.
class ShareIT {
  private static final Path HOME = Path.of(System.getProperty("jcr.home"));
  private static final Path SHARE = HOME.resolve("share");

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(SHARE.resolve("man/man1"))) {
      return files.sorted().toList();
    }
  }

  private static String said(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static void require(String program) {
    boolean there =
        Stream.of("/bin/", "/usr/bin/").anyMatch(bin -> Files.isExecutable(Path.of(bin + program)));
    assumeTrue(there, "machine: " + program + " is not installed");
  }

  @Test
  void pluginsAndSubcommandsHavePages() throws IOException {
    List<String> names = pages().stream().map(page -> page.getFileName().toString()).toList();
    List<String> some = List.of("jcr.1", "jcr-run.1", "jcr-plugins-verify.1", "jcr-demo.1");
    assertTrue(names.containsAll(some), names.toString());
    assertTrue(Files.exists(SHARE.resolve("man/man1/jcr-bench.1")));
  }

  @Test
  void manHasNothingToSayAgainstAPage() throws Exception {
    require("man");
    for (Path page : pages()) {
      Process man =
          new ProcessBuilder("man", "--warnings", "-l", page.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      String warnings = new String(man.getErrorStream().readAllBytes(), UTF_8);
      assertEquals(0, man.waitFor(), warnings);
      assertEquals("", warnings, page.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bash, bash-completion/completions/jcr",
    "zsh, zsh/site-functions/_jcr",
    "fish, fish/vendor_completions.d/jcr.fish"
  })
  void theShellCanReadItsScript(String shell, String place) throws Exception {
    require(shell);
    assertEquals("", said(shell, "-n", SHARE.resolve(place).toString()));
  }

  @Test
  void fishOffersWhatFits() throws Exception {
    require("fish");
    Path script = SHARE.resolve("fish/vendor_completions.d/jcr.fish");
    String offered = said("fish", "-c", "source " + script + "; complete -C 'jcr run --net=ve'");
    assertTrue(offered.contains("--net=veth:nat"), offered);
    assertTrue(
        said("fish", "-c", "source " + script + "; complete -C 'jcr unp'").startsWith("unpause"));
  }

  @Test
  void systemdHasNothingToSayAgainstTheUnits(@TempDir Path directory) throws Exception {
    require("systemd-analyze");
    List<String> units =
        List.of("jcr-planner.socket", "jcr-planner.service", "jcr-container@.service");
    for (String unit : units) {
      String text = Files.readString(SHARE.resolve("systemd").resolve(unit));
      // it is not on systemd's path here
      Files.writeString(
          directory.resolve(unit),
          text.replace("ExecStart=jcr ", "ExecStart=" + HOME.resolve("bin/jcr") + " "));
    }

    String said =
        said(
            "systemd-analyze",
            "verify",
            "--man=no",
            directory.resolve("jcr-planner.socket").toString(),
            directory.resolve("jcr-planner.service").toString(),
            directory.resolve("jcr-container@.service").toString());

    assertTrue(said.lines().noneMatch(line -> line.contains("jcr-")), said);
    String service = Files.readString(SHARE.resolve("systemd/jcr-container@.service"));
    assertTrue(service.contains("\nType=exec\n"), service);
  }
}
