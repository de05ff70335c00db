package io.jcr.linux.nftables;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.api.rtnetlink.NetlinkWriter;
import io.jcr.linux.netlink.NetlinkReply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Changes to nf_tables that the kernel makes atomically, in the terms of
/// `linux/netfilter/nf_tables.h`:
///
/// ```
/// BATCH_BEGIN │ NEWTABLE │ NEWCHAIN │ NEWRULE │ BATCH_END      each: nlmsghdr, nfgenmsg, attributes
/// ```
///
/// Numbers in attributes are in network byte order. Only the last change asks for an
/// acknowledgement: an error from an earlier one arrives before it.
final class NftBatch {
  private static final int NFNL_MSG_BATCH_BEGIN = 16;
  private static final int NFNL_MSG_BATCH_END = 17;
  private static final int NFNL_SUBSYS_NFTABLES = 10;
  private static final int NFT_MSG_NEWTABLE = NFNL_SUBSYS_NFTABLES << 8;
  private static final int NFT_MSG_GETTABLE = NFNL_SUBSYS_NFTABLES << 8 | 1;
  private static final int NFT_MSG_DELTABLE = NFNL_SUBSYS_NFTABLES << 8 | 2;
  private static final int NFT_MSG_NEWCHAIN = NFNL_SUBSYS_NFTABLES << 8 | 3;
  private static final int NFT_MSG_NEWRULE = NFNL_SUBSYS_NFTABLES << 8 | 6;

  /// struct nfgenmsg: family, version 0, resource id in network byte order.
  private static final byte[] UNSPECIFIED = {0, 0, 0, NFNL_SUBSYS_NFTABLES};

  static final byte NFPROTO_IPV4 = 2;
  static final byte NFPROTO_NETDEV = 5;

  private static final int CREATE =
      NetlinkWriter.NLM_F_REQUEST | NetlinkWriter.NLM_F_CREATE | NetlinkWriter.NLM_F_EXCL;
  private static final int APPEND =
      NetlinkWriter.NLM_F_REQUEST | NetlinkWriter.NLM_F_CREATE | NetlinkWriter.NLM_F_APPEND;

  /// The size of struct nfgenmsg.
  private static final int NFGENMSG = 4;

  private static final int NFTA_TABLE_NAME = 1;
  private static final int NFTA_CHAIN_TABLE = 1;
  private static final int NFTA_CHAIN_NAME = 3;
  private static final int NFTA_CHAIN_HOOK = 4;
  private static final int NFTA_CHAIN_POLICY = 5;
  private static final int NFTA_CHAIN_TYPE = 7;
  private static final int NFTA_HOOK_HOOKNUM = 1;
  private static final int NFTA_HOOK_PRIORITY = 2;
  private static final int NFTA_HOOK_DEV = 3;
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

  private static final int NF_NETDEV_INGRESS = 0;
  private static final int NF_DROP = 0;
  private static final int NF_ACCEPT = 1;
  private static final String PORT_CHAIN = "ingress";
  private static final int NFT_REG_VERDICT = 0;
  private static final int NFT_PAYLOAD_LL_HEADER = 0;
  private static final int ETHER_SOURCE = 6;
  private static final int ETHER_TYPE = 12;
  private static final byte[] TYPE_IPV4 = {8, 0};
  private static final byte[] TYPE_ARP = {8, 6};

  /// Ethernet, IPv4, and the lengths of their addresses.
  private static final byte[] ARP_OF_IPV4 = {0, 1, 8, 0, 6, 4};

  /// The offset of the sender's two addresses in an ARP message.
  private static final int ARP_SENDER = 8;

  private final NetlinkWriter writer = new NetlinkWriter();
  private final byte family;

  private NftBatch(byte family) {
    this.family = family;
    writer.message(NFNL_MSG_BATCH_BEGIN, NetlinkWriter.NLM_F_REQUEST).struct(UNSPECIFIED).end();
  }

  /// `table ip TABLE { chain postrouting { type nat hook postrouting priority srcnat; ip saddr
  /// SOURCE oifname != "EXCEPT" masquerade } }`.
  static byte[] masquerade(String table, Ipv4Prefix source, String exceptInterface) {
    NftBatch batch = new NftBatch(NFPROTO_IPV4);
    batch.message(NFT_MSG_NEWTABLE, CREATE).string(NFTA_TABLE_NAME, table).end();
    batch.natChain(table);
    batch.masqueradeRule(table, source, exceptInterface);
    return batch.finish();
  }

  /// `table netdev TABLE { chain ingress { type filter hook ingress device LINK priority 0; policy
  /// drop; … } }` with one rule for IPv4 and one for ARP, which accept packets whose source fields
  /// all say `mac` and `address`. The hook is on this one interface, so traffic for other
  /// interfaces does not pass through it, however many containers there are.
  static byte[] filterPort(String table, String link, MacAddress mac, Ipv4 address) {
    NftBatch batch = new NftBatch(NFPROTO_NETDEV);
    batch.message(NFT_MSG_NEWTABLE, CREATE).string(NFTA_TABLE_NAME, table).end();
    batch.portChain(table, link);
    byte[] ip = bytes(address.bits());
    batch.beginRule(table, PORT_CHAIN, APPEND);
    batch.etherFrom(mac, TYPE_IPV4);
    batch.match(NFT_PAYLOAD_NETWORK_HEADER, IPHDR_SADDR, ip);
    batch.acceptRule();
    batch.beginRule(table, PORT_CHAIN, APPEND | NetlinkWriter.NLM_F_ACK);
    batch.etherFrom(mac, TYPE_ARP);
    batch.match(NFT_PAYLOAD_NETWORK_HEADER, 0, ARP_OF_IPV4);
    batch.match(
        NFT_PAYLOAD_NETWORK_HEADER,
        ARP_SENDER,
        ByteBuffer.allocate(10).put(mac.toByteArray()).put(ip).array());
    batch.acceptRule();
    return batch.finish();
  }

  /// `delete table FAMILY TABLE`.
  static byte[] deleteTable(NfTables.Table table) {
    NftBatch batch = new NftBatch((byte) table.family());
    batch
        .message(NFT_MSG_DELTABLE, NetlinkWriter.NLM_F_REQUEST | NetlinkWriter.NLM_F_ACK)
        .string(NFTA_TABLE_NAME, table.name())
        .end();
    return batch.finish();
  }

  /// `list tables`: a dump, which is no change and needs no batch.
  static byte[] listTables() {
    int flags = NetlinkWriter.NLM_F_REQUEST | NetlinkWriter.NLM_F_ACK | NetlinkWriter.NLM_F_DUMP;
    return new NetlinkWriter()
        .message(NFT_MSG_GETTABLE, flags)
        .struct(new byte[] {0, 0, 0, 0})
        .end()
        .toByteArray();
  }

  /// A table as the kernel tells of it; empty for another message.
  static Optional<NfTables.Table> table(NetlinkReply reply) {
    int family = reply.payload().get(0);
    return reply.type() == NFT_MSG_NEWTABLE
        ? reply
            .attribute(NFGENMSG, NFTA_TABLE_NAME)
            .map(name -> new NfTables.Table(family, NetlinkReply.text(name)))
        : Optional.empty();
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

  private void portChain(String table, String link) {
    message(NFT_MSG_NEWCHAIN, CREATE)
        .string(NFTA_CHAIN_TABLE, table)
        .string(NFTA_CHAIN_NAME, PORT_CHAIN)
        .nest(NFTA_CHAIN_HOOK)
        .be32(NFTA_HOOK_HOOKNUM, NF_NETDEV_INGRESS)
        .be32(NFTA_HOOK_PRIORITY, 0)
        .string(NFTA_HOOK_DEV, link)
        .end()
        .be32(NFTA_CHAIN_POLICY, NF_DROP)
        .string(NFTA_CHAIN_TYPE, "filter")
        .end();
  }

  /// Begins a rule, to which expressions are added.
  private void beginRule(String table, String chain, int flags) {
    message(NFT_MSG_NEWRULE, flags)
        .string(NFTA_RULE_TABLE, table)
        .string(NFTA_RULE_CHAIN, chain)
        .nest(NFTA_RULE_EXPRESSIONS);
  }

  /// Address and type are compared separately: only a load of the type alone sees the tag of a
  /// tagged frame (802.1Q), so that it matches neither rule.
  private void etherFrom(MacAddress mac, byte[] type) {
    match(NFT_PAYLOAD_LL_HEADER, ETHER_SOURCE, mac.toByteArray());
    match(NFT_PAYLOAD_LL_HEADER, ETHER_TYPE, type);
  }

  private void match(int header, int offset, byte[] value) {
    load(header, offset, value.length);
    compare(NFT_CMP_EQ, value);
  }

  /// Ends a rule with `accept`.
  private void acceptRule() {
    expression("immediate")
        .be32(1, NFT_REG_VERDICT) // NFTA_IMMEDIATE_DREG
        .nest(2) // NFTA_IMMEDIATE_DATA
        .nest(2) // NFTA_DATA_VERDICT
        .be32(1, NF_ACCEPT) // NFTA_VERDICT_CODE
        .end()
        .end()
        .end()
        .end();
    writer.end().end();
  }

  private void masqueradeRule(String table, Ipv4Prefix source, String exceptInterface) {
    beginRule(table, CHAIN, APPEND | NetlinkWriter.NLM_F_ACK);
    load(NFT_PAYLOAD_NETWORK_HEADER, IPHDR_SADDR, Integer.BYTES);
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

  private void load(int header, int offset, int length) {
    expression("payload")
        .be32(1, NFT_REG_1) // NFTA_PAYLOAD_DREG
        .be32(2, header) // NFTA_PAYLOAD_BASE
        .be32(3, offset) // NFTA_PAYLOAD_OFFSET
        .be32(4, length) // NFTA_PAYLOAD_LEN
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

  /// Begins an expression and its data, so it must be ended twice.
  private NetlinkWriter expression(String name) {
    return writer.nest(NFTA_LIST_ELEM).string(NFTA_EXPR_NAME, name).nest(NFTA_EXPR_DATA);
  }

  private NetlinkWriter message(int type, int flags) {
    return writer.message(type, flags).struct(new byte[] {family, 0, 0, 0});
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
