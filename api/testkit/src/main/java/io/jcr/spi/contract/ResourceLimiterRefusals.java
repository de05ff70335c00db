package io.jcr.spi.contract;

import static io.jcr.spi.contract.LimiterCalls.created;
import static io.jcr.spi.contract.LimiterCalls.joined;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.JcrException;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import io.jcr.api.OwnLimits;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Limits;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The part of [ResourceLimiterContract] about what a limiter refuses.
abstract class ResourceLimiterRefusals extends OwnLimitsContract {
  /// A machine with the controllers of all limits that it enforces.
  @Override
  protected abstract HostFacts facts();

  /// Whether it enforces this limit; if not, it must refuse it.
  protected boolean keeps(SampleLimit limit) {
    return true;
  }

  /// The disk with the root file systems of [#facts], as `MAJOR:MINOR`.
  protected String disk() {
    return SampleLimit.DEVICE;
  }

  @ParameterizedTest
  @EnumSource
  void aLimitIsKeptOrRefusedBeforeAnythingIsChanged(SampleLimit limit) {
    RecordingHost host = host("c1");
    if (keeps(limit)) {
      assertDoesNotThrow(() -> run("c1", limit.resources(), host), "keeps() is false for " + limit);
    } else {
      assertThrows(JcrException.class, () -> run("c1", limit.resources(), host));
      assertEquals(List.of(), host.calls());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMissingControllerIsNamedBeforeAnythingIsChanged(SampleLimit limit) {
    assumeTrue(keeps(limit), "it does not enforce the limit " + limit);
    RecordingHost host = RecordingHost.of("c1", without(limit));
    UnsupportedException refusal =
        assertThrows(UnsupportedException.class, () -> run("c1", limit.resources(), host));
    assertTrue(
        refusal.getMessage().contains("controller " + limit.controller() + " "),
        refusal.getMessage());
    assertEquals(List.of(), host.calls());
  }

  @ParameterizedTest
  @EnumSource
  void aControllerThatNoLimitNeedsMayBeMissing(SampleLimit limit) {
    RecordingHost host = RecordingHost.of("c1", without(limit));
    Limits limits = assertDoesNotThrow(() -> run("c1", LinuxResources.UNLIMITED, host));
    assertEquals(created(host), joined(limits));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0-", "-1", "1-0", "a", "0,,1", "0 1", "999999999999"})
  void aMalformedCpusetIsRefused(String cpus) {
    assumeTrue(keeps(SampleLimit.CPUSET), "it does not enforce the limit CPUSET");
    ContainerSpec spec = spec("c1", cpuset(cpus), goodOptions());
    UsageException refusal =
        assertThrows(UsageException.class, () -> backend().validate(spec), "'" + cpus + "'");
    assertTrue(refusal.getMessage().contains("cpuset"), refusal.getMessage());
  }

  @Test
  void aProcessorThatDoesNotExistIsRefusedBeforeAnythingIsChanged() {
    assumeTrue(keeps(SampleLimit.CPUSET), "it does not enforce the limit CPUSET");
    RecordingHost host = host("c1");
    UsageException refusal =
        assertThrows(UsageException.class, () -> run("c1", cpuset("0,8000"), host));
    assertTrue(refusal.getMessage().contains("8000"), refusal.getMessage());
    assertEquals(List.of(), host.calls());
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EPERM, Errno.EINVAL, Errno.EBUSY, Errno.EROFS})
  void aRefusalOfTheKernelIsOneSentenceAndEndsTheWork(int errno) {
    RecordingHost complete = host("c1");
    run("c1", kept(), complete);
    assertAll(
        IntStream.rangeClosed(1, complete.calls().size())
            .mapToObj(n ->
                () -> {
                  RecordingHost host = host("c1").failingAt(n, errno);
                  RuntimeException failure =
                      assertThrows(RuntimeException.class, () -> run("c1", kept(), host));
                  assertEquals(n, host.calls().size(), "nothing is done after the failure");
                  assertEquals(errno, cause(failure).errno());
                  assertTrue(failure.getMessage().contains(Errno.name(errno)));
                  assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
                }));
  }

  /// All limits that it enforces, together.
  final LinuxResources kept() {
    return SampleLimit.together(
        Stream.of(SampleLimit.values())
            .filter(this::keeps)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(SampleLimit.class))));
  }

  @Override
  protected ContainerSpec spec(String id, Map<String, String> options) {
    return spec(id, kept(), options);
  }

  @Override
  final ContainerSpec spec(String id, LinuxResources resources, Map<String, String> options) {
    ContainerSpec spec =
        SampleSpec.of(
            id, resources, Map.of("limiter", new BackendChoice(backend().name(), options)));
    return new OwnLimits(requiredLimits()).in(spec);
  }

  final Limits run(String id, LinuxResources resources, RecordingHost host) {
    return prepare(backend(), spec(id, resources, goodOptions()), host);
  }

  private static ErrnoException cause(RuntimeException failure) {
    return failure instanceof HostException
        ? assertInstanceOf(ErrnoException.class, failure.getCause())
        : assertInstanceOf(ErrnoException.class, failure);
  }

  private static LinuxResources cpuset(String cpus) {
    return new LinuxResources(null, new LinuxCpu(0, LinuxCpu.DEFAULT_PERIOD, cpus), null);
  }

  /// The same machine without the controllers of `limit`.
  private HostFacts without(SampleLimit limit) {
    return new OtherCgroups(
        facts(),
        facts().cgroups().stream()
            .map(h -> {
              Set<String> others = new HashSet<>(h.controllers());
              others.remove(limit.controller(h.version()));
              return new CgroupHierarchy(h.version(), h.mountPoint(), others);
            })
            .toList());
  }

  /// A machine with other cgroups.
  private record OtherCgroups(HostFacts machine, List<CgroupHierarchy> cgroups)
      implements HostFacts {
    @Override
    public boolean hasFilesystem(String type) {
      return machine.hasFilesystem(type);
    }

    @Override
    public boolean hasCapability(Capability capability) {
      return machine.hasCapability(capability);
    }

    @Override
    public Optional<String> read(Path file) {
      return machine.read(file);
    }
  }
}
