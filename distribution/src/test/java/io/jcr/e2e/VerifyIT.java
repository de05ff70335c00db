package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `jcr plugins verify`: the report, and what a backend does wrong when it is called.
@WithJcr
class VerifyIT {
  @TempDir Path directory;

  private Path write(VerifiedJar jar) throws IOException {
    return jar.writeTo(directory.resolve("mine.jar"), directory);
  }

  private Verified verify(Jcr jcr, VerifiedJar jar) throws IOException {
    return Verified.of(jcr, jar, directory);
  }

  @Test
  void aGoodOneIsVerifiedAndNothingIsLeft(Jcr jcr) throws IOException {
    Result result = verify(jcr, new VerifiedJar()).passed();
    assertTrue(
        result.output().matches("(?s).*\\n[0-9]+ ok, 0 FAILED, 0 skipped\\n"), result::output);
    for (String said :
        List.of(
            "jar      mine.jar sha256:",
            "spi      0.1.1",
            "kernel   Linux ",
            "java     ",
            "network mine: contract",
            "  ok       a dry run changes nothing",
            "network mine: this host",
            "  ok       when any step fails the steps before are undone")) {
      assertTrue(result.output().contains(said), () -> said + " in " + result.output());
    }
    try (Stream<Path> left = Files.list(Path.of("/run/jcr"))) {
      assertEquals(List.of(), left.filter(p -> p.toString().contains("verify-")).toList());
    }
  }

  @Test
  void asJsonForMachines(Jcr jcr) throws IOException {
    Path jar = write(new VerifiedJar());
    Json report = jcr.call("plugins", "verify", "--format=json", jar.toString()).exited(0).json();
    assertEquals(0, report.get("failed").number());
    assertEquals("0.1.1", report.get("spi").text());
    assertTrue(
        report
            .get("checks")
            .elements()
            .anyMatch(check ->
                check.get("check").text().equals("two containers run at once")
                    && check.get("group").text().equals("network mine: this host")
                    && check.get("outcome").text().equals("ok")));
  }

  @Test
  void aPromiseOfTheContract(Jcr jcr) throws IOException {
    verify(jcr, new VerifiedJar().with("options.refuseOthers();", ""))
        .onlyFailed("an unknown option is refused with the known ones", ".*");
  }

  @Test
  void whatIsDoneBehindTheBackOfTheHost(Jcr jcr) throws IOException {
    verify(
            jcr,
            new VerifiedJar()
                .with(
                    "host.createFile(host.paths().state().resolve(\"mine\"), \"prepared\", 0600);",
                    """
                    try {
                      java.nio.file.Path state = host.paths().state();
                      if (java.nio.file.Files.isDirectory(state)) {
                        java.nio.file.Files.writeString(state.resolve("mine"), "prepared");
                      }
                    } catch (java.io.IOException e) {
                      throw new IllegalStateException(e);
                    }
                    """))
        .onlyFailed("a dry run changes nothing", "changed without Host.*");
  }

  @Test
  void supportedMeansThatItRuns(Jcr jcr) throws IOException {
    Map<String, String> failed =
        verify(
                jcr,
                new VerifiedJar()
                    .with("new LinkUp(\"lo\")", "new LinkUp(\"lo\"), new LinkUp(\"nope0\")"))
            .failed();
    assertTrue(
        failed.get("it says that it works and a container runs").contains("nope0"),
        failed::toString);
    assertFalse(failed.containsKey("what it prepares is undone"), failed::toString);
  }

  @Test
  void aBackendThatWrapsAnotherFindsIt(Jcr jcr) throws IOException {
    verify(
            jcr,
            new VerifiedJar()
                .with(
                    "public Mine() {}",
                    """
                    private BackendLookup others;

                    @Override public void connect(BackendLookup lookup) { others = lookup; }
                    """)
                .with(
                    "return NetworkPlan",
                    "if (true) return others.find(Network.class, \"none\")"
                        + ".prepare(spec, host); return NetworkPlan"))
        .passed();
  }

  @Test
  void aBackendThatCannotRunHereIsSkippedWithItsReason(Jcr jcr) throws IOException {
    Result result =
        verify(
                jcr,
                new VerifiedJar()
                    .with(
                        "return Support.yes();",
                        "return facts.read(java.nio.file.Path.of(\"/proc/version\")).isPresent()"
                            + " ? Support.no(\"it is Linux\", \"use another\") : Support.yes();"))
            .passed();
    assertTrue(
        result
            .output()
            .contains(
                "  skipped  it works here: it says that it cannot: it is Linux (use another)"),
        result::output);
  }

  @Test
  void whatABackendNeedsIsAskedForAndGiven(Jcr jcr) throws IOException {
    VerifiedJar needy =
        new VerifiedJar()
            .with(
                "options.value(\"colour\", \"NAME\");",
                """
                if (options.value("colour", "NAME").isEmpty()
                    && !spec.options("net").containsKey("no-such-key")) {
                  throw new io.jcr.api.UsageException("--net=mine: colour is needed");
                }
                """);
    Result without = verify(jcr, needy).passed();
    assertTrue(
        without.output().contains("say what it needs by --with net=mine:KEY=VALUE"),
        without::output);
    Path jar = directory.resolve("mine.jar");
    Result with =
        jcr.call("plugins", "verify", "--with", "net=mine:colour=red", jar.toString()).exited(0);
    assertTrue(with.output().contains(" 0 FAILED, 0 skipped"), with::output);
  }

  @Test
  void othersThanRootCanWriteIt(Jcr jcr) throws IOException {
    Path jar = write(new VerifiedJar());
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
    Result result = jcr.call("plugins", "verify", jar.toString()).exited(1);
    assertEquals(
        List.of("root may run its code"), List.copyOf(new Verified(result).failed().keySet()));
    assertFalse(result.output().contains("contract"), result::output);
    jcr.call("plugins", "verify", "--allow-untrusted-plugins", jar.toString()).exited(0);
  }

  @Test
  void withoutRootTheContractOnly(Jcr jcr) throws IOException {
    Path jar = write(new VerifiedJar());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Result result = jcr.asNobody().call("plugins", "verify", jar.toString()).exited(0);
    assertTrue(result.output().contains("  skipped  it works here: only root"), result::output);
    assertTrue(result.output().contains("  ok       a dry run changes nothing"), result::output);
  }

  @Test
  void wrongArguments(Jcr jcr) throws IOException {
    jcr.call("plugins", "verify").failed(2, "jcr: plugins verify: one JAR is wanted, not 0");
    jcr.call("plugins", "verify", "/nowhere.jar")
        .failed(2, "jcr: plugins verify: /nowhere.jar: no such file");
    String jar = write(new VerifiedJar()).toString();
    jcr.call("plugins", "verify", "--with=mine", jar).failed(2, "jcr: --with=mine: .*");
    jcr.call("plugins", "verify", "--without=x", jar)
        .failed(2, "jcr: --without=x: no such capability: choose from .*");
  }
}
