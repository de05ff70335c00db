package io.jcr.plugins.limiter;

import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.spi.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The [pids controller](https://docs.kernel.org/admin-guide/cgroup-v2.html#pid): limits the number
/// of processes and threads. The same in both versions.
final class Pids implements Controller<LinuxPids> {
  @Override
  public String name() {
    return "pids";
  }

  @Override
  public @Nullable LinuxPids limitIn(LinuxResources resources) {
    return resources.pids();
  }

  @Override
  public void set(LinuxPids pids, ControlGroup group) {
    group.set("pids.max", pids.limit());
  }

  @Override
  public List<Limits.Note> notes(LinuxPids pids, ControlGroup group) {
    String processes = pids.limit() == 1 ? " process" : " processes";
    return List.of(
        group.note("pids.events", "max", "", "reached its limit of " + pids.limit() + processes));
  }
}
