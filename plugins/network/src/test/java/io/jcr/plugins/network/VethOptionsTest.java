package io.jcr.plugins.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.UsageException;
import io.jcr.spi.contract.SampleSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VethOptionsTest {
  @Test
  void withoutAnyThereAreDefaults() {
    assertEquals(
        new VethOptions(
            false, false, null, Ipv4Prefix.parse("10.88.0.0/16"), "jcr0", null, 1500, null, 0),
        parse("veth"));
  }

  @Test
  void allCanBeSaid() {
    assertEquals(
        new VethOptions(
            true,
            true,
            Ipv4.parse("192.168.7.10"),
            Ipv4Prefix.parse("192.168.7.8/30"),
            "br9",
            "lan0",
            9000,
            Ipv4.parse("9.9.9.9"),
            1_250_000),
        parse(
            "veth:nat,spoof,ip=192.168.7.10,subnet=192.168.7.8/30,bridge=br9,ifname=lan0,mtu=9000,dns=9.9.9.9,rate=10M"));
  }

  @Test
  void eachSubnetHasABridgeOfItsOwn() {
    assertEquals("jcr-0a630000", parse("veth:subnet=10.99.0.0/16").bridge());
    assertEquals("jcr-c0a80780", parse("veth:subnet=192.168.7.128/25").bridge());
    assertEquals("jcr0", parse("veth:subnet=10.88.0.0/16").bridge());
  }

  @Test
  void eachBridgeHasASubnetOfItsOwn() {
    Ipv4Prefix lab1 = parse("veth:bridge=lab1").subnet();
    assertEquals(Ipv4Prefix.parse("10.88.0.0/16"), parse("veth:bridge=jcr0").subnet());
    assertEquals(lab1, parse("veth:bridge=lab1").subnet());
    assertNotEquals(lab1, parse("veth:bridge=lab2").subnet());
    assertTrue(lab1.toString().startsWith("10.") && lab1.length() == 16, lab1.toString());
  }

  @Test
  void theGatewayIsTheFirstAddress() {
    assertEquals(Ipv4.parse("192.168.7.129"), parse("veth:subnet=192.168.7.128/25").gateway());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ip=10.88.0.256           | ip: '10.88.0.256' is not an IPv4 address: 256 is above 255
          ip=10.99.0.7             | ip: 10.99.0.7 is not in the subnet 10.88.0.0/16
          ip=10.88.0.0             | ip: 10.88.0.0 is the address of the network 10.88.0.0/16 itself
          ip=10.88.0.1             | ip: 10.88.0.1 is the address of the bridge, the containers' gateway
          ip=10.88.255.255         | ip: 10.88.255.255 is the broadcast address of 10.88.0.0/16
          subnet=10.99.0.0         | subnet: '10.99.0.0' is not a subnet such as 10.88.0.0/16
          subnet=10.99.0.7/24      | subnet: 10.99.0.7/24 is an address in the network 10.99.0.0/24
          subnet=10.0.0.0/7        | subnet: 10.0.0.0/7 has a prefix length outside 8 to 30
          subnet=10.0.0.0/31       | subnet: 10.0.0.0/31 has a prefix length outside 8 to 30
          subnet=127.0.0.0/8       | subnet: 127.0.0.0/8 is not for hosts (choose a private one, RFC 1918)
          subnet=224.0.0.0/24      | subnet: 224.0.0.0/24 is not for hosts (choose a private one, RFC 1918)
          bridge=a-name-too-long!  | bridge: 'a-name-too-long!' is not the name of an interface: at most 15 bytes, not beginning with '-' or '.', without '/', ':', '%' and blanks
          bridge=-0 | bridge: '-0' is not the name of an interface: at most 15 bytes, not beginning with '-' or '.', without '/', ':', '%' and blanks
          bridge=                  | 'bridge' needs a value: bridge=NAME
          mtu=67                   | mtu: '67' is not a number from 68 to 65535
          mtu=65536                | mtu: '65536' is not a number from 68 to 65535
          mtu=many                 | mtu: 'many' is not a number from 68 to 65535
          dns=::1                  | dns: '::1' is not an IPv4 address such as 10.88.0.7
          nat=1                    | 'nat' takes no value, not '1'
          ipv6                     | unknown option 'ipv6': choose from nat, spoof, ip=ADDRESS, subnet=PREFIX, bridge=NAME, ifname=NAME, mtu=BYTES, dns=ADDRESS, rate=BITS
          """)
  void whatIsWrongIsNamed(String option, String message) {
    UsageException refusal = assertThrows(UsageException.class, () -> parse("veth:" + option));
    assertEquals("--net=veth: " + message, refusal.getMessage());
  }

  private static VethOptions parse(String text) {
    return VethOptions.of(
        SampleSpec.of("web", "net", "veth", BackendChoice.parse("--net", text).options()));
  }
}
