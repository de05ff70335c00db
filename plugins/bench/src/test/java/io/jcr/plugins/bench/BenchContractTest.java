package io.jcr.plugins.bench;

import io.jcr.spi.CommandProvider;
import io.jcr.spi.contract.CommandProviderContract;

class BenchContractTest extends CommandProviderContract {
  @Override
  protected CommandProvider command() {
    return new BenchCommand();
  }
}
