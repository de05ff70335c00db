package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong is said in one sentence, before anything is changed.
@WithJcr
class ErrorsIT {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--rootfs=/no/such/directory   | jcr: --rootfs=/no/such/directory: no such file or directory",
        "--rootfs=/etc/passwd          | jcr: --rootfs=/etc/passwd: .*tar archive.*",
        "--net=pigeon                  | jcr: --net=pigeon: no such backend: choose from .*none.*veth.*",
        "--fs=floppy                   | jcr: --fs=floppy: no such backend: choose from .*overlay.*",
        "--ns=none                     | jcr: --ns=none: no such backend: choose from .*clone.*",
        "--limiter=wish                | jcr: --limiter=wish: no such backend: choose from .*cgroup-v1.*",
        "--limit=memory:much           | jcr: --limit memory:much: 'much' is not .*",
        "--limit=memory:-1M            | jcr: --limit memory:-1M: .*",
        "--limit=cpu:fast              | jcr: --limit cpu:fast: 'fast' is not a number of CPUs.*",
        "--limit=pids:0                | jcr: --limit pids:0: '0' is not .*",
        "--limit=cpuset:x              | jcr: --limit cpuset:x: 'x' is not .*",
        "--limit=speed:1               | jcr: --limit speed:1: unknown limit 'speed', choose from .*",
        "--limit=memory                | jcr: --limit memory: .*",
        "--net=veth:colour=red         | jcr: --net=veth: unknown option 'colour': choose from .*ip=.*",
        "--net=none:x                  | jcr: --net=none: unknown option 'x': it takes none",
        "--net=veth:ip=10.88.0.300     | jcr: --net=veth: .*10\\.88\\.0\\.300.*",
        "--net=veth:bridge=-0          | jcr: --net=veth: bridge: '-0' is not the name of an interface: .*",
        "--net=netns:-x                | jcr: --net=netns: '-x' is not the name of a network namespace: .*",
        "--limiter=cgroup-v1:parent=-x | jcr: --limiter=cgroup-v1: parent '-x' is not a path of a cgroup.*",
        "--net=:ip=1                   | jcr: --net=:ip=1: the backend's name is missing.*",
        "--fs=overlay:x=y              | jcr: --fs=overlay: unknown option 'x': it takes none",
        "--ns=clone:x=y                | jcr: --ns=clone: unknown option 'x': .*",
        "--limiter=cgroup-v1:x=y       | jcr: --limiter=cgroup-v1: unknown option 'x': choose from .*",
        "--name=../up                  | jcr: .*\\.\\./up.*",
        "--user=nobody-here            | jcr: .*nobody-here.*",
        "--volume=/no/such:/mnt        | jcr: --volume /no/such:/mnt: /no/such does not exist on the host",
        "--volume=/tmp                 | jcr: --volume /tmp: .*SRC:DST.*",
        "--volume=/tmp:relative        | jcr: --volume /tmp:relative: .*absolute.*",
        "--tmpfs=/mnt:colour=red       | jcr: --tmpfs /mnt:colour=red: unknown option .colour=red., .*",
        "--env==x                      | jcr: --env =x: .*name is missing",
        "--env-file=/no/such           | jcr: --env-file /no/such: .*",
        "--workdir=relative            | jcr: --workdir=relative: not an absolute path.*",
        "--cap-add=CAP_WONDERS         | jcr: .*CAP_WONDERS.*",
        "--security-opt=x              | jcr: --security-opt=x: choose from .*",
      })
  void isUsage(String option, String sentence, Jcr jcr) {
    jcr.run(option, "--", "true").failed(2, sentence);
  }

  @Test
  void theNameOfALivingContainerIsTaken(Jcr jcr) {
    try (Started first = jcr.start("--net=none", "--name", "twice", "--", "sig-print")) {
      first.awaitLine("ready.*");

      jcr.run("--net=none", "--name", "twice", "--", "true")
          .failed(2, "jcr: container name 'twice' is taken: choose another --name");
      assertTrue(first.container().isAlive());
      assertTrue(Files.exists(Jcr.state("twice")));
    }
    jcr.inside("--net=none", "--name", "twice", "--", "true");
  }

  @Test
  void ofTwoAtOnceOneGetsTheName(Jcr jcr) {
    String[] arguments = {"--net=none", "--name", "twice", "--", "sh", "-c", "echo up; cat"};
    try (Started one = jcr.start(arguments);
        Started two = jcr.start(arguments)) {
      Await.until("one of the two has ended", () -> !one.isAlive() || !two.isAlive());
      Started loser = one.isAlive() ? two : one;
      Started winner = one.isAlive() ? one : two;

      loser.awaitEnd().failed(2, "jcr: container name 'twice' is taken: .*");
      winner.awaitLine("up");
    }
  }

  /// Another user sees the distribution, but may not do what jcr does.
  @ParameterizedTest
  @CsvSource({"none", "veth"})
  void withoutRootItSaysSo(String network, Jcr jcr) {
    Jcr nobody = jcr.asNobody();

    nobody.run("--net=" + network, "--", "true").failed(125, "jcr: .*(root|CAP_SYS_ADMIN).*");
  }

  @Test
  void rootWithoutCapabilitiesIsToldWhichIsMissing(Jcr jcr) {
    Requires.command("setpriv", "util-linux");
    Jcr weak = jcr.through("setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin");

    weak.run("--net=none", "--", "true").failed(125, "jcr: .*CAP_SYS_ADMIN is missing.*");
  }

  @Test
  void theSecondOfTwoFailuresLeavesNothingEither(Jcr jcr, @TempDir Path directory)
      throws Exception {
    // The root file system lacks what is mounted on: found only when the process exists.
    Files.createDirectories(directory.resolve("proc"));
    Files.writeString(directory.resolve("dev"), "in the way");

    jcr.run("--net=veth", "--limit=memory:100M", "--rootfs", "" + directory, "--", "true")
        .failed(125, "jcr: .*mount tmpfs on /dev: ENOTDIR.*");
  }

  @Test
  void anErrorOfThePluginsOptionsComesBeforeAnyChange(Jcr jcr) {
    List<String> before = jcr.run("--net=veth:ip=1.2.3.4", "--", "true").lines();
    assertEquals(List.of(), before);
    jcr.run("--net=veth:ip=1.2.3.4", "--", "true").failed(2, "jcr: --net=veth: .*1\\.2\\.3\\.4.*");
  }

  @Test
  void debugShowsTheStackTrace(Jcr jcr) {
    Result result = jcr.run("--debug", "--net=none", "-w", "/no", "--", "true").exited(125);

    assertTrue(result.errors().contains("\tat io.jcr."), result.errors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">/dev/full | No space left on device",
        ">&- | Bad file descriptor",
      })
  void outputThatIsLostIsAFailure(String redirection, String why, Jcr jcr) {
    for (String command : List.of("ps", "--help", "doctor")) {
      jcr.through("sh", "-c", "\"$@\" " + redirection, "sh")
          .call(command)
          .failed(125, "jcr: write to standard output: " + why);
    }
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoFailure(Jcr jcr) {
    Result help =
        jcr.through("sh", "-c", "{ \"$@\"; echo $? >&2; } | true", "sh").call("--help").exited(0);
    assertEquals("0\n", help.errors());
  }
}
