package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ErrnoException;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.OptionType;
import io.jcr.spi.Support;
import io.jcr.spi.contract.Promises.Mutant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What a wrong backend of any SPI does wrong is noticed by the contracts; shown with networks.
class PreparationContractTest {
  @Test
  void eachPromiseOfAnyBackendIsKeptAndNoticedWhenBroken() {
    new Promises<Supplier<Network>>(
            Of::new, Set.of(BackendContract.class), SampleNetwork::new, ofAnyBackend())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  @Test
  void eachPromiseAboutPreparationIsKeptAndNoticedWhenBroken() {
    new Promises<Supplier<Network>>(
            Of::new, Set.of(PreparationContract.class), SampleNetwork::new, ofPreparation())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  private static Map<String, Mutant<Supplier<Network>>> ofAnyBackend() {
    Map<String, Mutant<Supplier<Network>>> mutants = new HashMap<>();
    mutants.put("theNameCanBeTyped", Mutant.of(() -> new Named("Sample_1")));
    mutants.put("theServiceLoaderFindsIt", Mutant.of(() -> new Named("sample")));
    mutants.put(
        "itWorksOnAMachineThatHasWhatItNeeds",
        Mutant.of(probing((self, facts) -> Support.no("it is Monday", "wait"))));
    mutants.put(
        "aProbeOfABareMachineAnswersInWords",
        Mutant.of(
            probing((self, facts) ->
                facts.hasFilesystem("proc") ? Support.yes() : Support.no("No.", ""))));
    mutants.put(
        "aProbeLeavesNothingBehindThatChangesTheNext",
        Mutant.of(
            probing((self, facts) ->
                facts.hasFilesystem("proc")
                    ? Support.yes()
                    : Support.no("asked " + ++self.asked, "-"))));
    mutants.put(
        "noOptionsAreGoodOptions",
        Mutant.useless(
            validating(options -> {
              if (options.isEmpty()) {
                throw new UsageException("say something");
              }
            })));
    mutants.put(
        "goodOptionsAreAccepted",
        Mutant.useless(
            validating(options -> {
              if (options.containsValue("9000")) {
                throw new UsageException("mtu 9000 is too large");
              }
            })));
    mutants.put(
        "anUnknownOptionIsRefusedWithTheKnownOnes",
        Mutant.of(
            validating(options -> {
              if (options.containsKey("no-such-key")) {
                throw new UsageException("no-such-key?");
              }
            }),
            "theOptionsThatItDescribesAreThoseThatItHas"));
    mutants.put("badOptionsAreRefusedBeforeAnythingIsChanged", Mutant.of(() -> new Unvalidated()));
    mutants.put(
        "theOptionsThatItDescribesAreThoseThatItHas",
        Mutant.of(() -> new Describing(BackendOption.flag("colour", "paint it"))));
    BackendOption mtu = BackendOption.value("mtu", new OptionType.Text("NUMBER"), "size");
    mutants.put(
        "theExamplesOfItsOptionsAreAccepted",
        Mutant.of(() -> new Describing(mtu.withExample("large"))));
    return mutants;
  }

  private static Map<String, Mutant<Supplier<Network>>> ofPreparation() {
    Map<String, Mutant<Supplier<Network>>> mutants = new HashMap<>();
    mutants.put("aDryRunChangesNothing", Mutant.of(BehindTheBack::new));
    Counter counter = new Counter();
    mutants.put("theSameContainerIsPreparedTheSameAgain", Mutant.of(() -> counter));
    mutants.put("aFailureOfTheHostIsPassedOnAndEndsTheWork", Mutant.of(Stubborn::new));
    mutants.put("afterAFailureNothingIsLeftAndItCanBeTriedAgain", Mutant.of(Resentful::new));
    mutants.put("oneInstancePreparesTwoContainersAtOnce", Mutant.of(Remembering::new));
    mutants.put("theEndOfOneContainerTakesNothingFromAnother", Mutant.of(OneForAll::new));
    return mutants;
  }

  private static final class Describing extends SampleNetwork {
    private final BackendOption option;

    Describing(BackendOption option) {
      this.option = option;
    }

    @Override
    public List<BackendOption> options() {
      return List.of(option);
    }
  }

  private static final class Named extends SampleNetwork {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }
  }

  private interface Probe {
    Support of(Probing self, HostFacts facts);
  }

  private static Supplier<Network> probing(Probe probe) {
    return () -> new Probing(probe);
  }

  private static final class Probing extends SampleNetwork {
    private final Probe probe;
    private int asked;

    Probing(Probe probe) {
      this.probe = probe;
    }

    @Override
    public Support probe(HostFacts facts) {
      return probe.of(this, facts);
    }
  }

  private interface Check {
    void of(Map<String, String> options);
  }

  private static Supplier<Network> validating(Check check) {
    return () ->
        new SampleNetwork() {
          @Override
          public void validate(ContainerSpec spec) {
            check.of(spec.options("net"));
            super.validate(spec);
          }
        };
  }

  /// Looks at the value when it is too late.
  private static final class Unvalidated extends SampleNetwork {
    @Override
    public void validate(ContainerSpec spec) {
      if (!spec.options("net").containsValue("big")) {
        super.validate(spec);
      }
    }
  }

  /// Writes a file itself.
  private static final class BehindTheBack extends SampleNetwork {
    @Override
    public NetworkPlan prepare(ContainerSpec spec, Host host) {
      if (Files.isDirectory(host.paths().state())) {
        try {
          Files.writeString(host.paths().state().resolve("net"), "prepared");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return super.prepare(spec, host);
    }
  }

  /// Never the same twice.
  private static final class Counter extends SampleNetwork {
    private int count;

    @Override
    public NetworkPlan prepare(ContainerSpec spec, Host host) {
      if (!spec.options("net").isEmpty()) {
        host.createDirectory(host.paths().state().resolve("net" + count++), 0700);
      }
      return super.prepare(spec, host);
    }
  }

  private static NetworkPlan withFact(NetworkPlan p, String fact) {
    return new NetworkPlan(
        p.namespace(),
        p.inside(),
        p.attach(),
        p.address(),
        p.hosts(),
        p.resolvConf(),
        Map.of("fact", fact));
  }

  /// Goes on after a failure, and reports it at the end.
  private static final class Stubborn extends SampleNetwork {
    @Override
    public NetworkPlan prepare(ContainerSpec spec, Host host) {
      try {
        return super.prepare(spec, host);
      } catch (ErrnoException e) {
        host.createDirectory(host.paths().data(), 0700);
        throw e;
      }
    }
  }

  /// Once it has failed it does things another way.
  private static final class Resentful extends SampleNetwork {
    private boolean failed;

    @Override
    public NetworkPlan prepare(ContainerSpec spec, Host host) {
      try {
        NetworkPlan plan = super.prepare(spec, host);
        return failed ? withFact(plan, "again") : plan;
      } catch (ErrnoException e) {
        failed = true;
        throw e;
      }
    }

    @Override
    public void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {
      try {
        super.attach(spec, plan, pid, host);
      } catch (ErrnoException e) {
        failed = true;
        throw e;
      }
    }
  }

  /// Knows which containers it has prepared.
  private static final class Remembering extends SampleNetwork {
    private final List<String> known = new ArrayList<>();

    @Override
    public NetworkPlan prepare(ContainerSpec spec, Host host) {
      NetworkPlan plan = super.prepare(spec, host);
      boolean second = !known.isEmpty() && !known.contains(spec.id()) && spec.id().equals("c2");
      known.add(spec.id());
      return second ? withFact(plan, "not the first") : plan;
    }
  }

  /// Keeps what all containers need in a directory, which goes with the first.
  private static final class OneForAll extends SampleNetwork {
    @Override
    public NetworkPlan prepare(ContainerSpec spec, Host host) {
      host.createDirectory(Path.of("/run/sample"), 0700);
      return super.prepare(spec, host);
    }
  }

  private static final class Of extends NetworkContract {
    private final Supplier<Network> backend;

    Of(Supplier<Network> backend) {
      this.backend = backend;
    }

    @Override
    protected Network backend() {
      return backend.get();
    }

    @Override
    protected Map<String, String> goodOptions() {
      return Map.of("mtu", "9000");
    }

    @Override
    protected List<Map<String, String>> badOptions() {
      return List.of(Map.of("mtu", "big"));
    }
  }
}
