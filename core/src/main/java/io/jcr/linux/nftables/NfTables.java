package io.jcr.linux.nftables;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.linux.Libc;
import io.jcr.linux.netlink.NetlinkSocket;

/// nf_tables tables in the calling thread's network namespace. Each container has tables of its
/// own, so that cleaning up means deleting them.
public final class NfTables {
  private final Libc libc;

  public NfTables(Libc libc) {
    this.libc = libc;
  }

  /// Creates an IPv4 table that masquerades traffic that comes from `source` and leaves through any
  /// interface except `exceptInterface`.
  ///
  /// @param table its name, which must not exist (EEXIST)
  public void masquerade(String table, Ipv4Prefix source, String exceptInterface) {
    send("masquerade", source.toString(), NftBatch.masquerade(table, source, exceptInterface));
  }

  /// Creates a netdev table that drops everything that arrives on the interface `link`, except IPv4
  /// and ARP whose source fields all say `mac` and `address`.
  ///
  /// @param table its name, which must not exist (EEXIST)
  public void filterPort(String table, String link, MacAddress mac, Ipv4 address) {
    send("filter port", link, NftBatch.filterPort(table, link, mac, address));
  }

  /// Deletes an IPv4 table; does nothing if it is missing.
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
