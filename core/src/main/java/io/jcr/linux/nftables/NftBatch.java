package io.jcr.linux.nftables;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.rtnetlink.NetlinkWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Changes to nf_tables that the kernel makes together or not at all, in the words of
/// `linux/netfilter/nf_tables.h`:
///
/// ```
/// BATCH_BEGIN │ NEWTABLE │ NEWCHAIN │ NEWRULE │ BATCH_END      each: nlmsghdr, nfgenmsg, attributes
/// ```
///
/// Numbers in attributes are in network order. Only the last change asks for an acknowledgement: an
/// error of an earlier one comes before it.
final class NftBatch {
  private static final int NFNL_MSG_BATCH_BEGIN = 16;
  private static final int NFNL_MSG_BATCH_END = 17;
  private static final int NFNL_SUBSYS_NFTABLES = 10;
  private static final int NFT_MSG_NEWTABLE = NFNL_SUBSYS_NFTABLES << 8;
  private static final int NFT_MSG_DELTABLE = NFNL_SUBSYS_NFTABLES << 8 | 2;
  private static final int NFT_MSG_NEWCHAIN = NFNL_SUBSYS_NFTABLES << 8 | 3;
  private static final int NFT_MSG_NEWRULE = NFNL_SUBSYS_NFTABLES << 8 | 6;

  /// struct nfgenmsg: family, version 0, resource id in network order.
  private static final byte[] UNSPECIFIED = {0, 0, 0, NFNL_SUBSYS_NFTABLES};

  private static final byte[] IPV4 = {2, 0, 0, 0};

  private static final int CREATE =
      NetlinkWriter.NLM_F_REQUEST | NetlinkWriter.NLM_F_CREATE | NetlinkWriter.NLM_F_EXCL;
  private static final int APPEND =
      NetlinkWriter.NLM_F_REQUEST | NetlinkWriter.NLM_F_CREATE | NetlinkWriter.NLM_F_APPEND;

  private static final int NFTA_TABLE_NAME = 1;
  private static final int NFTA_CHAIN_TABLE = 1;
  private static final int NFTA_CHAIN_NAME = 3;
  private static final int NFTA_CHAIN_HOOK = 4;
  private static final int NFTA_CHAIN_TYPE = 7;
  private static final int NFTA_HOOK_HOOKNUM = 1;
  private static final int NFTA_HOOK_PRIORITY = 2;
  private static final int NFTA_RULE_TABLE = 1;
  private static final int NFTA_RULE_CHAIN = 2;
  private static final int NFTA_RULE_EXPRESSIONS = 4;
  private static final int NFTA_LIST_ELEM = 1;
  private static final int NFTA_EXPR_NAME = 1;
  private static final int NFTA_EXPR_DATA = 2;
  private static final int NFTA_DATA_VALUE = 1;

  private static final int NF_INET_POST_ROUTING = 4;
  private static final int NF_IP_PRI_NAT_SRC = 100;
  private static final String CHAIN = "postrouting";

  private static final int NFT_REG_1 = 1;
  private static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
  private static final int IPHDR_SADDR = 12;
  private static final int NFT_META_OIFNAME = 7;
  private static final int NFT_CMP_EQ = 0;
  private static final int NFT_CMP_NEQ = 1;
  private static final int IFNAMSIZ = 16;

  private final NetlinkWriter writer = new NetlinkWriter();

  private NftBatch() {
    writer.message(NFNL_MSG_BATCH_BEGIN, NetlinkWriter.NLM_F_REQUEST).struct(UNSPECIFIED).end();
  }

  /// `table ip TABLE { chain postrouting { type nat hook postrouting priority srcnat; ip saddr
  /// SOURCE oifname != "EXCEPT" masquerade } }`.
  static byte[] masquerade(String table, Ipv4Prefix source, String exceptInterface) {
    NftBatch batch = new NftBatch();
    batch.message(NFT_MSG_NEWTABLE, CREATE).string(NFTA_TABLE_NAME, table).end();
    batch.natChain(table);
    batch.masqueradeRule(table, source, exceptInterface);
    return batch.finish();
  }

  /// `delete table ip TABLE`.
  static byte[] deleteTable(String table) {
    NftBatch batch = new NftBatch();
    batch
        .message(NFT_MSG_DELTABLE, NetlinkWriter.NLM_F_REQUEST | NetlinkWriter.NLM_F_ACK)
        .string(NFTA_TABLE_NAME, table)
        .end();
    return batch.finish();
  }

  private void natChain(String table) {
    message(NFT_MSG_NEWCHAIN, CREATE)
        .string(NFTA_CHAIN_TABLE, table)
        .string(NFTA_CHAIN_NAME, CHAIN)
        .nest(NFTA_CHAIN_HOOK)
        .be32(NFTA_HOOK_HOOKNUM, NF_INET_POST_ROUTING)
        .be32(NFTA_HOOK_PRIORITY, NF_IP_PRI_NAT_SRC)
        .end()
        .string(NFTA_CHAIN_TYPE, "nat")
        .end();
  }

  private void masqueradeRule(String table, Ipv4Prefix source, String exceptInterface) {
    message(NFT_MSG_NEWRULE, APPEND | NetlinkWriter.NLM_F_ACK)
        .string(NFTA_RULE_TABLE, table)
        .string(NFTA_RULE_CHAIN, CHAIN)
        .nest(NFTA_RULE_EXPRESSIONS);
    loadSourceAddress();
    if (source.length() < 32) {
      keepBits(source.length());
    }
    compare(NFT_CMP_EQ, bytes(source.network().bits()));
    loadOutputInterface();
    byte[] name = exceptInterface.getBytes(StandardCharsets.UTF_8);
    compare(NFT_CMP_NEQ, Arrays.copyOf(name, IFNAMSIZ));
    expression("masq").end().end();
    writer.end().end();
  }

  private void loadSourceAddress() {
    expression("payload")
        .be32(1, NFT_REG_1) // NFTA_PAYLOAD_DREG
        .be32(2, NFT_PAYLOAD_NETWORK_HEADER) // NFTA_PAYLOAD_BASE
        .be32(3, IPHDR_SADDR) // NFTA_PAYLOAD_OFFSET
        .be32(4, Integer.BYTES) // NFTA_PAYLOAD_LEN
        .end()
        .end();
  }

  private void keepBits(int length) {
    int mask = length == 0 ? 0 : -1 << (32 - length);
    expression("bitwise")
        .be32(1, NFT_REG_1) // NFTA_BITWISE_SREG
        .be32(2, NFT_REG_1) // NFTA_BITWISE_DREG
        .be32(3, Integer.BYTES) // NFTA_BITWISE_LEN
        .nest(4) // NFTA_BITWISE_MASK
        .bytes(NFTA_DATA_VALUE, bytes(mask))
        .end()
        .nest(5) // NFTA_BITWISE_XOR
        .bytes(NFTA_DATA_VALUE, bytes(0))
        .end()
        .end()
        .end();
  }

  private void loadOutputInterface() {
    expression("meta")
        .be32(1, NFT_REG_1) // NFTA_META_DREG
        .be32(2, NFT_META_OIFNAME) // NFTA_META_KEY
        .end()
        .end();
  }

  private void compare(int operator, byte[] value) {
    expression("cmp")
        .be32(1, NFT_REG_1) // NFTA_CMP_SREG
        .be32(2, operator) // NFTA_CMP_OP
        .nest(3) // NFTA_CMP_DATA
        .bytes(NFTA_DATA_VALUE, value)
        .end()
        .end()
        .end();
  }

  /// Begins an expression and its data: to be ended twice.
  private NetlinkWriter expression(String name) {
    return writer.nest(NFTA_LIST_ELEM).string(NFTA_EXPR_NAME, name).nest(NFTA_EXPR_DATA);
  }

  private NetlinkWriter message(int type, int flags) {
    return writer.message(type, flags).struct(IPV4);
  }

  private byte[] finish() {
    return writer
        .message(NFNL_MSG_BATCH_END, NetlinkWriter.NLM_F_REQUEST)
        .struct(UNSPECIFIED)
        .end()
        .toByteArray();
  }

  private static byte[] bytes(int bigEndian) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(bigEndian).array();
  }
}
