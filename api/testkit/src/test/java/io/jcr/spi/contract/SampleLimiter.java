package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.OwnLimits;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.BackendOptions;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Limits;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A backend that keeps all promises on the machine of [StubHostFacts#cgroupV2], and all limits but
/// those of io; a mutant overrides what it does wrong.
public class SampleLimiter implements ResourceLimiter {
  static final Path TOP = Path.of("/sys/fs/cgroup/sample");

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public List<BackendOption> ownLimits() {
    return List.of(
        BackendOption.value("weight", new OptionType.WholeNumber("WEIGHT", 1, 100), "its share")
            .withDefault("100")
            .withExample("50"),
        BackendOption.value("tier", new OptionType.Text("NAME"), "which").withExample("gold"));
  }

  @Override
  public Support probe(HostFacts facts) {
    return facts.cgroup(2, "memory").isPresent()
        ? Support.yes()
        : Support.no("no cgroup v2 has memory", "mount one");
  }

  @Override
  public void validate(ContainerSpec spec) {
    BackendOptions.of("--limiter=sample", spec.options("limiter")).refuseOthers();
    ParsedOptions limits = ParsedOptions.limits(this, OwnLimits.of(spec));
    if (!limits.text("tier").orElse("gold").equals("gold")) {
      throw limits.refusal("tier", "there is only gold");
    }
    LinuxCpu cpu = spec.resources().cpu();
    if (cpu != null && cpu.cpus() != null && !cpu.cpus().matches("[0-9]{1,4}(,[0-9]{1,4})*")) {
      throw new UsageException("cpuset '" + cpu.cpus() + "' is no list");
    }
  }

  @Override
  public Limits create(ContainerSpec spec, Host host) {
    requireNoIo(spec.resources());
    Map<String, String> files = files(spec.resources());
    if (String.valueOf(files.get("cpuset.cpus")).contains("8000")) {
      throw new UsageException("cpuset: there is no processor 8000");
    }
    List<String> controllers = controllers(files);
    require(controllers, host.facts());
    Path group = group(spec);
    host.createCgroup(group);
    for (String controller : controllers) {
      host.setCgroupFile(subtreeControl(TOP.getParent()), "+" + controller);
      host.setCgroupFile(subtreeControl(TOP), "+" + controller);
    }
    files.forEach((file, value) -> host.setCgroupFile(group.resolve(file), value));
    return new Limits(group.toString(), List.of(), List.of(mount(group)), notes(spec, group));
  }

  Path group(ContainerSpec spec) {
    return TOP.resolve("container-" + spec.id());
  }

  static Path subtreeControl(Path group) {
    return group.resolve("cgroup.subtree_control");
  }

  /// The control files and what they shall hold.
  Map<String, String> files(LinuxResources asked) {
    Map<String, String> files = new TreeMap<>();
    if (asked.memory() != null) {
      files.put("memory.max", Long.toString(asked.memory().limit()));
      files.put("memory.swap.max", "0");
    }
    if (asked.cpu() != null && asked.cpu().quota() > 0) {
      files.put("cpu.max", asked.cpu().quota() + " " + asked.cpu().period());
    }
    if (asked.cpu() != null && asked.cpu().cpus() != null) {
      files.put("cpuset.cpus", asked.cpu().cpus());
    }
    if (asked.pids() != null) {
      files.put("pids.max", Long.toString(asked.pids().limit()));
    }
    return files;
  }

  void requireNoIo(LinuxResources asked) {
    if (asked.blockIO() != null) {
      throw new UnsupportedException("limiter sample", "it limits no io", "leave it out");
    }
  }

  private static List<String> controllers(Map<String, String> files) {
    return files.keySet().stream().map(f -> f.replaceFirst("\\..*", "")).distinct().toList();
  }

  void require(List<String> controllers, HostFacts facts) {
    for (String controller : controllers) {
      if (facts.cgroups().stream().noneMatch(h -> has(h, controller))) {
        throw new UnsupportedException(
            "limiter sample", "the controller " + controller + " is missing", "mount it");
      }
    }
  }

  private static boolean has(CgroupHierarchy hierarchy, String controller) {
    return hierarchy.version() == 2 && hierarchy.controllers().contains(controller);
  }

  static Mount mount(Path group) {
    List<String> options = List.of("bind", "ro", "nosuid", "nodev", "noexec");
    return new Mount("/sys/fs/cgroup", "bind", group.toString(), options);
  }

  List<Limits.Note> notes(ContainerSpec spec, Path group) {
    List<Limits.Note> notes = new ArrayList<>();
    if (spec.resources().memory() != null) {
      String text = "jcr: " + spec.id() + " needed more than 64M of memory";
      notes.add(new Limits.Note(group.resolve("memory.events").toString(), "oom_kill", "", text));
    }
    if (spec.resources().pids() != null) {
      String text = "jcr: " + spec.id() + " wanted more than 32 processes";
      notes.add(new Limits.Note(group.resolve("pids.events").toString(), "max", "", text));
    }
    return notes;
  }
}
