package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits that only the limiter of a stranger's plugin knows: `shares` is a control file, of `gpu`
/// there are eight on the machine.
@WithJcr
class OwnLimitsIT {
  private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");
  private static final Path TAKEN = Path.of("/run/jcr/leases/gpus");

  private static final String SHARES =
      """
      import io.jcr.api.*;
      import io.jcr.api.op.InitOp;
      import io.jcr.spi.*;
      import java.nio.file.Path;
      import java.util.List;

      public final class Shares implements ResourceLimiter {
        @Override public String name() {
          return "shares";
        }

        @Override public List<BackendOption> ownLimits() {
          return List.of(
              BackendOption.value("gpu", new OptionType.WholeNumber("COUNT", 1, 8), "how many GPUs")
                  .withExample("2"),
              BackendOption.value(
                      "shares", new OptionType.WholeNumber("SHARES", 2, 262144), "its share of CPU")
                  .withExample("512"));
        }

        @Override public Support probe(HostFacts facts) {
          return facts.cgroup(1, "cpu").isPresent()
              ? Support.yes()
              : Support.no("no cgroup v1 hierarchy has the controller cpu", "mount one");
        }

        @Override public void validate(ContainerSpec spec) {
          ParsedOptions.parse("--limiter=shares", options(), spec.options("limiter"));
          if (spec.resources().limited()) {
            throw new UnsupportedException("limiter shares", "it has only its own", "leave it out");
          }
        }

        @Override public Limits create(ContainerSpec spec, Host host) {
          ParsedOptions limits = ParsedOptions.limits(this, OwnLimits.of(spec));
          long missing = limits.text("gpu").map(Long::parseLong).orElse(0L);
          for (int n = 0; missing > 0 && n < 8; n++) {
            missing -= host.lease("gpus", "gpu" + n).isEmpty() ? 1 : 0;
          }
          if (missing > 0) {
            throw new HostException("not enough GPUs are free");
          }
          if (host.facts().cgroup(1, "cpu").isEmpty() && limits.text("shares").isEmpty()) {
            return new Limits("", List.of(), List.of(), List.of());
          }
          Path group = group(spec, host);
          host.createCgroup(group);
          limits.text("shares").ifPresent(n -> host.setCgroupFile(group.resolve("cpu.shares"), n));
          InitOp join = new InitOp.WriteFile(group + "/tasks", "0");
          return new Limits("", List.of(join), List.of(), List.of());
        }

        @Override public void update(ContainerSpec before, ContainerSpec after, Host host) {
          ParsedOptions limits = ParsedOptions.limits(this, OwnLimits.of(after));
          Object gpus = ParsedOptions.limits(this, OwnLimits.of(before)).text("gpu");
          if (!limits.text("gpu").equals(gpus)) {
            ResourceLimiter.super.update(before, after, host);
          }
          host.setCgroupFile(
              group(after, host).resolve("cpu.shares"), limits.text("shares").orElse("1024"));
        }

        private static Path group(ContainerSpec spec, Host host) {
          Path mounted = host.facts().cgroup(1, "cpu").orElseThrow().mountPoint();
          return mounted.resolve("jcr-shares").resolve("container-" + spec.id());
        }
      }
      """;

  @TempDir Path directory;
  private Path folder;
  private String plugins;

  /// Two limiters, of which the second one requires `gpu`.
  @BeforeEach
  void write() throws IOException {
    assumeTrue(
        Files.exists(CPU.resolve("tasks")), "machine: there is no cgroup v1 hierarchy with cpu");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    folder = Files.createDirectories(directory.resolve("plugins"));
    plugins = "--plugin-dir=" + folder;
    plugin("shares", SHARES);
    plugin(
        "strict",
        SHARES
            .replace("\"shares\";", "\"strict\";")
            .replace("--limiter=shares", "--limiter=strict")
            .replace(".withExample(\"2\")", ".withExample(\"2\").asRequired()")
            .replace("\"gpus\"", "\"strict-gpus\""));
  }

  private void plugin(String id, String source) throws IOException {
    new PluginJar(id, "~0.1.0", "io.jcr.spi.ResourceLimiter", "Shares", source)
        .writeTo(folder.resolve(id + ".jar"), directory);
  }

  private static String shares(String name) throws IOException {
    return Files.readString(CPU.resolve("jcr-shares/container-" + name + "/cpu.shares")).strip();
  }

  private static List<String> taken() throws IOException {
    if (Files.notExists(TAKEN)) {
      return List.of();
    }
    try (Stream<Path> leases = Files.list(TAKEN)) {
      return leases.map(lease -> lease.getFileName().toString()).sorted().toList();
    }
  }

  private static Json inspected(Jcr jcr, String name) {
    return jcr.call("inspect", name).succeeded().json().elements().toList().getFirst();
  }

  private static Object limit(Jcr jcr, String container, String name) {
    Json annotations = inspected(jcr, container).get("config.annotations");
    return annotations.members().get("io.jcr.limit." + name);
  }

  @Test
  void theyAreKeptAndChangedLikeOthers(Jcr jcr) throws IOException {
    try (Detached one =
        Detached.offline(
            jcr.with("JCR_PLUGIN_PATH", folder.toString()),
            "own-1",
            "--limiter=shares",
            "--limit=shares:512,gpu:2",
            "--",
            "sleep",
            "1000")) {
      assertEquals("512", shares("own-1"));
      assertEquals(List.of("gpu0", "gpu1"), taken());
      assertEquals("2", limit(jcr, "own-1", "gpu"));
      one.does("update", "--limit=shares:256");
      assertEquals("256", shares("own-1"));
      assertEquals("256", limit(jcr, "own-1", "shares"));
      assertEquals("2", limit(jcr, "own-1", "gpu"));
      one.does("restart", "-t", "0");
      assertEquals("256", shares("own-1"));
      assertEquals(List.of("gpu0", "gpu1"), taken());
      jcr.run(plugins, "--limiter=shares", "--limit=gpu:7", "--", "true")
          .failed(125, "jcr: limiter shares: not enough GPUs are free");
    }
    assertEquals(List.of(), taken());
  }

  @Test
  void oneThatWasOnlyCreatedHasThemWhenItStarts(Jcr built) throws IOException {
    Jcr jcr = built.with("JCR_PLUGIN_PATH", folder.toString());
    jcr.call("create", "--name=own-2", "--limiter=strict", "--limit=gpu:3", "--", "sleep", "1000")
        .succeeded();
    try (Detached one = new Detached(jcr, "own-2")) {
      one.does("update", "--limit=shares:300,gpu:1");
      one.does("start");
      assertEquals("300", shares("own-2"));
      assertTrue(Files.isSymbolicLink(TAKEN.resolveSibling("strict-gpus/gpu0")));
      jcr.call("update", "--limit=gpu:2", "own-2")
          .failed(125, "jcr: limiter strict: it cannot change the limits of a running .*");
      assertEquals("1", limit(jcr, "own-2", "gpu"));
      jcr.call("update", "--limit=gpu:9", "own-2")
          .failed(2, "jcr: --limit gpu:9: '9' is not a number from 1 to 8");
      jcr.call("update", "--limit=gpus:1", "own-2")
          .failed(
              2, "jcr: --limit gpus:1: unknown limit 'gpus', choose from memory:.*, gpu:COUNT, .*");
    }
  }

  /// None of these looks at the root file system, let alone unpacks it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --limit=gpu:2           |                  | --limit gpu:2: --limiter=cgroup-.* has no limit 'gpu'; --limiter=shares and --limiter=strict have
          --limit=pids:5,gpu:2    |                  | --limit gpu:2: --limiter=cgroup-.* has no limit 'gpu'; .*
          --limit=gpus:2          |                  | --limit gpus:2: unknown limit 'gpus', choose from memory:100M, .*, io:read=10M,write=5M
          --limit=gpus:2          | --limiter=shares | --limit gpus:2: unknown limit 'gpus', choose from memory:100M, .*, gpu:COUNT, shares:SHARES
          --limit=gpu:9           | --limiter=shares | --limit gpu:9: '9' is not a number from 1 to 8
          --limit=gpu:            | --limiter=shares | --limit gpu:: it needs a value: gpu:COUNT
          --limit=gpu:2,gpu:3     | --limiter=shares | --limit gpu:3: gpu is limited twice, first to 2
          --limit=shares:9        | --limiter=strict | --limiter=strict: --limit gpu:COUNT is missing \\(for example --limit gpu:2\\)
          --read-only             | --limiter=strict | --limiter=strict: --limit gpu:COUNT is missing \\(for example --limit gpu:2\\)
          """)
  void whatTheLimiterDoesNotHaveIsRefusedBeforeAnythingElse(
      String limit, String limiter, String told, Jcr jcr) throws IOException {
    Path archive = Files.writeString(directory.resolve("no.tar"), "this is no archive");
    String chosen = limiter == null ? "--no-tty" : limiter;
    for (String command : List.of("run", "create")) {
      jcr.call(command, plugins, chosen, limit, "--rootfs=" + archive, "--", "true")
          .failed(2, "jcr: " + told);
    }
    jcr.call("explain", "run", plugins, chosen, limit, "--rootfs=" + archive)
        .failed(2, "jcr: " + told);
  }

  @Test
  void aContainerOfAnotherLimiterGetsNone(Jcr jcr) {
    jcr.call("create", "--name=own-3", "--", "true").succeeded();
    try (Detached one = new Detached(jcr, "own-3")) {
      jcr.call("update", plugins, "--limit=gpu:2", one.name())
          .failed(
              2, "jcr: --limit gpu:2: --limiter=cgroup-.* has no limit 'gpu'; --limiter=shares .*");
    }
  }

  @Test
  void aConfigWithALimitThatNobodyKnowsIsRefused(Jcr built) throws IOException {
    Jcr jcr = built.with("JCR_PLUGIN_PATH", folder.toString());
    jcr.call("create", "--name=own-4", "--limiter=shares", "--limit=gpu:1", "--", "true")
        .succeeded();
    try (Detached one = new Detached(jcr, "own-4")) {
      Path config = one.file("config.json");
      String text = Files.readString(config);
      Files.writeString(config, text.replace("io.jcr.limit.gpu", "io.jcr.limit.cats"));
      jcr.call("start", "own-4")
          .failed(
              2, "jcr: the container has the limit 'cats', which --limiter=shares doesn't know");
    }
  }

  @Test
  void theyAreDescribedWhereverLimitsAre(Jcr jcr) {
    String described = jcr.call("plugins", plugins, "strict").succeeded().output();
    assertTrue(
        described.contains(
            """
            limits:
              LIMIT           DEFAULT      WHAT IT DOES
              gpu:COUNT       (required)   how many GPUs; for example gpu:2
            """),
        described);
    Json backend =
        jcr.call("plugins", plugins, "--format=json", "strict")
            .succeeded()
            .json()
            .elements()
            .toList()
            .getFirst();
    Json gpu = backend.get("ownLimits").elements().toList().getFirst();
    assertEquals("gpu:COUNT", gpu.get("form").value());
    assertEquals(true, gpu.get("required").value());

    String[] run = {"run", plugins, "--limiter=shares", "--limit=gpu:2", "--limit=shares:512"};
    String plan = jcr.call(explain("text", run)).succeeded().output();
    assertTrue(plan.contains(" --limiter=shares --limit=gpu:2 --limit=shares:512\n"), plan);
    assertTrue(plan.contains("cpu.shares"), plan);
    Json json = jcr.call(explain("json", run)).succeeded().json();
    assertEquals("2", json.get("ownLimits.gpu").value());

    String script = jcr.call("completion", plugins, "bash").succeeded().output();
    assertTrue(script.contains("shares:"), script);
    String help = jcr.call("run", "--help").succeeded().output();
    assertTrue(help.contains("jcr plugins NAME"), help);
  }

  private static String[] explain(String format, String... run) {
    return Stream.concat(Stream.of("explain", "--format=" + format), Stream.of(run))
        .toArray(String[]::new);
  }

  /// The contract gets the example of the limit that is required.
  @Test
  void aLimiterThatRequiresOneCanBeVerified(Jcr jcr) {
    String jar = folder.resolve("strict.jar").toString();
    String report =
        jcr.asNobody()
            .call("plugins", "verify", "--without=showsTheContainerItsCgroups", jar)
            .exited(0)
            .output();
    assertTrue(report.contains("the examples of limits that only it knows are accepted"), report);
    assertTrue(report.contains(" ok, 0 FAILED, "), report);
  }

  @Test
  void aProgramHasThemToo(Jcr jcr) throws IOException {
    String program =
        """
        #!/bin/sh
        request=$(cat)
        slots=${request#*'"ownLimits":{"slots":'} slots=${slots%%[!0-9]*}
        case $request in
        *'"call":"describe"'*) echo '{"schema":"jcr-backend/1","id":"slots","version":"1","backends":[
          {"spi":"limiter","name":"slots","description":"counts","ownLimits":[
            {"key":"slots","type":"wholeNumber","label":"N","least":1,"most":9,"help":"how many"}]}]}' ;;
        *) echo '{"schema":"jcr-backend/1","limits":{},"changes":[
          {"call":"lease","pool":"slots","key":"took-'"$slots"'"}]}' ;;
        esac
        """;
    Path file = Files.writeString(folder.resolve("jcr-backend-slots"), program);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Started run =
        jcr.start(
            plugins, "--limiter=slots", "--limit=slots:3", "--", "sh", "-c", "echo up; read end")) {
      run.awaitLine("up");
      assertTrue(Files.isSymbolicLink(TAKEN.resolveSibling("slots/took-3")));
    }
    jcr.run(plugins, "--limiter=slots", "--limit=slots:10", "--", "true")
        .failed(2, "jcr: --limit slots:10: '10' is not a number from 1 to 9");
    String described = jcr.call("plugins", plugins, "slots").succeeded().output();
    assertTrue(described.contains("  slots:N "), described);
  }
}
