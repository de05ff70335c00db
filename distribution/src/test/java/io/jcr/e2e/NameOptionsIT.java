package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// docker's options about names: `--add-host`, `--dns` and its like.
@WithJcr
class NameOptionsIT {
  @Test
  void hostsAndServersAreThoseThatWereAskedFor(Jcr jcr) {
    List<String> lines =
        jcr.inside(
                "--net=veth",
                "--add-host=db:192.0.2.7",
                "--add-host=db=[2001:db8::7]",
                "--add-host=up:host-gateway",
                "--dns=192.0.2.53",
                "--dns-search=example.com",
                "--dns-option=ndots:2",
                "--",
                "cat",
                "/etc/hosts",
                "/etc/resolv.conf")
            .lines();
    assertTrue(
        lines.containsAll(
            List.of(
                "192.0.2.7\tdb",
                "2001:db8::7\tdb",
                "10.88.0.1\thost.jcr.internal",
                "10.88.0.1\tup")),
        lines::toString);
    assertEquals(
        List.of("nameserver 192.0.2.53", "search example.com", "options ndots:2"),
        lines.subList(lines.size() - 3, lines.size()));
  }

  @Test
  void theHostsOwnFilesStayAsTheyAre(Jcr jcr) {
    String before = Jcr.host("cat", "/etc/hosts", "/etc/resolv.conf");
    jcr.inside("--net=host", "--add-host=x:192.0.2.1", "--dns=192.0.2.53", "--", "true");
    assertEquals(before, Jcr.host("cat", "/etc/hosts", "/etc/resolv.conf"));
  }

  @Test
  void aRestartKeepsThem(Jcr jcr) {
    try (Detached one =
        Detached.offline(
            jcr, "names-1", "--add-host=db:192.0.2.7", "--dns=192.0.2.53", "--", "sig-print")) {
      one.does("restart", "-t", "0");
      Result files = one.exec("names-1", "cat", "/etc/hosts", "/etc/resolv.conf").succeeded();
      assertTrue(files.lines().contains("192.0.2.7\tdb"), files::toString);
      assertTrue(files.lines().contains("nameserver 192.0.2.53"), files::toString);
    }
  }

  @Test
  void aPlanShowsTheFiles(Jcr jcr) {
    String plan =
        jcr.call("explain", "run", "--net=none", "--add-host=db:192.0.2.7", "--dns=192.0.2.53")
            .succeeded()
            .output();
    assertTrue(plan.contains("192.0.2.7\\tdb"), plan);
    assertTrue(plan.contains("nameserver 192.0.2.53"), plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--add-host=db | --add-host=db: expected NAME:IP.*",
        "--add-host=db:x | --add-host=db:x: expected NAME:IP.*",
        "--dns=x | --dns=x: expected the IPv4 or IPv6 address.*",
        "--dns-search=a/b | --dns-search=a/b: expected a domain.*",
        "--add-host=up:host-gateway | --add-host=up:host-gateway: .*does not lead to the host.*",
      })
  void whatCannotBeIsRefusedBeforeAnythingIsChanged(String option, String sentence, Jcr jcr) {
    jcr.run("--net=none", "--name=refused", option, "--", "true").failed(2, "jcr: " + sentence);
    assertFalse(Jcr.state("refused").toFile().exists());
  }
}
