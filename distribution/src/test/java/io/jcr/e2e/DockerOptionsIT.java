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

/// docker's spellings of what jcr has, and what jcr says to docker's words that it does not have.
@WithJcr
class DockerOptionsIT {
  @Test
  void limitsHaveDockersNames(Jcr jcr) {
    try (Started run =
        jcr.start(
            "--rm",
            "--name=dockers",
            "-m",
            "64m",
            "--memory-swap=64m",
            "--cpus=0.5",
            "--cpuset-cpus=0",
            "--pids-limit=40",
            "--security-opt",
            "no-new-privileges",
            "--network=none",
            "--",
            "sig-print")) {
      run.awaitLine("ready.*");
      Json linux =
          jcr.call("inspect", "dockers")
              .succeeded()
              .json()
              .elements()
              .findFirst()
              .orElseThrow()
              .get("config.linux.resources");
      assertEquals(64 << 20, linux.get("memory.limit").number());
      assertEquals(40, linux.get("pids.limit").number());
      assertEquals("0", linux.get("cpu.cpus").text());
      assertEquals(2 * linux.get("cpu.quota").number(), linux.get("cpu.period").number());
    }
  }

  @Test
  void entrypointMountAndNetwork(Jcr jcr, @TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("file"), "content\n");
    List<String> seen =
        jcr.inside(
                "--network=bridge",
                "--entrypoint=sh",
                "--mount",
                "type=bind,source=" + directory + ",target=/mnt/host,readonly",
                "--mount=type=tmpfs,target=/mnt/mem,tmpfs-size=1m,tmpfs-mode=1700",
                "--",
                "-c",
                "cat /mnt/host/file; touch /mnt/host/x 2>/dev/null || echo read-only;"
                    + " stat -c %a /mnt/mem; grep -c /mnt/mem /proc/mounts; ip -o route | head -n 1")
            .lines();
    assertEquals(List.of("content", "read-only", "1700", "1"), seen.subList(0, 4));
    assertTrue(seen.get(4).startsWith("default via 10.88.0.1"), seen.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run -m 10M --limit=memory:20M -- true | --memory=10M and --limit=memory:20M are the same.*",
        "run --network=none --net=veth -- true | --network=none and --net=veth are the same.*",
        "run --network=mine -- true | --network=mine: choose from none, host, bridge.*",
        "run --memory-swap=1G -- true | --memory-swap=1G: only together with a limit of memory.*",
        "run -m 1G --memory-swap=1M -- true | --memory-swap=1M: .*cannot be less than memory.*",
        "run --cpus=x -- true | --cpus=x.*",
        "run --mount=type=volume,target=/x -- true | --mount.*",
        "run --mount=type=bind,target=/x -- true | --mount.*",
        "run --security-opt=apparmor=x -- true | --security-opt=apparmor=x.*",
      })
  void whatMakesNoSenseIsRefused(String line, String sentence, Jcr jcr) {
    jcr.call(line.split(" ", -1)).failed(2, "jcr: " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runn | .*did you mean run.*",
        "pull alpine | .*no images yet.*",
        "network ls | .*--net.*",
        "images | .*no images yet.*",
      })
  void anUnknownCommandSaysWhatThereIs(String line, String sentence, Jcr jcr) {
    Result result = jcr.call(line.split(" ", -1)).exited(2);
    assertTrue(
        result.errors().lines().findFirst().orElse("").matches("jcr: " + sentence),
        result::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hostnam=x | .*did you mean --hostname.*",
        "--gpus=all | .*GPUs.*",
        "--cpu-shares=2 | .*--limit=cpu.*",
      })
  void anUnknownOptionSaysWhatThereIs(String option, String sentence, Jcr jcr) {
    Result result = jcr.call("run", option, "--", "true").exited(2);
    assertTrue(
        result.errors().lines().findFirst().orElse("").matches("jcr: " + sentence),
        result::toString);
  }

  @Test
  void anImageIsToldFromACommand(Jcr jcr) {
    jcr.run("alpine", "sh").failed(127, "jcr: .*'alpine'.*looks like an image.*--rootfs.*");
    jcr.run("nosuchcommand")
        .failed(127, "jcr: command 'nosuchcommand' not found in the container's PATH \\(ENOENT\\)");
  }
}
