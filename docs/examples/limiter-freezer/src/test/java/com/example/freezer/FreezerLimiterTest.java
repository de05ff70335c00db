package com.example.freezer;

import io.jcr.spi.HostFacts;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.contract.ResourceLimiterContract;
import io.jcr.spi.contract.SampleLimit;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;

class FreezerLimiterTest extends ResourceLimiterContract {
  @Override
  protected ResourceLimiter backend() {
    return new FreezerLimiter();
  }

  @Override
  protected HostFacts facts() {
    return StubHostFacts.cgroupV1().withCgroup(1, Path.of("/sys/fs/cgroup/freezer"), "freezer");
  }

  @Override
  protected boolean keeps(SampleLimit limit) {
    return false;
  }

  @Override
  protected boolean showsTheContainerItsCgroups() {
    return false;
  }
}
