package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which jars `distribution/Makefile` packs.
class MakefileTest {
  private static final String PRINT = "print: ; @echo $(FOLDER_JARS) / $(VERIFY_JARS)";

  @TempDir Path dir;

  private Path target;
  private Path verify;

  @BeforeEach
  void build() throws IOException {
    target = dir.resolve("plugins/demo/target");
    verify = dir.resolve("verify");
    touch(target.resolve("jcr-plugin-demo-1.2.3.jar"));
    touch(target.resolve("jcr-plugin-demo-0.1.0-SNAPSHOT.jar"));
    touch(target.resolve("lib/library.jar"));
    touch(verify.resolve("jcr-verify-1.2.3.jar"));
    touch(verify.resolve("jcr-verify-0.1.0-SNAPSHOT.jar"));
    Files.createFile(verify.resolve("classpath"));
    Files.createFile(dir.resolve("classpath"));
  }

  @Test
  void takesTheJarsOfItsVersionOnly() throws Exception {
    assertEquals(
        List.of(
            target
                + "/jcr-plugin-demo-1.2.3.jar "
                + target
                + "/lib/library.jar / "
                + verify
                + "/jcr-verify-1.2.3.jar"),
        make(0, "1.2.3", "print"));
  }

  @Test
  void aMissingJarIsAnError() throws Exception {
    for (String stamp : List.of("verify", "plugins")) {
      String last = make(2, "1.2.4", dir.resolve("stamps") + "/" + stamp).getLast();
      assertTrue(last.contains("No rule to make target") && last.contains("-1.2.4.jar"), last);
    }
  }

  private static void touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private List<String> make(int status, String version, String goal)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("make", "--no-print-directory", "--eval", PRINT, "-n", goal));
    command.add("JAVA_HOME=" + System.getProperty("java.home"));
    command.add("OUT=" + dir);
    command.add("CLASSPATH=" + dir.resolve("classpath"));
    command.add("VERSION=" + version);
    command.add("VERIFY=" + verify);
    command.add("PLUGINS=");
    command.add("PLUGIN_FOLDERS=" + dir.resolve("plugins/demo"));
    if (goal.equals("print")) {
      command.remove("-n");
    }
    Process make = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = make.inputReader(UTF_8)) {
      List<String> lines = out.readAllLines();
      assertEquals(status, make.waitFor(), lines::toString);
      return lines;
    }
  }
}
