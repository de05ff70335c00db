package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `./release` refuses. Each refusal is one sentence, and nothing is left behind.
class ReleaseTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "v1.2.3",
        "01.2.3",
        "1.2.3-",
        "1.2.3 4",
        "1.2.x",
        "1.2.3/.",
        "1.2.3\nx"
      })
  void aVersionHasThreeNumbers(String version) throws Exception {
    assertEquals(
        "release: version '"
            + version.replace('\n', ' ')
            + "': three numbers with dots, perhaps followed by -WORD, are expected, such as 1.2.0 or"
            + " 1.2.0-rc1",
        refusal(TOP.resolve("release"), version));
  }

  @Test
  void aSnapshotIsNoRelease() throws Exception {
    assertEquals(
        "release: version '1.2.3-SNAPSHOT': a snapshot is not a release",
        refusal(TOP.resolve("release"), "1.2.3-SNAPSHOT"));
  }

  @Test
  void optionsAndArgumentsAreChecked() throws Exception {
    assertTrue(refusal(TOP.resolve("release"), "--sing=x", "1.2.3").contains("'--sing=x'"));
    assertTrue(refusal(TOP.resolve("release")).contains("a version and perhaps a directory"));
    assertTrue(refusal(TOP.resolve("release"), "1.2.3", "a", "b").contains("a version and"));
  }

  @Test
  void changesAreToBeCommittedFirst() throws Exception {
    Path release = Files.copy(TOP.resolve("release"), dir.resolve("release"));
    Files.createDirectories(dir.resolve(".ci"));
    Files.copy(TOP.resolve(".ci/setup.sh"), dir.resolve(".ci/setup.sh"));
    assertEquals(
        "release: " + dir.toRealPath() + " is not a Git repository", refusal(release, "1.2.3"));

    run(0, "git", "-C", dir.toString(), "init", "-q");
    run(0, "git", "-C", dir.toString(), "add", ".");
    commit();
    Files.writeString(dir.resolve("new"), "");
    assertEquals(
        "release: the working tree has changes, such as '?? new': commit them first",
        refusal(release, "1.2.3"));
    assertFalse(Files.exists(dir.resolve("target")));
  }

  @Test
  void anExistingDirectoryIsKept() throws Exception {
    assertEquals(
        "release: " + dir.toRealPath() + " already exists: remove it, or name another directory",
        refusal(TOP.resolve("release"), "1.2.3", dir.toString()));
  }

  private void commit() throws Exception {
    run(
        0,
        "git",
        "-C",
        dir.toString(),
        "-c",
        "user.name=me",
        "-c",
        "user.email=me@localhost",
        "commit",
        "-qm",
        "all");
  }

  private static String refusal(Path release, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(release.toString()));
    command.addAll(List.of(arguments));
    List<String> lines = run(2, command.toArray(new String[0]));
    assertEquals(1, lines.size(), lines::toString);
    return lines.getFirst();
  }

  private static List<String> run(int status, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.inputReader(UTF_8)) {
      List<String> lines = out.readAllLines();
      assertEquals(status, process.waitFor(), lines::toString);
      return lines;
    }
  }
}
