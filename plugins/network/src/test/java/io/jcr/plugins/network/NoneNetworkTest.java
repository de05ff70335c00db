package io.jcr.plugins.network;

import io.jcr.spi.Network;
import io.jcr.spi.contract.NetworkContract;

class NoneNetworkTest extends NetworkContract {
  @Override
  protected Network backend() {
    return new NoneNetwork();
  }
}
