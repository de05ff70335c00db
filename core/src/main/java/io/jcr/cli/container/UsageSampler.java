package io.jcr.cli.container;

import io.jcr.api.ContainerState;
import io.jcr.api.ContainerState.Status;
import io.jcr.running.ContainerUsage;
import io.jcr.running.UsageMeter;
import io.jcr.state.ContainerRecord;
import io.jcr.state.ContainerRecords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Samples containers repeatedly.
final class UsageSampler {
  private final ContainerRecords records;
  private final List<String> names;
  private final boolean all;
  private Map<String, Metered> known = new HashMap<>();

  /// @param names the containers; if empty, all that are running at the time of each sample
  /// @param all without names, also include those that are not running
  UsageSampler(ContainerRecords records, List<String> names, boolean all) {
    this.records = records;
    this.names = List.copyOf(names);
    this.all = all;
  }

  /// A container that was running at the last sample.
  private record Metered(UsageMeter meter, ContainerUsage usage) {}

  /// Samples all of them, except those that have been removed.
  List<UsageSample> sample() {
    List<UsageSample> samples = new ArrayList<>();
    Map<String, Metered> now = new HashMap<>();
    for (String name : names.isEmpty() ? records.names() : names) {
      Optional<ContainerRecord> record = records.find(name);
      if (record.isPresent()) {
        Metered before = known.get(name);
        Metered metered = meter(record.get().state(), before);
        if (metered != null) {
          now.put(name, metered);
          samples.add(sample(name, metered, before));
        } else if (all || !names.isEmpty()) {
          samples.add(new UsageSample(name, null, null));
        }
      }
    }
    known = now;
    return samples;
  }

  private @Nullable Metered meter(ContainerState state, @Nullable Metered before) {
    if (state.status() != Status.RUNNING) {
      return null;
    }
    UsageMeter meter =
        before != null && before.meter().measures(state)
            ? before.meter()
            : new UsageMeter(state, records.facts());
    return meter.read().map(usage -> new Metered(meter, usage)).orElse(null);
  }

  private static UsageSample sample(String name, Metered now, @Nullable Metered before) {
    ContainerUsage then = before != null && before.meter() == now.meter() ? before.usage() : null;
    return new UsageSample(name, now.usage(), now.usage().cpuPercent(then));
  }
}
