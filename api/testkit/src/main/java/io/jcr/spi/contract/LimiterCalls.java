package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jcr.api.op.InitOp;
import io.jcr.spi.Limits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a limiter did, for [ResourceLimiterContract].
final class LimiterCalls {
  private LimiterCalls() {}

  /// The cgroups that it created.
  static Set<Path> created(RecordingHost host) {
    Set<Path> groups = new TreeSet<>();
    host.calls("createCgroup").forEach(c -> groups.add(c.argument(0, Path.class)));
    return groups;
  }

  /// What it wrote to the container's own cgroups, by file name.
  static Map<String, String> own(RecordingHost host) {
    Map<String, String> files = new TreeMap<>();
    host.writes()
        .forEach((file, value) -> {
          if (created(host).contains(file.getParent())) {
            files.put(file.getFileName().toString(), value);
          }
        });
    return files;
  }

  /// The cgroups that the process joins.
  static Set<Path> joined(Limits limits) {
    Set<Path> groups = new TreeSet<>();
    if (!limits.cloneInto().isEmpty()) {
      groups.add(Path.of(limits.cloneInto()));
    }
    for (InitOp op : limits.enter()) {
      InitOp.WriteFile write = assertInstanceOf(InitOp.WriteFile.class, op);
      assertEquals("0", write.data(), "the process joins itself");
      groups.add(Path.of(write.path()).getParent());
    }
    return groups;
  }
}
