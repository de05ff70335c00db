package io.jcr.plugins.limiter;

import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.contract.ResourceLimiterContract;
import io.jcr.spi.contract.StubHostFacts;

class CgroupV1Test extends ResourceLimiterContract {
  @Override
  protected ResourceLimiter backend() {
    return new CgroupV1();
  }

  @Override
  protected StubHostFacts facts() {
    return Machine.v1();
  }
}
