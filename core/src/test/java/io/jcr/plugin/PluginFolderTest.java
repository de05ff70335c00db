package io.jcr.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import io.jcr.plugin.PluginFolder.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
  private static final Path HOME = Path.of("/opt/jcr");

  @TempDir Path folder;

  @Test
  void optionsComeBeforeTheVariableTheHostAndTheDistribution() {
    Path other = folder.resolve("../" + folder.getFileName());
    assertEquals(
        List.of(
            new PluginFolder(folder, Origin.OPTION),
            new PluginFolder(Path.of("/b"), Origin.VARIABLE),
            new PluginFolder(Path.of("/a"), Origin.VARIABLE),
            new PluginFolder(Path.of("/etc/jcr/plugins"), Origin.HOST),
            new PluginFolder(Path.of("/opt/jcr/plugins"), Origin.DISTRIBUTION)),
        PluginFolder.inOrder(List.of(folder, other), "/b::/a:" + folder + ":/b", HOME));
  }

  @Test
  void theVariableMayBeMissing() {
    for (String variable : new String[] {null, "", ":"}) {
      assertEquals(2, PluginFolder.inOrder(List.of(), variable, HOME).size(), variable);
    }
  }

  @Test
  void aFolderThatTheCommandLineNamesMustBeThere() throws IOException {
    Path file = Files.createFile(folder.resolve("file.jar"));
    for (Path missing : List.of(folder.resolve("none"), file, Path.of(""))) {
      UsageException refusal =
          assertThrows(
              UsageException.class, () -> PluginFolder.inOrder(List.of(missing), null, HOME));
      assertEquals(
          "--plugin-dir=" + missing + ": no such folder: a folder with plugin jars is wanted",
          refusal.getMessage());
    }
  }

  @Test
  void itsJarsAreSortedThoseInFoldersToo() throws IOException {
    Files.createFile(folder.resolve("b.jar"));
    Files.createFile(folder.resolve("readme.txt"));
    Files.createFile(folder.resolve("c.jar.off"));
    Path lib = Files.createDirectories(folder.resolve("a/lib"));
    Files.createFile(lib.resolve("y.jar"));
    Files.createFile(lib.resolve("x.jar"));
    Files.createFile(folder.resolve("a/z.jar"));
    List<FoundJar> jars = FoundJar.in(new PluginFolder(folder, Origin.OPTION));
    assertEquals(List.of("a/z.jar", "b.jar"), jars.stream().map(FoundJar::name).toList());
    assertEquals(List.of(lib.resolve("x.jar"), lib.resolve("y.jar")), jars.get(0).libraryJars());
    assertEquals(List.of(), jars.get(1).libraryJars());
  }
}
