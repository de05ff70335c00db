package io.jcr.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The kinds of backends, in the order in which jcr calls and lists them. Immutable.
public final class SpiTable implements Iterable<Spi<?>> {
  /// How a container gets its namespaces.
  public static final Spi<Namespace> NAMESPACE =
      new Spi<>(
          Namespace.class,
          "ns",
          "namespace",
          "How namespaces are created or joined: clone (default), unshare, setns:container=NAME[,cgroup=new][,mnt=new], setns:net=FILE ...; :user adds a user namespace.",
          List.of("clone"));

  /// How it gets its root file system.
  public static final Spi<Filesystem> FILESYSTEM =
      new Spi<>(
          Filesystem.class,
          "fs",
          "filesystem",
          "How the root file system is mounted: overlay (default), tmpfs, bind, chroot.",
          List.of("overlay"));

  /// How it is connected.
  public static final Spi<Network> NETWORK =
      new Spi<>(
          Network.class,
          "net",
          "network",
          "The network: none (default), veth, veth:nat, veth:ip=10.88.0.7, netns:NAME, container:NAME, cni:NAME, host.",
          List.of("none"));

  /// How it is limited.
  public static final Spi<ResourceLimiter> LIMITER =
      new Spi<>(
          ResourceLimiter.class,
          "limiter",
          "limiter",
          "How limits are enforced: cgroup-v2, cgroup-v1, cgroup-hybrid (default: the first that has every controller).",
          List.of("cgroup-v2", "cgroup-v1", "cgroup-hybrid"));

  /// The kinds in this version of the SPI.
  public static final SpiTable STANDARD =
      new SpiTable(List.of(NAMESPACE, FILESYSTEM, NETWORK, LIMITER));

  private final List<Spi<?>> entries;

  private SpiTable(List<Spi<?>> entries) {
    this.entries = entries;
  }

  /// This table with one more entry at the end.
  ///
  /// @throws IllegalArgumentException when the table already has that interface or option
  public SpiTable with(Spi<?> more) {
    for (Spi<?> spi : entries) {
      if (spi.type() == more.type() || spi.option().equals(more.option())) {
        throw new IllegalArgumentException(
            "--" + more.option() + " and " + more.type() + ": " + spi + " has one of them");
      }
    }
    List<Spi<?>> longer = new ArrayList<>(entries);
    longer.add(more);
    return new SpiTable(List.copyOf(longer));
  }

  @Override
  public Iterator<Spi<?>> iterator() {
    return entries.iterator();
  }

  /// The number of entries.
  public int size() {
    return entries.size();
  }

  /// The entry at an index, from 0.
  public Spi<?> get(int place) {
    return entries.get(place);
  }

  /// The index of an entry, from 0; -1 if the table does not contain it.
  public int indexOf(Spi<?> spi) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).type() == spi.type()) {
        return i;
      }
    }
    return -1;
  }

  /// The options of all entries, without their dashes.
  public List<String> options() {
    List<String> options = new ArrayList<>(entries.size());
    for (Spi<?> spi : entries) {
      options.add(spi.option());
    }
    return options;
  }

  /// The entry with this option, given without its dashes.
  public Optional<Spi<?>> withOption(String option) {
    for (Spi<?> spi : entries) {
      if (spi.option().equals(option)) {
        return Optional.of(spi);
      }
    }
    return Optional.empty();
  }
}
