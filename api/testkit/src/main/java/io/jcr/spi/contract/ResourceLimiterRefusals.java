package io.jcr.spi.contract;

import static io.jcr.spi.contract.LimiterCalls.created;
import static io.jcr.spi.contract.LimiterCalls.joined;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxResources;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Limits;
import io.jcr.spi.ResourceLimiter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The part of [ResourceLimiterContract] about what cannot be done.
abstract class ResourceLimiterRefusals extends BackendContract<ResourceLimiter> {
  ResourceLimiterRefusals() {
    super(ResourceLimiter.class, "limiter");
  }

  /// A machine that has all five controllers.
  @Override
  protected abstract StubHostFacts facts();

  @ParameterizedTest
  @EnumSource
  void aMissingControllerIsNamedBeforeAnythingIsChanged(SampleLimit limit) {
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
    Limits limits = run("c1", LinuxResources.UNLIMITED, host);
    assertEquals(created(host), joined(limits));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0-", "-1", "1-0", "a", "0,,1", "0 1", "999999999999"})
  void aMalformedCpusetIsRefused(String cpus) {
    ContainerSpec spec = spec("c1", cpuset(cpus));
    UsageException refusal =
        assertThrows(UsageException.class, () -> backend().validate(spec), "'" + cpus + "'");
    assertTrue(refusal.getMessage().contains("cpuset"), refusal.getMessage());
  }

  @Test
  void aProcessorThatDoesNotExistIsRefusedBeforeAnythingIsChanged() {
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
    run("c1", SampleLimit.all(), complete);
    assertAll(
        IntStream.rangeClosed(1, complete.calls().size())
            .mapToObj(n ->
                () -> {
                  RecordingHost host = host("c1").failingAt(n, errno);
                  RuntimeException failure =
                      assertThrows(
                          RuntimeException.class, () -> run("c1", SampleLimit.all(), host));
                  assertEquals(n, host.calls().size(), "nothing is done after the failure");
                  assertEquals(errno, cause(failure).errno());
                  assertTrue(failure.getMessage().contains(Errno.name(errno)));
                  assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
                }));
  }

  /// The host of the container `id`, fresh.
  protected RecordingHost host(String id) {
    return RecordingHost.of(id, facts());
  }

  /// A spec with limits that has chosen this backend.
  protected ContainerSpec spec(String id, LinuxResources resources) {
    return SampleSpec.of(
        id, resources, Map.of("limiter", new BackendChoice(backend().name(), goodOptions())));
  }

  /// Does what the pipeline does.
  protected Limits run(String id, LinuxResources resources, RecordingHost host) {
    ContainerSpec spec = spec(id, resources);
    ResourceLimiter limiter = backend();
    limiter.validate(spec);
    return limiter.create(spec, host);
  }

  private static ErrnoException cause(RuntimeException failure) {
    return failure instanceof HostException
        ? assertInstanceOf(ErrnoException.class, failure.getCause())
        : assertInstanceOf(ErrnoException.class, failure);
  }

  private static LinuxResources cpuset(String cpus) {
    return new LinuxResources(null, new LinuxCpu(0, LinuxCpu.DEFAULT_PERIOD, cpus), null);
  }

  private StubHostFacts without(SampleLimit limit) {
    StubHostFacts facts = facts();
    return new StubHostFacts(
        facts.cgroups().stream()
            .map(h -> {
              Set<String> others = new HashSet<>(h.controllers());
              others.remove(limit.controller(h.version()));
              return new CgroupHierarchy(h.version(), h.mountPoint(), others);
            })
            .toList(),
        facts.filesystems(),
        facts.capabilities(),
        facts.files());
  }
}
