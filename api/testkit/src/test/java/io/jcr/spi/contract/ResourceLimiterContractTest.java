package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.OwnLimits;
import io.jcr.api.op.InitOp;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Limits;
import io.jcr.spi.OptionType;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.contract.Promises.Mutant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// What a wrong backend does wrong is noticed by the contract.
class ResourceLimiterContractTest {
  @Test
  void eachPromiseIsKeptAndNoticedWhenBroken() {
    Map<String, Mutant<ResourceLimiter>> mutants = new HashMap<>(ofRefusal());
    mutants.putAll(ofCgroups());
    mutants.putAll(ofFiles());
    mutants.putAll(ofOwnLimits());
    new Promises<ResourceLimiter>(
            Of::new,
            Set.of(
                ResourceLimiterContract.class,
                ResourceLimiterRefusals.class,
                OwnLimitsContract.class),
            new SampleLimiter(),
            mutants)
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  private static Map<String, Mutant<ResourceLimiter>> ofRefusal() {
    Map<String, Mutant<ResourceLimiter>> mutants = new HashMap<>();
    mutants.put(
        "aLimitIsKeptOrRefusedBeforeAnythingIsChanged",
        Mutant.of(
            new SampleLimiter() {
              @Override
              void requireNoIo(LinuxResources asked) {}
            }));
    mutants.put(
        "aMissingControllerIsNamedBeforeAnythingIsChanged",
        Mutant.of(
            new SampleLimiter() {
              @Override
              void require(List<String> controllers, HostFacts facts) {}
            }));
    mutants.put(
        "aControllerThatNoLimitNeedsMayBeMissing",
        Mutant.of(
            new SampleLimiter() {
              @Override
              void require(List<String> controllers, HostFacts facts) {
                super.require(List.of("cpu", "cpuset", "io", "memory", "pids"), facts);
              }
            }));
    mutants.put("aMalformedCpusetIsRefused", Mutant.of(new Unvalidated()));
    mutants.put(
        "aProcessorThatDoesNotExistIsRefusedBeforeAnythingIsChanged", Mutant.of(new Trusting()));
    mutants.put(
        "aRefusalOfTheKernelIsOneSentenceAndEndsTheWork",
        Mutant.of(
            new SampleLimiter() {
              @Override
              public Limits create(ContainerSpec spec, Host host) {
                try {
                  return super.create(spec, host);
                } catch (ErrnoException e) {
                  throw new HostException("limiter sample\n", e, "");
                }
              }
            }));
    return mutants;
  }

  private static Map<String, Mutant<ResourceLimiter>> ofCgroups() {
    Map<String, Mutant<ResourceLimiter>> mutants = new HashMap<>();
    mutants.put(
        "withoutLimitsThereAreCgroupsAllTheSame",
        Mutant.of(
            after((spec, host) -> {
              if (spec.resources().equals(LinuxResources.UNLIMITED)) {
                host.setCgroupFile(group(spec).resolve("memory.high"), "max");
              }
            })));
    mutants.put(
        "onlyCgroupsAreTouched",
        Mutant.of(
            after((spec, host) ->
                host.createDirectory(
                    Path.of("/sys/fs/cgroup/sample", "container-" + spec.id()), 0755))));
    mutants.put(
        "whatIsWrittenIsInOrAboveACgroupThatTheHostHasMadeBefore",
        Mutant.of(
            after((spec, host) ->
                host.setCgroupFile(Path.of("/sys/fs/cgroup/other/cpu.weight"), "1"))));
    mutants.put(
        "everyCgroupThatWasMadeIsJoined",
        Mutant.of(
            after((spec, host) -> host.createCgroup(group(spec).resolveSibling("x-" + spec.id()))),
            "aControllerThatNoLimitNeedsMayBeMissing"));
    mutants.put(
        "theOperationsAreDataThatInitUnderstands",
        Mutant.of(
            limits((spec, l) ->
                new Limits(
                    l.cloneInto(),
                    List.of(new InitOp.WriteFile(group(spec) + "/tasks\0", "0")),
                    l.mounts(),
                    l.notes())),
            "everyCgroupThatWasMadeIsJoined",
            "aControllerThatNoLimitNeedsMayBeMissing"));
    mutants.put(
        "twoContainersShareNoCgroup",
        Mutant.of(
            new SampleLimiter() {
              @Override
              Path group(ContainerSpec spec) {
                Path first = TOP.resolve("container-c1");
                return spec.id().equals("c1") ? first : first.resolve("container-" + spec.id());
              }
            }));
    mutants.put(
        "aContainerMayBeCalledLikeAFileOfTheKernels",
        Mutant.of(
            new SampleLimiter() {
              @Override
              Path group(ContainerSpec spec) {
                return TOP.resolve(spec.id());
              }
            }));
    mutants.put(
        "theContainerSeesItsOwnCgroupsOnlyAndReadsThem",
        Mutant.of(
            limits((spec, l) ->
                new Limits(
                    l.cloneInto(),
                    l.enter(),
                    List.of(writable(l.mounts().getFirst())),
                    l.notes()))));
    return mutants;
  }

  private static Map<String, Mutant<ResourceLimiter>> ofFiles() {
    Map<String, Mutant<ResourceLimiter>> mutants = new HashMap<>();
    mutants.put(
        "aLimitIsWrittenAsTheKernelWantsIt",
        Mutant.of(writing((asked, files) -> files.replace("pids.max", "31"))));
    mutants.put(
        "aLimitThatWasNotAskedForIsNotWritten",
        Mutant.of(
            writing((asked, files) -> {
              if (asked.pids() != null) {
                files.put("cpu.max", "50000 100000");
              }
            })));
    mutants.put(
        "memoryAndSwapTogetherStayBelowTheLimit",
        Mutant.of(writing((asked, files) -> files.remove("memory.swap.max"))));
    mutants.put(
        "onV2EveryGroupAboveHandsTheControllersDownBeforeTheyAreUsed",
        Mutant.of(
            after((spec, host) -> {
              if (spec.resources().pids() != null) {
                host.setCgroupFile(group(spec).resolve("hugetlb.2MB.max"), "max");
              }
            }),
            "aLimitThatWasNotAskedForIsNotWritten"));
    mutants.put(
        "theEndByALimitIsToldFromTheContainersOwnFiles",
        Mutant.of(
            new SampleLimiter() {
              @Override
              List<Limits.Note> notes(ContainerSpec spec, Path group) {
                return super.notes(spec, Path.of("/sys/fs/cgroup"));
              }
            }));
    return mutants;
  }

  private static Map<String, Mutant<ResourceLimiter>> ofOwnLimits() {
    OptionType text = new OptionType.Text("NAME");
    Map<String, Mutant<ResourceLimiter>> mutants = new HashMap<>();
    mutants.put(
        "theLimitsThatOnlyItKnowsAreDescribed",
        Mutant.of(
            new SampleLimiter() {
              @Override
              public List<BackendOption> ownLimits() {
                List<BackendOption> limits = new ArrayList<>(super.ownLimits());
                limits.add(BackendOption.value("pids", text, "a name of jcr's"));
                return limits;
              }
            }));
    mutants.put(
        "theExamplesOfLimitsThatOnlyItKnowsAreAccepted",
        Mutant.of(
            new SampleLimiter() {
              @Override
              public List<BackendOption> ownLimits() {
                List<BackendOption> limits = new ArrayList<>(super.ownLimits());
                limits.set(1, limits.get(1).withExample("tin"));
                return limits;
              }
            }));
    mutants.put(
        "badLimitsThatOnlyItKnowsAreRefusedBeforeAnythingIsChanged",
        Mutant.of(
            new SampleLimiter() {
              @Override
              public void validate(ContainerSpec spec) {
                OwnLimits given = OwnLimits.of(spec);
                super.validate(given.with(new OwnLimits(Map.of("tier", "gold"))).in(spec));
              }
            }));
    return mutants;
  }

  private static Path group(ContainerSpec spec) {
    return SampleLimiter.TOP.resolve("container-" + spec.id());
  }

  private static Mount writable(Mount mount) {
    List<String> options = List.of("bind", "rw", "nosuid", "nodev", "noexec");
    return new Mount(mount.destination(), mount.type(), mount.source(), options);
  }

  private static ResourceLimiter after(BiConsumer<ContainerSpec, Host> more) {
    return new SampleLimiter() {
      @Override
      public Limits create(ContainerSpec spec, Host host) {
        Limits limits = super.create(spec, host);
        more.accept(spec, host);
        return limits;
      }
    };
  }

  private static ResourceLimiter limits(BiFunction<ContainerSpec, Limits, Limits> change) {
    return new SampleLimiter() {
      @Override
      public Limits create(ContainerSpec spec, Host host) {
        return change.apply(spec, super.create(spec, host));
      }
    };
  }

  private static ResourceLimiter writing(BiConsumer<LinuxResources, Map<String, String>> change) {
    return new SampleLimiter() {
      @Override
      Map<String, String> files(LinuxResources asked) {
        Map<String, String> files = new TreeMap<>(super.files(asked));
        change.accept(asked, files);
        return files;
      }
    };
  }

  /// Takes every list of processors for one.
  private static final class Unvalidated extends SampleLimiter {
    @Override
    public void validate(ContainerSpec spec) {
      if (spec.resources().cpu() == null || spec.resources().memory() != null) {
        super.validate(spec);
      }
    }
  }

  /// Leaves it to the kernel which processors there are.
  private static final class Trusting extends SampleLimiter {
    @Override
    public Limits create(ContainerSpec spec, Host host) {
      LinuxCpu cpu = spec.resources().cpu();
      if (cpu != null && "0,8000".equals(cpu.cpus())) {
        host.createCgroup(group(spec));
      }
      return super.create(spec, host);
    }
  }

  static final class Of extends ResourceLimiterContract {
    private final ResourceLimiter backend;

    Of(ResourceLimiter backend) {
      this.backend = backend;
    }

    @Override
    protected ResourceLimiter backend() {
      return backend;
    }

    @Override
    protected boolean keeps(SampleLimit limit) {
      return limit != SampleLimit.IO;
    }

    @Override
    protected List<Map<String, String>> badLimits() {
      return List.of(Map.of("weight", "101"), Map.of("tier", "tin"));
    }

    @Override
    protected StubHostFacts facts() {
      return StubHostFacts.cgroupV2();
    }
  }
}
