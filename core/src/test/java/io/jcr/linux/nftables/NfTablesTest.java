package io.jcr.linux.nftables;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.RtnetlinkMessage.NewBridge;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.netlink.Netns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the real kernel, in a network namespace of the test's own, read back by nft(8).
class NfTablesTest {
  private static final Ipv4Prefix ONE = Ipv4Prefix.parse("10.88.0.7/32");

  private final Netns host = Netns.create();
  private final NfTables tables = new NfTables(new FfmLibc());

  @BeforeEach
  void requireNft() {
    host.in(this::ruleset);
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void aContainerIsMasqueradedUnlessItSpeaksToItsBridge() {
    masquerade("jcr-web.1", ONE);
    assertEquals(
        """
        table ip jcr-web.1 {
        	chain postrouting {
        		type nat hook postrouting priority srcnat; policy accept;
        		ip saddr 10.88.0.7 oifname != "jcr0" masquerade
        	}
        }
        """,
        host.in(this::ruleset));
  }

  @Test
  void aWholeSubnetCanBe() {
    masquerade("jcr-all", Ipv4Prefix.parse("10.88.0.7/20"));
    assertTrue(host.in(this::ruleset).contains("\tip saddr 10.88.0.0/20 oifname"));
  }

  @Test
  void aPortTakesOnlyWhatSaysItIsFromTheContainer() {
    MacAddress mac = MacAddress.parse("02:42:0a:58:00:07");
    host.request(new NewBridge("port0", mac));
    host.in(() -> {
      tables.filterPort("jcr-web", "port0", mac, Ipv4.parse("10.88.0.7"));
      return "done";
    });
    String said = host.in(this::ruleset);
    assertTrue(said.startsWith("table netdev jcr-web {"), said);
    assertTrue(
        said.matches("(?s).*type filter hook ingress device \"?port0\"? .*policy drop;.*"), said);
    assertEquals(
        List.of(
            "@ll,48,48 0x2420a580007 @ll,96,16 0x800 @nh,96,32 0xa580007 accept",
            "@ll,48,48 0x2420a580007 @ll,96,16 0x806 @nh,0,48 0x108000604"
                + " @nh,64,80 0x2420a5800070a580007 accept"),
        said.lines().map(String::strip).filter(line -> line.endsWith("accept")).toList());
  }

  @Test
  void aTableThatExistsIsNotTakenOver() {
    masquerade("jcr-web", ONE);
    String before = host.in(this::ruleset);
    ErrnoException failure = assertThrows(ErrnoException.class, () -> masquerade("jcr-web", ONE));
    assertEquals("masquerade 10.88.0.7/32: EEXIST", failure.getMessage());
    assertEquals(before, host.in(this::ruleset));
  }

  @Test
  void aDeletedTableIsGoneAndOthersStay() {
    masquerade("jcr-web", ONE);
    String before = host.in(this::ruleset);
    masquerade("jcr-other", ONE);
    delete("jcr-other");
    assertEquals(before, host.in(this::ruleset));
  }

  @Test
  void deletingMayBeDoneTwice() {
    assertDoesNotThrow(() -> delete("jcr-web"));
  }

  private void masquerade(String table, Ipv4Prefix source) {
    host.in(() -> {
      tables.masquerade(table, source, "jcr0");
      return table;
    });
  }

  private void delete(String table) {
    host.in(() -> {
      tables.delete(NfTables.Table.ofMasquerade(table));
      return table;
    });
  }

  private String ruleset() throws InterruptedException {
    try {
      Process nft = new ProcessBuilder("nft", "list", "ruleset").redirectErrorStream(true).start();
      String output = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return nft.waitFor() == 0 ? output : abort("requires nft(8): " + output);
    } catch (IOException e) {
      return abort("requires nft(8), Debian package nftables: " + e.getMessage());
    }
  }
}
