package io.jcr.plugins.network;

import io.jcr.spi.Network;
import io.jcr.spi.contract.NetworkContract;
import java.util.List;
import java.util.Map;

class VethContractTest extends NetworkContract {
  @Override
  protected Network backend() {
    return new VethNetwork();
  }

  @Override
  protected Map<String, String> goodOptions() {
    return Map.of("nat", "", "ip", "10.99.0.7", "subnet", "10.99.0.0/24", "bridge", "br9");
  }

  @Override
  protected List<Map<String, String>> badOptions() {
    return List.of(
        Map.of("ip", "10.88.0.300"), Map.of("subnet", "10.99.0.0"), Map.of("nat", "yes"));
  }
}
