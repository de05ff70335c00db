package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class HostExceptionTest {
  @Test
  void aFailureGetsTheBackendThatItHappenedIn() {
    HostException failure = new HostException("no such network").in("network cni");

    assertEquals("network cni: no such network", failure.getMessage());
    assertSame(failure, failure.in("network other"));
  }

  @Test
  void aBackendThatNamesItselfIsNamedOnce() {
    HostException failure = new HostException("network veth: no address is free");

    assertEquals("network veth: no address is free", failure.in("network veth").getMessage());
    assertEquals(
        "network veth (second network): no address is free",
        failure.in("network veth (second network)").getMessage());
    assertEquals(
        "network veth2: network veth: no address is free",
        failure.in("network veth2").getMessage());
  }

  @Test
  void aFailedCallHasItsBackendAlready() {
    ErrnoException call = new ErrnoException("mkdir", "/sys/x", Errno.EPERM);
    HostException failure = new HostException("limiter cgroup-v1", call, "");

    assertSame(failure, failure.in("limiter cgroup-v1"));
    assertEquals("limiter cgroup-v1: mkdir /sys/x: EPERM", failure.getMessage());
  }
}
