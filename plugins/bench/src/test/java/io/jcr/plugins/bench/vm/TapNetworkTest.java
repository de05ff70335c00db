package io.jcr.plugins.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TapNetworkTest {
  private static final String HEADER = "Iface\tDestination\tGateway \tFlags";

  @Test
  void theFirstNetworkWithoutARouteIsTaken() {
    assertEquals("10.89.0", TapNetwork.freePrefix(List.of(HEADER)));
    List<String> routes =
        List.of(HEADER, "jcrvm0\t0000590A\t00000000\t0001", "eth0\t0001590A\t00000000\t0001");
    assertEquals("10.89.2", TapNetwork.freePrefix(routes));
  }

  @Test
  void anotherNetworkIsNoHindrance() {
    List<String> routes = List.of(HEADER, "jcr0\t0000580A\t00000000\t0001");
    assertEquals("10.89.0", TapNetwork.freePrefix(routes));
  }
}
