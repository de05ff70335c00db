package io.jcr.plugins.limiter;

import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.contract.ResourceLimiterContract;
import io.jcr.spi.contract.StubHostFacts;

class CgroupV2Test extends ResourceLimiterContract {
  @Override
  protected ResourceLimiter backend() {
    return new CgroupV2();
  }

  @Override
  protected StubHostFacts facts() {
    return Machine.v2();
  }
}
