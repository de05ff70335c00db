package io.jcr.program;

import io.jcr.api.ContainerSpec;
import io.jcr.api.OwnLimits;
import io.jcr.oci.Bundle;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.Limits;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.SpiTable;
import java.util.List;
import java.util.Map;

/// A limiter that is a program.
final class ProgramLimiter extends ProgramBackend implements ResourceLimiter {
  ProgramLimiter(BackendProgram program, String name) {
    super(program, SpiTable.LIMITER, name);
  }

  @Override
  public List<BackendOption> ownLimits() {
    return described().ownLimits();
  }

  @Override
  Map<String, Object> more(ContainerSpec spec) {
    ParsedOptions limits = ParsedOptions.limits(this, OwnLimits.of(spec));
    return Map.of("ownLimits", values(limits, ownLimits()));
  }

  @Override
  public Limits create(ContainerSpec spec, Host host) {
    Answer answer = prepare("create", spec, Map.of(), host).only("changes", "again", "limits");
    return result(Limits.class, answer, "limits");
  }

  @Override
  public void update(ContainerSpec before, ContainerSpec after, Host host) {
    if (!described().updates()) {
      ResourceLimiter.super.update(before, after, host);
      return;
    }
    prepare("update", after, Map.of("before", Bundle.members(before)), host)
        .only("changes", "again");
  }
}
