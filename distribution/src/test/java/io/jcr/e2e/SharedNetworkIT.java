package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Network namespaces that are not the container's own: a named one, another container's, the
/// host's.
@WithJcr
class SharedNetworkIT {
  private static final String NAMED = "jcr-it-blue";

  @Test
  void aNamedOneIsJoinedAndLeftAsItWas(Jcr jcr) throws IOException {
    jcr.launch(List.of("ip", "netns", "add", NAMED)).awaitEnd().succeeded();
    try {
      Path file = Path.of("/run/netns", NAMED);
      Object before = Files.getAttribute(file, "unix:ino");
      for (int run = 0; run < 2; run++) {
        Json seen = jcr.inside("--net=netns:" + NAMED, "--", "jcr-probe", "namespaces").json();
        assertTrue(seen.toString().contains(before.toString()), seen + " is in " + before);
      }
      assertEquals(before, Files.getAttribute(file, "unix:ino"));
    } finally {
      jcr.launch(List.of("ip", "netns", "del", NAMED)).awaitEnd().succeeded();
    }
  }

  @Test
  void theHostsIsTheHosts(Jcr jcr) throws IOException {
    Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    assertEquals(
        own.toString(), jcr.inside("--net=host", "--", "readlink", "/proc/self/ns/net").line());
  }

  @Test
  void anotherContainersHasItsAddress(Jcr jcr) {
    try (Started server = jcr.start("--name=shared-net", "--net=veth", "--", "echo-server")) {
      server.awaitLine("listening on .*");
      Result client =
          jcr.run("--net=container:shared-net", "--", "echo-client", "127.0.0.1", "7000", "hello")
              .exited(0);
      assertTrue(client.output().contains("hello"));
    }
  }

  @Test
  void whatIsMissingIsRefusedInASentence(Jcr jcr) {
    jcr.run("--net=netns:jcr-it-none", "--", "true")
        .failed(2, "jcr: .*no network namespace 'jcr-it-none'.*");
    jcr.run("--net=container:jcr-it-none", "--", "true")
        .failed(2, "jcr: .*no container 'jcr-it-none' is running");
    jcr.run("--net=netns", "--", "true")
        .failed(2, "jcr: --net=netns: NAME is missing: --net=netns:NAME");
  }

  @Test
  void aFileThatIsNoNamespaceIsRefused(Jcr jcr) throws IOException {
    Path file = Path.of("/run/netns/jcr-it-plain");
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    try {
      jcr.run("--net=netns:jcr-it-plain", "--", "true")
          .failed(2, "jcr: --net=netns: .*/jcr-it-plain is not a network namespace .*");
    } finally {
      Files.delete(file);
    }
  }
}
