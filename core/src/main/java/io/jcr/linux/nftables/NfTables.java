package io.jcr.linux.nftables;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.linux.Libc;
import io.jcr.linux.netlink.NetlinkSocket;
import java.util.List;
import java.util.Set;

/// nf_tables tables in the calling thread's network namespace. Each container has tables of its
/// own, so that cleaning up means deleting them.
public final class NfTables {
  /// What the kernel answers if it has no nf_tables.
  private static final Set<Integer> MISSING =
      Set.of(Errno.EOPNOTSUPP, Errno.EPROTONOSUPPORT, Errno.EINVAL);

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

  /// A table.
  ///
  /// @param family the kernel's number of its family
  /// @param name its name
  public record Table(int family, String name) {
    /// The table that [#masquerade] creates.
    public static Table ofMasquerade(String name) {
      return new Table(NftBatch.NFPROTO_IPV4, name);
    }

    /// The table that [#filterPort] creates.
    public static Table ofPort(String name) {
      return new Table(NftBatch.NFPROTO_NETDEV, name);
    }
  }

  /// All tables, whoever created them; empty if the kernel has no nf_tables.
  public List<Table> all() {
    try (NetlinkSocket socket = new NetlinkSocket(libc, NetlinkSocket.NETLINK_NETFILTER)) {
      return socket.request("list", "nftables tables", NftBatch.listTables()).stream()
          .flatMap(reply -> NftBatch.table(reply).stream())
          .toList();
    } catch (ErrnoException e) {
      if (MISSING.contains(e.errno())) {
        return List.of();
      }
      throw e;
    }
  }

  /// Deletes a table; does nothing if it is missing.
  public void delete(Table table) {
    try {
      send("delete nftables table", table.name(), NftBatch.deleteTable(table));
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
