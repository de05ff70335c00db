package io.jcr.plugins.demo;

import io.jcr.spi.CommandProvider;
import io.jcr.spi.contract.CommandProviderContract;

class DemoContractTest extends CommandProviderContract {
  @Override
  protected CommandProvider command() {
    return new DemoCommand();
  }
}
