package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins in folders of their own, and what `jcr plugins` tells of them.
@WithJcr
class PluginFoldersIT {
  @TempDir Path directory;
  private Path folder;
  private Path root;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(directory.resolve("plugins"));
    root = directory.resolve("root");
  }

  private Path drop(PluginJar plugin) throws IOException {
    return plugin.writeTo(folder.resolve(plugin.id() + ".jar"), directory);
  }

  @Test
  void aFolderIsNamedOnTheCommandLineOrByTheEnvironment(Jcr jcr) throws IOException {
    drop(PluginJar.network("my-plugin", "mine"));
    String option = "--plugin-dir=" + folder;

    jcr.inside(option, "--net=mine", "--", "true");
    jcr.call("--plugin-dir", folder.toString(), "run", "--net=mine", "--", "true").succeeded();
    jcr.with("JCR_PLUGIN_PATH", "/none:" + folder).inside("--net=mine", "--", "true");
    jcr.call("explain", "run", option, "--net=mine").succeeded();
    jcr.call(option, "explain", "run", "--net=mine").succeeded();
    assertTrue(jcr.call("doctor", option).succeeded().output().contains("--net=mine"));
    Result matrix = jcr.call("matrix", option, "net=none,mine", "--", "/bin/true").succeeded();
    assertEquals(
        2,
        matrix.lines().stream().filter(l -> l.matches("(none|mine) +0 .*")).count(),
        matrix::toString);
    jcr.run("--net=mine", "--", "true").failed(2, "jcr: --net=mine: no such backend: .*");
  }

  /// As Maven leaves it: the plugin, and beside it what it needs.
  @Test
  void aFolderOfLibrariesHoldsNoPlugins(Jcr jcr) throws IOException {
    drop(PluginJar.network("my-plugin", "mine"));
    Path lib = Files.createDirectory(folder.resolve("lib"));
    Files.copy(folder.resolve("my-plugin.jar"), lib.resolve("library.jar"));
    Result run = jcr.run("--plugin-dir=" + folder, "--net=mine", "--", "echo", "ran").exited(0);
    assertEquals("ran\n", run.output());
    assertEquals("", run.errors());
  }

  @Test
  void aBackendThatMayBeInARejectedJarIsToldSo(Jcr jcr) throws IOException {
    drop(PluginJar.network("my-plugin", "mine").requiring(">=99.0.0"));
    Result run = jcr.run("--plugin-dir=" + folder, "--net=mine", "--", "true").exited(2);
    assertTrue(
        run.errors()
            .matches(
                "(?s).*--net=mine: no such backend: [^\n]*; plugin [^\n]*my-plugin.jar is not"
                    + " used: [^\n]*99\\.0\\.0[^\n]*\n"),
        run.errors());
  }

  /// Runs that need not use it are troubled once.
  @Test
  void aJarThatEndsJavaIsRemembered(Jcr jcr) throws IOException {
    PluginJar good = PluginJar.network("my-plugin", "mine");
    String source = good.source().replace("String name() {", "String name() { System.exit(0);");
    drop(new PluginJar(good.id(), good.requires(), good.service(), good.className(), source));
    String[] line = {"--root=" + root, "--plugin-dir=" + folder, "--", "echo", "ran"};
    jcr.run(line).failed(125, "jcr-init: plugin .*my-plugin.jar ended Java with status 0: .*");
    Result again = jcr.run(line).exited(0);
    assertEquals("ran\n", again.output());
    assertTrue(again.errors().contains("ends Java when jcr looks into it"), again.errors());
  }

  @Test
  void aFolderThatIsMissingIsRefused(Jcr jcr) {
    for (String[] line :
        List.of(
            new String[] {"run", "--plugin-dir=/no/such", "--", "true"},
            new String[] {"--plugin-dir", "/no/such", "run", "--", "true"},
            new String[] {"--plugin-dir=/no/such", "bench"},
            new String[] {"plugins", "--plugin-dir=/no/such"})) {
      jcr.call(line).failed(2, "jcr: --plugin-dir=/no/such: no such folder: .*");
    }
    jcr.call("--plugin-dir").failed(2, "jcr: --plugin-dir: a folder is missing");
  }

  @Test
  void aCommandsOwnJcrHasTheSamePlugins(Jcr jcr) throws IOException {
    drop(PluginJar.network("my-plugin", "mine"));
    drop(PluginJar.command("my-command", "hello"));
    String option = "--plugin-dir=" + folder;

    Result result =
        jcr.call(option, "hello", "run", "--net=mine", "--", "echo", "inside").succeeded();
    assertEquals(List.of("inside", "status 0"), result.lines());
    String help = jcr.call(option, "--help").succeeded().output();
    assertTrue(help.contains("Run jcr and tell how") && help.contains("--plugin-dir=DIR"), help);
    jcr.call("hello").failed(2, "jcr: unknown command 'hello': choose from .*");
  }

  @Test
  void everyJarIsListed(Jcr jcr) throws IOException {
    Path mine = drop(PluginJar.network("my-plugin", "mine"));
    Path old = drop(PluginJar.network("old", "older").requiring("~0.0.1"));
    drop(PluginJar.command("my-command", "hello"));
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
    Path open = drop(PluginJar.network("open", "open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));

    Json listed = jcr.call("plugins", "--plugin-dir=" + folder, "--format=json").exited(0).json();

    assertEquals("0.1.1", listed.get("spiVersion").text());
    assertEquals(
        List.of("--plugin-dir", "host", "distribution"),
        listed.get("folders").elements().map(f -> f.get("origin").text()).toList());
    assertEquals("ready", plugin(listed, mine).get("state").text());
    Json backend = plugin(listed, mine).get("backends").elements().findFirst().orElseThrow();
    assertEquals("net", backend.get("spi").text());
    assertEquals("mine", backend.get("name").text());
    assertTrue(backend.get("supported").flag());
    assertEquals("rejected", plugin(listed, old).get("state").text());
    assertTrue(plugin(listed, old).get("reason").text().contains("SPI ~0.0.1, this jcr has 0.1.1"));
    assertEquals("rejected", plugin(listed, broken).get("state").text());
    assertEquals("untrusted", plugin(listed, open).get("state").text());
    assertTrue(plugin(listed, open).get("reason").text().contains("mode 666"));
    String text = jcr.call("plugins", "--plugin-dir=" + folder).exited(0).output();
    for (String line :
        List.of(
            folder + " (--plugin-dir)",
            "  ready     my-plugin.jar  my-plugin 1.0.0, SPI ~0.1.0",
            "    --net=mine               runs here",
            "    jcr hello                Run jcr and tell how it ended")) {
      assertTrue(text.lines().toList().contains(line), text);
    }
  }

  private static Json plugin(Json listed, Path jar) {
    return listed
        .get("plugins")
        .elements()
        .filter(plugin -> plugin.get("jar").text().equals(jar.toString()))
        .findFirst()
        .orElseThrow();
  }

  /// Its content is garbage by then.
  @Test
  void aJarThatARunDoesNotNeedIsNotOpened(Jcr jcr) throws IOException {
    Path jar = drop(PluginJar.network("my-plugin", "mine"));
    String option = "--plugin-dir=" + folder;
    jcr.inside("--root=" + root, option, "--net=none", "--", "true");
    FileTime time = Files.getLastModifiedTime(jar);
    byte[] garbage = new byte[(int) Files.size(jar)];
    Arrays.fill(garbage, (byte) 'x');
    Files.write(jar, garbage);
    Files.setLastModifiedTime(jar, time);
    jcr.inside("--root=" + root, option, "--net=none", "--", "true");
    jcr.run("--root=" + root, option, "--net=mine", "--", "true")
        .failed(125, "jcr: plugin .*my-plugin.jar.*");
  }

  @Test
  void aPluginForAnotherSpiIsNamedWhenItFails(Jcr jcr) throws IOException {
    PluginJar good = PluginJar.network("my-plugin", "mine");
    String missing = "throw new NoSuchMethodError(\"'void io.jcr.spi.Host.gone()'\")";
    String calling =
        good.source()
            .replace("String name = spec", "if (true) " + missing + "; String name = spec");
    drop(new PluginJar(good.id(), good.requires(), good.service(), good.className(), calling));

    for (String command : List.of("run", "explain")) {
      jcr.call(command, "--plugin-dir=" + folder, "--net=mine", "--", "true")
          .failed(
              125,
              "jcr: plugin my-plugin 1.0.0 \\(.*my-plugin.jar\\): Network.prepare failed: it"
                  + " was built for another SPI: it calls method 'void"
                  + " io.jcr.spi.Host.gone\\(\\)', which does not exist; it says that it goes"
                  + " with SPI ~0.1.0, this jcr has SPI 0.1.1 .*");
    }
    jcr.inside("--plugin-dir=" + folder, "--net=none", "--", "true");
  }

  @Test
  void twoThatRunAtOnceWriteTheIndexOnce(Jcr jcr) throws IOException {
    for (int number = 0; number < 5; number++) {
      drop(PluginJar.network("p" + number, "mine" + number));
    }
    String option = "--plugin-dir=" + folder;
    try (Started one = jcr.start("--root=" + root, option, "--net=mine1", "--", "true");
        Started two = jcr.start("--root=" + root, option, "--net=mine2", "--", "true")) {
      one.awaitEnd().succeeded();
      two.awaitEnd().succeeded();
    }
    assertEquals(1, root.resolve("cache/plugins").toFile().list().length);
  }

  /// Nothing is written on behalf of plugins that are not trusted.
  @Test
  void theIndexIsKeptBelowTheRoot(Jcr jcr) throws IOException {
    drop(PluginJar.network("my-plugin", "mine"));
    String option = "--plugin-dir=" + folder;
    Path indexes = root.resolve("cache/plugins");
    jcr.run("--root=" + root, option, "--allow-untrusted-plugins", "--", "true").exited(0);
    assertFalse(Files.exists(indexes));
    jcr.inside("--root=" + root, option, "--", "true");
    assertEquals(1, indexes.toFile().list().length);
  }

  @Test
  void everyCommandSaysThatItLoadsWhatOthersCanChange(Jcr jcr) throws IOException {
    drop(PluginJar.network("my-plugin", "mine"));
    String noJar = Files.createFile(directory.resolve("no.jar")).toString();
    String allow = "--allow-untrusted-plugins";
    String option = "--plugin-dir=" + folder;
    for (String[] line :
        List.of(
            new String[] {"run", allow, option, "--net=none", "--", "true"},
            new String[] {allow, "run", option, "--net=none", "--", "true"},
            new String[] {"explain", "run", allow, option, "--net=none"},
            new String[] {"doctor", allow, option},
            new String[] {"plugins", allow, option},
            new String[] {"matrix", allow, option, "net=none", "--", "/bin/true"},
            new String[] {allow, "--help"},
            new String[] {"plugins", "verify", allow, noJar})) {
      Result result = jcr.call(line);
      String told =
          "jcr: --allow-untrusted-plugins: plugins are loaded even if others can change them";
      assertEquals(
          1, result.errors().lines().filter(l -> l.startsWith(told)).count(), result::toString);
    }
  }

  @Test
  void aDirectoryAboveThatOthersCanWriteIsRefused(Jcr jcr) throws IOException {
    drop(PluginJar.network("my-plugin", "mine"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    jcr.run("--plugin-dir=" + folder, "--net=mine", "--", "true")
        .failed(
            125,
            "jcr: plugin "
                + folder
                + " can be changed by users other than root \\("
                + directory
                + ", on the way to it, owner 0, mode 777\\): .*");
  }

  /// What a backend says of itself, bundled or not.
  @Test
  void aBackendIsDescribedByItsName(Jcr jcr) {
    String text = jcr.call("plugins", "net=veth").succeeded().output();
    assertTrue(text.startsWith("--net=veth: a veth pair"), text);
    assertTrue(
        text.contains("  mtu=BYTES       1500      the largest packet; for example veth:mtu=14"),
        text);
    Json json = jcr.call("plugins", "netns", "--format=json").succeeded().json();
    Json name = json.elements().toList().getFirst().get("options").elements().toList().getFirst();
    assertEquals("NAME", name.get("form").text());
    assertTrue(name.get("required").flag());
    jcr.call("plugins", "nosuch")
        .failed(2, "jcr: plugins: no backend 'nosuch': choose from .*veth.*");
  }
}
