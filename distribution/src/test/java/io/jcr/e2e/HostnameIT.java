package io.jcr.e2e;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A container has the host name that it was given; the host keeps its own, which [HostSnapshot]
/// looks at.
@WithJcr
class HostnameIT {
  @Test
  void isTheGivenOne(Jcr jcr) {
    assertEquals("box", jcr.inside("--net=none", "--hostname", "box", "--", "hostname").line());
  }

  @Test
  void isTheGivenOneWhereverOneLooks(Jcr jcr) {
    Json seen =
        jcr.inside(
                "--net=none",
                "--hostname=box.lab",
                "--",
                "jcr-probe",
                "uts",
                "hosts",
                "environment")
            .json();

    assertEquals("box.lab", seen.get("uts.hostname").text());
    assertEquals("box.lab", seen.get("uts.hostnameFile").text());
    assertEquals("box.lab", seen.get("environment").get("HOSTNAME").text());
    assertEquals(
        List.of("127.0.0.1"),
        seen.get("hosts")
            .elements()
            .filter(line -> line.get("names").strings().contains("box.lab"))
            .map(line -> line.get("address").text())
            .toList());
  }

  @Test
  void isTheContainersNameOtherwise(Jcr jcr) {
    assertEquals("lab-7", jcr.inside("--net=none", "--name", "lab_7", "--", "hostname").line());
  }

  @Test
  void cannotBeChangedInside(Jcr jcr) {
    String host = Cgroups.read(Path.of("/proc/sys/kernel/hostname"));
    Result result =
        jcr.run("--net=none", "--hostname=box", "--", "sh", "-c", "hostname other; hostname");

    assertEquals("box", result.line());
    assertEquals(host, Cgroups.read(Path.of("/proc/sys/kernel/hostname")));
  }

  @Test
  void longestThatTheKernelTakes(Jcr jcr) {
    String longest = Stream.generate(() -> "a").limit(63).collect(joining());
    assertEquals(longest, jcr.inside("--net=none", "--hostname", longest, "--", "hostname").line());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", "a b", "a/b", "a\nb", ""})
  void whatIsNoneIsRefused(String name, Jcr jcr) {
    jcr.run("--net=none", "--hostname=" + name, "--", "true").failed(2, "jcr: .*host ?name.*");
  }
}
