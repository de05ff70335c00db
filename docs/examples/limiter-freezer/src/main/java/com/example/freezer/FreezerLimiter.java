package com.example.freezer;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxResources;
import io.jcr.api.UnsupportedException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Limits;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `--limiter=freezer`: limits nothing, but puts the container into a cgroup where it can be stopped
/// and continued as a whole (the freezer of cgroups(7), version 1). What it cannot do, a limit, it
/// refuses: nobody must believe in a limit that is not there.
public final class FreezerLimiter implements ResourceLimiter {
  private static final String PARENT = "jcr-freezer";

  @Override
  public String name() {
    return "freezer";
  }

  @Override
  public Support probe(HostFacts facts) {
    return hierarchy(facts).isPresent()
        ? Support.yes()
        : Support.no(
            "no cgroup v1 hierarchy has the controller freezer",
            "mount one: mount -t cgroup -o freezer freezer DIRECTORY");
  }

  @Override
  public void validate(ContainerSpec spec) {
    BackendOptions.of("--limiter=freezer", spec.options("limiter")).refuseOthers();
    if (!spec.resources().equals(LinuxResources.UNLIMITED)) {
      throw new UnsupportedException(
          "limiter freezer",
          "it limits neither memory nor cpu, cpuset, pids, io",
          "use --limiter=cgroup-v1 or cgroup-v2");
    }
  }

  @Override
  public Limits create(ContainerSpec spec, Host host) {
    Path mountPoint = hierarchy(host.facts()).orElseThrow().mountPoint();
    // not the bare id: a container may be called like one of the kernel's files
    Path group = mountPoint.resolve(PARENT).resolve("container-" + spec.id());
    host.createCgroup(group);
    InitOp join = new InitOp.WriteFile(group.resolve("tasks").toString(), "0");
    return new Limits("", List.of(join), List.of(), List.of());
  }

  private static Optional<CgroupHierarchy> hierarchy(HostFacts facts) {
    return facts.cgroup(1, "freezer");
  }
}
