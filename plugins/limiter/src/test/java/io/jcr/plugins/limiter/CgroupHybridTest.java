package io.jcr.plugins.limiter;

import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.contract.ResourceLimiterContract;
import io.jcr.spi.contract.StubHostFacts;

class CgroupHybridTest extends ResourceLimiterContract {
  @Override
  protected ResourceLimiter backend() {
    return new CgroupHybrid();
  }

  @Override
  protected StubHostFacts facts() {
    return Machine.hybrid();
  }
}
