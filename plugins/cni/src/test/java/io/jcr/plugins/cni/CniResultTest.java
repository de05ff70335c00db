package io.jcr.plugins.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.HostException;
import io.jcr.api.Ipv4Prefix;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CniResultTest {
  private static CniResult result(String text) {
    return CniResult.parse("bridge", text.replace('\'', '"'));
  }

  @Test
  void theAddressIsTheContainersFirstOfIpv4() {
    CniResult result =
        result(
            """
            {'cniVersion':'1.0.0',
             'interfaces':[{'name':'br0'},{'name':'eth0','sandbox':'/run/netns'}],
             'ips':[{'address':'10.9.0.1/24','interface':0},
                    {'address':'fd00::2/64','interface':1},
                    {'address':'10.1.0.2/24','gateway':'10.1.0.1','interface':1},
                    {'address':'10.1.0.3/24','interface':1}]}
            """);
    assertEquals(Optional.of(Ipv4Prefix.parse("10.1.0.2/24")), result.address());
    assertEquals(Optional.of("10.1.0.1"), result.gateway());
  }

  @Test
  void anAddressWithoutInterfaceIsTheContainers() {
    CniResult result = result("{'ips':[{'version':'4','address':'10.1.0.2/24'}]}");
    assertEquals(Optional.of(Ipv4Prefix.parse("10.1.0.2/24")), result.address());
    assertEquals(Optional.empty(), result("{'cniVersion':'1.0.0'}").address());
  }

  @Test
  void nameServersBecomeAFile() {
    CniResult result =
        result(
            """
            {'dns':{'nameservers':['10.0.0.1','10.0.0.2'],'domain':'a.example',
                    'search':['b.example','c.example'],'options':['ndots:2']}}
            """);
    assertEquals(
        Optional.of(
            """
            domain a.example
            search b.example c.example
            nameserver 10.0.0.1
            nameserver 10.0.0.2
            options ndots:2
            """),
        result.resolvConf());
    assertEquals(Optional.empty(), result("{'dns':{'search':['x']}}").resolvConf());
  }

  @Test
  void noLineCanBeSmuggledIn() {
    CniResult result = result("{'dns':{'nameservers':['10.0.0.1\\nsearch evil'],'domain':''}}");
    assertEquals(Optional.of("nameserver 10.0.0.1 search evil\n"), result.resolvConf());
  }

  @Test
  void whatIsNoResultIsRefused() {
    for (String text : new String[] {"", "7", "{'ips':7}", "{'ips':[{'address':'10.1'}]}"}) {
      HostException failure = assertThrows(HostException.class, () -> result(text), text);
      assertEquals(
          "the answer of the plugin bridge is malformed:",
          failure.getMessage().replaceFirst("(malformed:).*", "$1"));
    }
  }
}
