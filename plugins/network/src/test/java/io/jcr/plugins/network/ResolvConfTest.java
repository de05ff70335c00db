package io.jcr.plugins.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jcr.api.BackendChoice;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResolvConfTest {
  private static final Path HOST = Path.of("/etc/resolv.conf");
  private static final Path BEHIND_STUB = Path.of("/run/systemd/resolve/resolv.conf");

  @Test
  void withoutNatThereIsNoServer() {
    assertNull(of("veth", facts("nameserver 192.0.2.1\n")));
  }

  @Test
  void withNatItIsTheHosts() {
    String text =
        """
        # made by somebody
        search example.org
        nameserver 192.0.2.1
        nameserver 192.0.2.2
        options ndots:2
        """;
    assertEquals(
        """
        search example.org
        nameserver 192.0.2.1
        nameserver 192.0.2.2
        options ndots:2
        """,
        of("veth:nat", facts(text)));
  }

  @Test
  void serversThatOnlyTheHostReachesAreLeftOut() {
    String text =
        "nameserver 127.0.0.1\nnameserver 2001:db8::1\nnameserver\t192.0.2.1\nnameserver\n";
    assertEquals("nameserver\t192.0.2.1\n", of("veth:nat", facts(text)));
  }

  @Test
  void behindAStubAreTheRealOnes() {
    StubHostFacts facts =
        facts("nameserver 127.0.0.53\n").withFile(BEHIND_STUB, "nameserver 192.0.2.9\n");
    assertEquals("nameserver 192.0.2.9\n", of("veth:nat", facts));
  }

  @Test
  void whereThereIsNoneTheFileSaysWhatToDo() {
    String told =
        "# the host's name servers cannot be reached from here: use --net=veth:nat,dns=ADDRESS\n";
    assertEquals(told, of("veth:nat", facts("nameserver 127.0.0.53\n")));
    assertEquals(told, of("veth:nat", StubHostFacts.root()));
  }

  @Test
  void theServerAskedForIsTheOnlyOne() {
    assertEquals(
        "nameserver 9.9.9.9\n", of("veth:nat,dns=9.9.9.9", facts("nameserver 192.0.2.1\n")));
    assertEquals("nameserver 9.9.9.9\n", of("veth:dns=9.9.9.9", StubHostFacts.root()));
  }

  private static @Nullable String of(String choice, StubHostFacts facts) {
    var options = BackendChoice.parse("--net", choice).options();
    return ResolvConf.of(VethOptions.of(SampleSpec.of("web", "net", "veth", options)), facts);
  }

  private static StubHostFacts facts(String resolvConf) {
    return StubHostFacts.root().withFile(HOST, resolvConf);
  }
}
