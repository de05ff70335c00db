package io.jcr.linux.nftables;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.linux.Libc;
import io.jcr.linux.netlink.NetlinkSocket;

/// Tables of nf_tables in the calling thread's network namespace. What a container needs is in
/// tables of its own, so that removing it is removing them.
public final class NfTables {
  private final Libc libc;

  public NfTables(Libc libc) {
    this.libc = libc;
  }

  /// Makes an IPv4 table that masquerades what comes from `source` and leaves by any interface but
  /// `exceptInterface`.
  ///
  /// @param table its name, which must not exist (EEXIST)
  public void masquerade(String table, Ipv4Prefix source, String exceptInterface) {
    send("masquerade", source.toString(), NftBatch.masquerade(table, source, exceptInterface));
  }

  /// Makes a netdev table that drops what comes in by the interface `link`, unless it is IPv4 or
  /// ARP and says everywhere that it is from `mac` and `address`.
  ///
  /// @param table its name, which must not exist (EEXIST)
  public void filterPort(String table, String link, MacAddress mac, Ipv4 address) {
    send("filter port", link, NftBatch.filterPort(table, link, mac, address));
  }

  /// Removes an IPv4 table; a missing one is fine.
  public void deleteTable(String table) {
    try {
      send("delete nftables table", table, NftBatch.deleteTable(table));
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private void send(String operation, String object, byte[] batch) {
    try (NetlinkSocket socket = new NetlinkSocket(libc, NetlinkSocket.NETLINK_NETFILTER)) {
      socket.request(operation, object, batch);
    }
  }
}
