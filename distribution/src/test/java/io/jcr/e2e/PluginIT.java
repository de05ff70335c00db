package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A jar that is dropped into the plugins folder is there at once.
@WithJcr(ownJava = true)
class PluginIT {
  private static final List<String> LINKED = List.of("lib", "libexec", "runtime", "rootfs");

  @TempDir Path directory;
  private Path home;

  /// A distribution with a plugins folder of its own; all else is linked.
  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
    for (String part : LINKED) {
      Files.createSymbolicLink(home.resolve(part), Jcr.HOME.resolve(part));
    }
    for (String part : List.of("bin", "plugins")) {
      Jcr.host("cp", "-a", Jcr.HOME.resolve(part).toString(), home.toString());
    }
  }

  /// JUnit warns of links that lead out of a temporary directory.
  @AfterEach
  void unlink() throws IOException {
    for (String part : LINKED) {
      Files.delete(home.resolve(part));
    }
  }

  private Path drop(PluginJar plugin) throws IOException {
    return plugin.writeTo(home.resolve("plugins").resolve(plugin.id() + ".jar"), directory);
  }

  @Test
  void anotherNetworkIsSelectable(Jcr built) throws IOException {
    Jcr jcr = built.installedAt(home);
    jcr.run("--net=mine", "--", "true")
        .failed(2, "jcr: .*mine.*no such backend: choose from .*none.*veth.*");
    drop(PluginJar.network("my-plugin", "mine"));

    Json seen =
        jcr.inside("--net=mine", "--", "jcr-probe", "hosts", "resolvConf", "namespaces").json();

    assertEquals(
        "192.0.2.53",
        seen.get("hosts")
            .elements()
            .filter(line -> line.get("names").strings().contains("third-party"))
            .findFirst()
            .orElseThrow()
            .get("address")
            .text());
    assertEquals(List.of("192.0.2.53"), seen.get("resolvConf.nameservers").strings());
    assertTrue(seen.get("namespaces.net").number() != Proc.self().namespace("net"));
  }

  @Test
  void itsOptionsAreItsOwn(Jcr built) throws IOException {
    Jcr jcr = built.installedAt(home);
    drop(PluginJar.network("my-plugin", "mine"));

    Result hosts = jcr.inside("--net=mine:names=chosen", "--", "cat", "/etc/hosts");
    assertTrue(hosts.lines().contains("192.0.2.53\tchosen"), hosts.output());
    jcr.run("--net=mine:colour=red", "--", "true")
        .failed(2, "jcr: --net=mine: unknown option 'colour': choose from names=NAME");
  }

  @Test
  void isListedAmongTheKnown(Jcr built) throws IOException {
    drop(PluginJar.network("my-plugin", "mine"));

    built
        .installedAt(home)
        .run("--net=yours", "--", "true")
        .failed(2, "jcr: --net=yours: no such backend: choose from .*\\bmine\\b.*");
  }

  @Test
  void ofAnotherSpiVersionIsNamedAndTheOthersWork(Jcr built) throws IOException {
    drop(PluginJar.network("my-plugin", "mine").requiring(">=99.0.0"));

    Result result = built.installedAt(home).run("--net=none", "--", "echo", "works");

    assertEquals("works\n", result.exited(0).output());
    assertTrue(
        result.errors().matches("jcr: plugin .*my-plugin.jar is not used: .*99\\.0\\.0.*\n"),
        result.errors());
  }

  @Test
  void whatIsNoJarIsNamedAndTheOthersWork(Jcr built) throws IOException {
    Files.writeString(home.resolve("plugins/broken.jar"), "this is no jar");

    Result result = built.installedAt(home).run("--net=none", "--", "echo", "works");

    assertEquals("works\n", result.exited(0).output());
    assertTrue(
        result.errors().matches("jcr: plugin .*broken.jar is not used: .*\n"), result.errors());
  }

  @Test
  void twoOfOneNameAreRefused(Jcr built) throws IOException {
    drop(PluginJar.network("one", "mine"));
    drop(PluginJar.network("two", "mine"));

    built
        .installedAt(home)
        .run("--net=mine", "--", "true")
        .failed(125, "jcr: .*'mine' is in two plugins: .*one.jar and .*two.jar: .*");
  }

  @Test
  void thatOthersCanWriteIsNotLoaded(Jcr built) throws IOException {
    Path jar = drop(PluginJar.network("my-plugin", "mine"));
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
    Jcr jcr = built.installedAt(home);

    jcr.run("--net=mine", "--", "true")
        .failed(125, "jcr: plugin .*my-plugin.jar can be changed by users other than root .*");
    Result allowed = jcr.run("--allow-untrusted-plugins", "--net=mine", "--", "true").exited(0);
    assertTrue(
        allowed.errors().matches("jcr: --allow-untrusted-plugins: plugins are loaded .*\n"),
        allowed.errors());
    Result without = jcr.run("--net=none", "--", "echo", "works").exited(0);
    assertEquals("works\n", without.output());
    assertTrue(
        without
            .errors()
            .matches("jcr: plugin .*my-plugin.jar can be changed by users other than root .*\n"),
        without.errors());
  }

  @Test
  void aFolderThatOthersCanWriteIsNotLoaded(Jcr built) throws IOException {
    Files.setPosixFilePermissions(
        home.resolve("plugins"), PosixFilePermissions.fromString("rwxrwxrwx"));

    built
        .installedAt(home)
        .run("--net=none", "--", "true")
        .failed(125, "jcr: plugin .*plugins can be changed by users other than root .*");
  }
}
