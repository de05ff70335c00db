package io.jcr.plugins.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.plugins.demo.stage.Backends;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendsTest {
  @Test
  void theUsersChoiceTakesThePlaceOfTheScenes() {
    Backends backends = new Backends(Map.of("--net", "host"), List.of());
    assertEquals(
        List.of("--net=host", "--limit=pids:32"),
        backends.applyTo(List.of("--net=veth", "--limit=pids:32")));
    assertEquals(List.of("--net=host"), backends.applyTo(List.of()));
  }

  @Test
  void aControlKeepsItsOptions() {
    Backends backends = new Backends(Map.of("--net", "veth"), List.of());
    assertEquals(List.of("--net=host"), backends.addTo(List.of("--net=host")));
    assertEquals(
        List.of("--limit=pids:32", "--net=veth"), backends.addTo(List.of("--limit=pids:32")));
  }

  @Test
  void whatIsLeftOutIsLeftOut() {
    Backends backends = new Backends(Map.of("--net", "veth"), List.of("--limit", "--net"));
    assertEquals(
        List.of("--hostname=box"),
        backends.applyTo(List.of("--limit=pids:32", "--hostname=box", "--net=veth")));
  }

  @Test
  void whoJoinsGetsNoBackendForWhatIsJoined() {
    Backends backends = new Backends(Map.of("--net", "veth", "--fs", "bind"), List.of());
    assertEquals(
        List.of("--ns=setns:container=a", "--fs=bind"),
        backends.applyTo(List.of("--ns=setns:container=a")));
    assertEquals(
        List.of("--ns=setns:container=a,mnt"),
        backends.applyTo(List.of("--ns=setns:container=a,mnt")));
    assertEquals(
        List.of("--ns=setns:mount=/m,net=/run/netns/a"),
        backends.applyTo(List.of("--ns=setns:mount=/m,net=/run/netns/a")));
    assertEquals(
        List.of("--ns=setns:mnt=/proc/self/ns/mnt", "--net=veth"),
        backends.addTo(List.of("--ns=setns:mnt=/proc/self/ns/mnt")));
  }

  @Test
  void itReadsAsItWasTyped() {
    Backends backends = new Backends(Map.of("--fs", "bind"), List.of("--limit"));
    assertEquals("--fs=bind --without=--limit", backends.toString());
    assertEquals("", Backends.ofScenes().toString());
  }
}
