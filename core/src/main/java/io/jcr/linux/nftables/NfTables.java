package io.jcr.linux.nftables;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.linux.Libc;
import io.jcr.linux.netlink.NetlinkSocket;

/// Tables of nf_tables in the calling thread's network namespace. A container that needs address
/// translation has a table of its own, so that removing it is removing the table.
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
