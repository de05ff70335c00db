package io.jcr.linux.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.Ipv4Prefix;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The bytes are written out by hand from linux/netfilter/nf_tables.h.
class NftBatchTest {
  @Test
  void deleteTable() {
    assertEquals(
        hex(
            """
            14000000 1000 0100 01000000 00000000  # length 20, BATCH_BEGIN, REQUEST
            00 00 000a                            # struct nfgenmsg: NFNL_SUBSYS_NFTABLES
            20000000 020a 0500 02000000 00000000  # length 32, DELTABLE, REQUEST|ACK
            02 00 0000                            # NFPROTO_IPV4
            0a00 0100 6a63722d3100 0000           # NFTA_TABLE_NAME jcr-1
            14000000 1100 0100 03000000 00000000  # length 20, BATCH_END
            00 00 000a
            """),
        HexFormat.of().formatHex(NftBatch.deleteTable(NfTables.Table.ofMasquerade("jcr-1"))));
  }

  @Test
  void masquerade() {
    assertEquals(
        hex(
            """
            14000000 1000 0100 01000000 00000000  # length 20, BATCH_BEGIN, REQUEST
            00 00 000a                            # struct nfgenmsg: NFNL_SUBSYS_NFTABLES
            20000000 000a 0106 02000000 00000000  # length 32, NEWTABLE, REQUEST|EXCL|CREATE
            02 00 0000                            # NFPROTO_IPV4
            0a00 0100 6a63722d3100 0000           # NFTA_TABLE_NAME jcr-1
            4c000000 030a 0106 03000000 00000000  # length 76, NEWCHAIN, REQUEST|EXCL|CREATE
            02 00 0000
            0a00 0100 6a63722d3100 0000           # NFTA_CHAIN_TABLE jcr-1
            1000 0300 706f7374726f7574696e6700    # NFTA_CHAIN_NAME postrouting
            1400 0480                             # NFTA_CHAIN_HOOK, nested
            0800 0100 00000004                    # NFTA_HOOK_HOOKNUM postrouting
            0800 0200 00000064                    # NFTA_HOOK_PRIORITY srcnat
            0800 0700 6e617400                    # NFTA_CHAIN_TYPE nat
            """),
        HexFormat.of()
            .formatHex(NftBatch.masquerade("jcr-1", Ipv4Prefix.parse("10.88.0.7/32"), "jcr0"))
            .substring(0, 2 * (20 + 32 + 76)));
  }

  private static String hex(String commented) {
    StringBuilder hex = new StringBuilder();
    commented.lines().forEach(line -> hex.append(line.replaceFirst("#.*", "")));
    return hex.toString().replace(" ", "");
  }
}
