package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
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

/// Backends that are programs in other languages: the examples, and programs that do it wrong. What
/// was done before is undone, which [WithJcr] looks at.
@WithJcr
class ProgramBackendIT {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples").toAbsolutePath();
  private static final String DESCRIBED =
      "{\"schema\":\"jcr-backend/1\",\"id\":\"bad\",\"version\":\"2\",\"backends\":"
          + "[{\"spi\":\"net\",\"name\":\"bad\",\"description\":\"a bad one\",\"validates\":true}]}";

  @TempDir Path directory;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(directory.resolve("plugins"));
  }

  private String example(String name, String program) throws IOException {
    assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "python3 is not installed");
    executable(Files.copy(EXAMPLES.resolve(name).resolve(program), folder.resolve(program)));
    return "--plugin-dir=" + folder;
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// A network in sh.
  ///
  /// @param call at which it does it wrong
  /// @param statement what it does then
  private String bad(String call, String statement) throws IOException {
    String good =
        """
        #!/bin/sh
        request=$(cat)
        case $request in
        *'"call":"CALL"'*) STATEMENT ;;
        *'"call":"describe"'*) echo 'DESCRIBED' ;;
        *'"call":"prepare"'*) echo '{"schema":"jcr-backend/1","changes":[{"call":"lease","pool":"p","key":"k"}],
          "plan":{"namespace":{"type":"network"},"attach":true}}' ;;
        *) echo '{"schema":"jcr-backend/1"}' ;;
        esac
        """;
    Path program = folder.resolve("jcr-backend-bad");
    executable(
        Files.writeString(
            program,
            good.replace("CALL", call)
                .replace("STATEMENT", statement)
                .replace("DESCRIBED", DESCRIBED)));
    return "--plugin-dir=" + folder;
  }

  @Test
  void aNetworkInPythonIsSeenFromBothSides(Jcr jcr) throws IOException {
    String option = example("network-ptp", "jcr-backend-ptp");
    try (Started run =
        jcr.start(option, "--net=ptp:pool=10.93.7.0/30,mtu=1400", "--", "sh", "-c", SEEN)) {
      run.awaitLine("10: eth0 +inet 10.93.7.1/31 .*");
      run.awaitLine("default via 10.93.7.0 dev eth0 *");
      run.awaitLine("1 packets transmitted, 1 packets received.*");
      assertEquals(List.of("10.93.7.0"), addressesOfTheHost());
      String second = "ip -o -4 addr show eth0";
      String seen =
          jcr.inside(option, "--net=ptp:pool=10.93.7.0/30", "--", "sh", "-c", second).output();
      assertTrue(seen.contains("10.93.7.3/31"), seen);
    }
    assertEquals(List.of(), addressesOfTheHost());
    try (Stream<Path> left = Files.list(Path.of("/run/jcr/leases/ptp"))) {
      assertEquals(0, left.count());
    }
  }

  /// Those of the host's ends of pairs.
  private static List<String> addressesOfTheHost() throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(link -> link.getName().startsWith("jcrptp"))
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .map(InetAddress::getHostAddress)
        .toList();
  }

  private static final String SEEN =
      "ip -o -4 addr show eth0; ip route; ping -c1 -W9 10.93.7.0; read end";

  /// Without running containers, which takes long.
  @Test
  void itKeepsItsContract(Jcr jcr) throws IOException {
    String program = "jcr-backend-ptp";
    example("network-ptp", program);
    for (Path readable : List.of(directory, folder)) {
      Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    String report =
        jcr.asNobody()
            .call("plugins", "verify", folder.resolve(program).toString())
            .exited(0)
            .output();
    assertTrue(report.contains("network ptp: contract\n"), report);
    assertTrue(report.contains("  ok       a dry run changes nothing\n"), report);
    assertTrue(report.contains(" ok, 0 FAILED, "), report);
  }

  /// It does when it describes itself, and is not asked for anything else.
  @Test
  void oneThatChangesTheHostByItselfIsFound(Jcr jcr) throws IOException {
    bad("describe", "mkdir -p /run/netns; : >/run/netns/sly; echo 'DESCRIBED'");
    try {
      Path program = folder.resolve("jcr-backend-bad");
      String report = jcr.call("plugins", "verify", program.toString()).exited(1).output();
      String told =
          "FAILED   its code changes nothing on the host by itself: network namespace sly";
      assertTrue(report.contains(told), report);
    } finally {
      Files.deleteIfExists(Path.of("/run/netns/sly"));
    }
  }

  @Test
  void itIsABackendLikeAnyOther(Jcr jcr) throws IOException {
    String option = example("network-ptp", "jcr-backend-ptp");
    String listed = jcr.call("plugins", option).succeeded().output();
    assertTrue(listed.contains("ready     jcr-backend-ptp  ptp 1.0.0 by jcr's examples\n"), listed);
    String described = jcr.call("plugins", option, "ptp").succeeded().output();
    assertTrue(described.contains("mtu=BYTES     1500 "), described);
    String plan = jcr.call("explain", "run", option, "--net=ptp").succeeded().output();
    assertTrue(plan.contains("undo: lease /run/jcr/leases/ptp/10.90.0.0 "), plan);
    assertTrue(plan.contains("undo: exec /dev/null PATH="), plan);
    assertTrue(jcr.call("doctor", option).succeeded().output().contains("--net=ptp"));
    jcr.run(option, "--net=ptp:mtu=9", "--", "true")
        .failed(2, "jcr: --net=ptp: mtu: '9' is not a number from 68 to 65535");
    jcr.run(option, "--net=ptp:speed=9", "--", "true")
        .failed(2, "jcr: --net=ptp: unknown option 'speed': choose from pool=PREFIX, mtu=BYTES");
    jcr.run(option, "--net=ptp:pool=10.0.0.1/32", "--", "true")
        .failed(2, "jcr: --net=ptp: pool: it has no two addresses: .*");
  }

  @Test
  void aLimiterInPython(Jcr jcr) throws IOException {
    Path pids = Path.of("/sys/fs/cgroup/pids/tasks");
    assumeTrue(Files.exists(pids), "machine: there is no cgroup v1 hierarchy with pids");
    String option = example("limiter-pids", "jcr-backend-pids");
    jcr.call(
            "run",
            option,
            "-d",
            "--name=few",
            "--limiter=pids",
            "--pids-limit=7",
            "--",
            "sleep",
            "99")
        .succeeded();
    Path most = Path.of("/sys/fs/cgroup/pids/jcr-pids/container-few/pids.max");
    assertEquals("7\n", Files.readString(most));
    jcr.call("update", "--pids-limit=9", option, "few").succeeded();
    assertEquals("9\n", Files.readString(most));
    jcr.call("rm", "-f", "few").succeeded();
    assertTrue(Files.notExists(most.getParent().getParent()));
    jcr.run(option, "--limiter=pids", "--memory=100m", "--", "true")
        .failed(125, "jcr: limiter pids: it limits no memory \\(use --limiter=cgroup-v1\\)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          validate | echo no luck >&2; exit 3                      | ended with status 3: no luck
          prepare  | echo hello                                    | answered what is not a JSON object: hello
          prepare  | echo '{"schema":"jcr-backend/2"}'             | speaks schema 'jcr-backend/2': this jcr speaks jcr-backend/1
          prepare  | echo '{"schema":"jcr-backend/1"}'             | gave no 'plan'
          attach   | echo '{"schema":"jcr-backend/1","changes":[{"call":"frob"}]}' | gave an unknown call 'frob' at changes\\[0\\]: choose from createDirectory, .*
          attach   | kill -9 $$                                    | was killed by signal 9
          """)
  void itsFaultIsNamed(String call, String statement, String told, Jcr jcr) throws IOException {
    String option = bad(call, statement);
    String label = "jcr: plugin bad 2 \\(.*/jcr-backend-bad\\): Network." + call + " ";
    jcr.run(option, "--net=bad", "--", "true").failed(125, label + told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          validate | refused | 2   | --net=bad: not so
          prepare  | refused | 2   | --net=bad: not so
          attach   | failed  | 125 | network bad: not so
          """)
  void whatItSaysItselfIsSaid(String call, String how, int status, String told, Jcr jcr)
      throws IOException {
    String answer = "echo '{\"schema\":\"jcr-backend/1\",\"" + how + "\":\"not so\"}'; exit 1";
    String option = bad(call, answer);
    jcr.run(option, "--net=bad", "--", "true").failed(status, "jcr: " + told);
  }

  @Test
  void oneThatHangsIsEndedWithItsProcess(Jcr jcr) throws IOException {
    Path pid = directory.resolve("pid");
    String option = bad("attach", "echo $$ >" + pid + "; exec sleep 1000");
    jcr.with("JCR_PLUGIN_DEADLINE", "2")
        .run(option, "--net=bad", "--", "true")
        .failed(125, "jcr: plugin bad 2 .*: Network.attach has not returned within 2 s");
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(left -> left.onExit().join());
  }

  @Test
  void anOperationInTheWrongPlace(Jcr jcr) throws IOException {
    String option =
        bad(
            "prepare",
            "echo '{\"schema\":\"jcr-backend/1\",\"plan\":{\"namespace\":{\"type\":\"network\"},"
                + "\"inside\":[{\"call\":\"HostRtnetlink\",\"messages\":"
                + "[{\"message\":\"LinkUp\",\"name\":\"lo\"}]}]}}'");
    jcr.run(option, "--net=bad", "--", "true")
        .failed(
            125, "jcr: plugin bad 2 .*: Network.prepare returned HostRtnetlink in 'inside': .*");
  }

  @Test
  void oneThatCannotBeUsedIsListedWithTheReason(Jcr jcr) throws IOException {
    String option = bad("describe", "echo no luck >&2; exit 1");
    String why = "asked to describe itself, it ended with status 1: no luck";
    String listed = jcr.call("plugins", option).exited(0).output();
    assertTrue(listed.contains(why), listed);
    Files.setPosixFilePermissions(
        folder.resolve("jcr-backend-bad"), PosixFilePermissions.fromString("rw-r--r--"));
    listed = jcr.call("plugins", option).exited(0).output();
    assertTrue(listed.contains("it is not executable: chmod +x it"), listed);
    Files.setPosixFilePermissions(
        folder.resolve("jcr-backend-bad"), PosixFilePermissions.fromString("rwxrwxr-x"));
    listed = jcr.call("plugins", option).exited(0).output();
    assertTrue(listed.contains("can be changed by users other than root"), listed);
  }
}
