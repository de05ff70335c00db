package io.jcr.plugins.network;

import io.jcr.spi.Network;
import io.jcr.spi.contract.NetworkContract;

class HostNetworkTest extends NetworkContract {
  @Override
  protected Network backend() {
    return new HostNetwork();
  }
}
