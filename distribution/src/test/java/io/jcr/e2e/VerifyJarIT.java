package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `jcr plugins verify` with jars of one mistake each.
@WithJcr
class VerifyJarIT {
  private static final String STUB_OF_HOST =
      """
      package io.jcr.spi;
      public interface Host extends io.jcr.spi.OldHost {
        io.jcr.spi.HostFacts facts();
        io.jcr.spi.ContainerPaths paths();
        void createFile(java.nio.file.Path file, String content, int mode);
        void createTap(String name);
      }
      """;

  @TempDir Path directory;

  private Verified verify(Jcr jcr, VerifiedJar jar) throws IOException {
    return Verified.of(jcr, jar, directory);
  }

  @Test
  void theManifest(Jcr jcr) throws IOException {
    verify(jcr, new VerifiedJar().manifest("Plugin-Id", null))
        .onlyFailed("its manifest says what it is", ".*has no Plugin-Id");
    verify(jcr, new VerifiedJar().manifest("Plugin-Version", null))
        .onlyFailed("its manifest says what it is", ".*has no Plugin-Version");
    verify(jcr, new VerifiedJar().manifest("Plugin-Requires", ">=99.0.0"))
        .onlyFailed("it goes with SPI 0.1.1", "it requires SPI >=99.0.0, this jcr has 0.1.1");
    verify(jcr, new VerifiedJar().manifest("Plugin-Dependencies", "other"))
        .onlyFailed("it depends on no other plugin", "it depends on other plugins .*");
  }

  @Test
  void whatIsNoJar(Jcr jcr) throws IOException {
    Path file = Files.writeString(directory.resolve("text.jar"), "this is no jar");
    Result result = jcr.call("plugins", "verify", file.toString()).exited(1);
    assertEquals(List.of("it is a jar"), List.copyOf(new Verified(result).failed().keySet()));
  }

  @Test
  void theServicesFileAndItsClass(Jcr jcr) throws IOException {
    verify(jcr, new VerifiedJar().naming("third.party.Yours"))
        .onlyFailed(
            "its services files name its classes",
            ".*names class third.party.Yours, which is not in it");
    verify(jcr, new VerifiedJar().naming("# nothing"))
        .onlyFailed("its services files name its classes", "its services files name no class");
    verify(jcr, new VerifiedJar().with("public Mine() {}", "public Mine(int n) {}"))
        .onlyFailed(
            "its classes can be made",
            "its class third.party.Mine is not a public class with a public constructor .*");
    verify(
            jcr,
            new VerifiedJar()
                .with("public Mine() {}", "public Mine() { throw new Error(\"no\"); }"))
        .onlyFailed(
            "its classes can be made",
            "its class third.party.Mine fails when .*: java.lang.Error: no");
  }

  @Test
  void theVersionOfJava(Jcr jcr) throws IOException {
    verify(jcr, new VerifiedJar().forJava(99))
        .onlyFailed("its classes are for this version of Java", "it needs Java 99, this is 25");
  }

  @Test
  void aMethodThatNoLongerExists(Jcr jcr) throws IOException {
    verify(
            jcr,
            new VerifiedJar()
                .compiledAgainst("io.jcr.spi.Host", STUB_OF_HOST)
                .compiledAgainst("io.jcr.spi.OldHost", "package io.jcr.spi; interface OldHost {}")
                .with("return NetworkPlan", "host.createTap(\"tap0\"); return NetworkPlan"))
        .onlyFailed(
            "what it uses of jcr exists",
            "its class third.party.Mine uses method io.jcr.spi.Host.createTap\\(String\\), which does not exist");
  }

  @Test
  void aClassThatIsNotOfTheSpi(Jcr jcr) throws IOException {
    verify(
            jcr,
            new VerifiedJar()
                .compiledAgainst(
                    "io.jcr.runtime.Inner",
                    "package io.jcr.runtime; public class Inner { public static void call() {} }")
                .with("return NetworkPlan", "io.jcr.runtime.Inner.call(); return NetworkPlan"))
        .onlyFailed(
            "what it uses of jcr exists",
            "its class third.party.Mine uses class io.jcr.runtime.Inner, which is not of the SPI");
  }

  @Test
  void aCopyOfJcrsClassesIsNoted(Jcr jcr) throws IOException {
    Result result =
        verify(jcr, new VerifiedJar().bundling("io/jcr/spi/Host.class", new byte[] {1, 2, 3}))
            .passed();
    assertTrue(
        result
            .output()
            .contains("note     it brings no copy of jcr's classes: it holds copies of io.jcr.spi"),
        result::output);
  }

  /// It is verified all the same, as `mine/veth`.
  @Test
  void aNameThatIsTaken(Jcr jcr) throws IOException {
    verify(jcr, new VerifiedJar().with("\"mine\"", "\"veth\""))
        .onlyFailed("the name veth is free", "jcr-plugin-network.* of jcr has it too: .*");
  }
}
