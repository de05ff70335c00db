package io.jcr.verify;

import io.jcr.api.ContainerState;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Stands between the undo journal and the real host: counts what is asked for, lets one change
/// fail, and knows which files, directories, cgroups, leases and links were made, as paths that
/// must be gone when all is undone.
final class FaultyHost {
  private static final Path LEASES = Path.of("/run/jcr/leases");
  private static final Path LINKS = Path.of("/sys/class/net");

  private final int failing;
  private final List<String> changes = new ArrayList<>();
  private final Set<Path> made = new LinkedHashSet<>();

  /// @param failing the number of the change that fails, counted from 1; 0 for none
  FaultyHost(int failing) {
    this.failing = failing;
  }

  /// The changes that were asked for, the failed one included.
  List<String> changes() {
    return changes;
  }

  /// What was made and still exists.
  List<Path> left() {
    return made.stream().filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS)).toList();
  }

  /// A host whose changes are counted before `real` makes them.
  Host before(Host real) {
    return new Host() {
      @Override
      public HostFacts facts() {
        return real.facts();
      }

      @Override
      public ContainerPaths paths() {
        return real.paths();
      }

      @Override
      public Optional<ContainerState> container(String id) {
        return real.container(id);
      }

      @Override
      public Set<String> leased(String pool) {
        return real.leased(pool);
      }

      @Override
      public <R> R apply(HostChange<R> change) {
        return counted(change, real);
      }
    };
  }

  private <R> R counted(HostChange<R> change, Host real) {
    changes.add(change.toString());
    if (changes.size() == failing) {
      throw new ErrnoException(change.verb(), change.toString(), Errno.EIO);
    }
    Optional<Path> path = path(change);
    boolean existed = path.filter(p -> Files.exists(p, LinkOption.NOFOLLOW_LINKS)).isPresent();
    R answer = real.apply(change);
    path.filter(p -> !existed).ifPresent(made::add);
    return answer;
  }

  /// What exists after a change and has to be gone when it is undone.
  private static Optional<Path> path(HostChange<?> change) {
    return switch (change) {
      case HostChange.CreateDirectory c -> Optional.of(c.directory());
      case HostChange.CreateSnapshot c -> Optional.of(c.directory());
      case HostChange.CreateFile c -> Optional.of(c.file());
      case HostChange.CreateCgroup c -> Optional.of(c.directory());
      case HostChange.CreateNetworkNamespace c -> Optional.of(c.file());
      case HostChange.Lease c -> Optional.of(LEASES.resolve(c.pool()).resolve(c.key()));
      case HostChange.CreateVeth c -> Optional.of(LINKS.resolve(c.pair().hostName()));
      case HostChange.ReplaceFile _,
          HostChange.RemoveFile _,
          HostChange.Execute _,
          HostChange.SetCgroupFile _,
          HostChange.SetSysctl _,
          HostChange.EnsureBridge _,
          HostChange.FilterPort _,
          HostChange.CreateLink _,
          HostChange.Masquerade _,
          HostChange.HoldPorts _,
          HostChange.RelayPorts _ ->
          Optional.empty();
    };
  }
}
