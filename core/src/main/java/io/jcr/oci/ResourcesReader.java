package io.jcr.oci;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxDeviceCgroup;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.UsageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `linux.resources`. In the spec, 0 or less means no limit.
final class ResourcesReader {
  private ResourcesReader() {}

  static LinuxResources read(JsonObject resources) {
    return new LinuxResources(
        memory(resources.objectOrEmpty("memory")),
        resources.object("cpu").map(ResourcesReader::cpu).orElse(null),
        positive(resources, "pids").map(LinuxPids::new).orElse(null),
        resources.object("blockIO").map(ResourcesReader::blockIO).orElse(null),
        resources.objects("devices").stream().map(ResourcesReader::deviceRule).toList());
  }

  /// Defaults as in runc: all devices, every access. A number of -1 is "all", too.
  private static LinuxDeviceCgroup deviceRule(JsonObject rule) {
    try {
      return new LinuxDeviceCgroup(
          rule.flag("allow"),
          rule.string("type").filter(type -> !type.isEmpty()).orElse("a"),
          rule.number("major").filter(number -> number >= 0).orElse(null),
          rule.number("minor").filter(number -> number >= 0).orElse(null),
          rule.string("access").filter(access -> !access.isEmpty()).orElse("rwm"));
    } catch (UsageException e) {
      throw new UsageException(rule.inside(String.valueOf(e.getMessage())));
    }
  }

  /// In the spec, as here, `swap` is memory plus swap.
  private static @Nullable LinuxMemory memory(JsonObject memory) {
    long limit = memory.numberOr("limit", 0);
    if (limit <= 0) {
      return null;
    }
    long swap = memory.numberOr("swap", limit);
    if (swap == 0) {
      return new LinuxMemory(limit);
    }
    if (swap > 0 && swap < limit) {
      throw new UsageException(
          memory.inside("swap")
              + ": "
              + swap
              + " is less than the limit of memory, which it includes: "
              + limit);
    }
    return new LinuxMemory(limit, swap < 0 ? LinuxMemory.UNLIMITED_SWAP : swap);
  }

  private static Optional<Long> positive(JsonObject resources, String controller) {
    return resources.objectOrEmpty(controller).number("limit").filter(limit -> limit > 0);
  }

  private static @Nullable LinuxCpu cpu(JsonObject cpu) {
    long quota = Math.max(0, cpu.numberOr("quota", 0));
    long period = cpu.numberOr("period", LinuxCpu.DEFAULT_PERIOD);
    String cpus = cpu.string("cpus").filter(list -> !list.isEmpty()).orElse(null);
    boolean limited = quota > 0 || cpus != null || period != LinuxCpu.DEFAULT_PERIOD;
    return limited ? new LinuxCpu(quota, period, cpus) : null;
  }

  private static @Nullable LinuxBlockIO blockIO(JsonObject io) {
    long readBps = io.numberOr("throttleReadBps", 0);
    long writeBps = io.numberOr("throttleWriteBps", 0);
    long readIops = io.numberOr("throttleReadIops", 0);
    long writeIops = io.numberOr("throttleWriteIops", 0);
    return (readBps | writeBps | readIops | writeIops) == 0
        ? null
        : new LinuxBlockIO(readBps, writeBps, readIops, writeIops);
  }
}
