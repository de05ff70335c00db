package io.jcr.host;

import io.jcr.api.ErrnoException;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostFacts;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Remembers the previous contents of the cgroup control files that the host behind it writes, so
/// that they can be restored: several files change together or not at all.
public final class RevertingHost implements Host {
  /// Not restored, because others may be using it by then.
  private static final String HANDED_DOWN = "cgroup.subtree_control";

  private final Host host;
  private final Deque<HostChange.SetCgroupFile> former = new ArrayDeque<>();

  /// A host whose changes can be reverted.
  public RevertingHost(Host host) {
    this.host = host;
  }

  @Override
  public HostFacts facts() {
    return host.facts();
  }

  @Override
  public ContainerPaths paths() {
    return host.paths();
  }

  @Override
  public <R> R apply(HostChange<R> change) {
    Optional<HostChange.SetCgroupFile> before =
        change instanceof HostChange.SetCgroupFile set && !set.file().endsWith(HANDED_DOWN)
            ? host.facts().read(set.file()).map(text -> former(set, text))
            : Optional.empty();
    R result = host.apply(change);
    before.ifPresent(former::push);
    return result;
  }

  /// Restores the previous contents, last change first.
  ///
  /// @return what could not be restored; empty when everything was
  public String takeBack() {
    StringBuilder failed = new StringBuilder();
    while (!former.isEmpty()) {
      HostChange.SetCgroupFile before = former.pop();
      try {
        host.apply(before);
      } catch (ErrnoException e) {
        failed.append(failed.isEmpty() ? "" : ", ").append(e.getMessage());
      }
    }
    return failed.toString();
  }

  /// A file with a line per disk takes one line at a time.
  private static HostChange.SetCgroupFile former(HostChange.SetCgroupFile set, String text) {
    int blank = set.value().indexOf(' ');
    int colon = set.value().indexOf(':');
    if (colon < 0 || blank < colon) {
      return new HostChange.SetCgroupFile(set.file(), text.strip());
    }
    String disk = set.value().substring(0, blank + 1);
    String line =
        text.lines()
            .filter(one -> one.startsWith(disk))
            .findFirst()
            .orElse(disk + none(set.file()));
    return new HostChange.SetCgroupFile(set.file(), line);
  }

  /// No limit, in `io.max` of v2 and in `blkio.throttle.*` of v1.
  private static String none(Path file) {
    return file.endsWith("io.max") ? "rbps=max wbps=max riops=max wiops=max" : "0";
  }
}
