package io.jcr.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxDeviceCgroup;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitUpdateTest {
  private static final LinuxMemory MEMORY = new LinuxMemory(1 << 20);
  private static final LinuxPids PIDS = new LinuxPids(7);

  private static LinuxResources cpu(long quota, @Nullable String cpus) {
    return new LinuxResources(null, new LinuxCpu(quota, LinuxCpu.DEFAULT_PERIOD, cpus), null);
  }

  @Test
  void whatIsNotNamedStays() {
    LinuxResources before = new LinuxResources(MEMORY, null, PIDS);
    LinuxResources wanted = new LinuxResources(new LinuxMemory(2 << 20), null, null);
    assertEquals(
        new LinuxResources(new LinuxMemory(2 << 20), null, PIDS),
        LimitUpdate.merged(before, wanted));
    assertEquals(before, LimitUpdate.merged(before, LinuxResources.UNLIMITED));
    assertEquals(before, LimitUpdate.merged(LinuxResources.UNLIMITED, before));
  }

  @Test
  void rulesForDevicesStay() {
    LinuxResources before =
        new LinuxResources(
            MEMORY,
            null,
            null,
            null,
            List.of(new LinuxDeviceCgroup(false, "a", null, null, "rwm")));
    assertEquals(
        before.devices(),
        LimitUpdate.merged(before, new LinuxResources(null, null, PIDS)).devices());
  }

  @Test
  void timeAndProcessorsAreTwoLimits() {
    assertEquals(cpu(5000, "0-1"), LimitUpdate.merged(cpu(1000, "0-1"), cpu(5000, null)));
    assertEquals(cpu(1000, "0"), LimitUpdate.merged(cpu(1000, "0-1"), cpu(0, "0")));
  }
}
