package io.jcr.spi.contract;

import static io.jcr.spi.contract.LimiterCalls.created;
import static io.jcr.spi.contract.LimiterCalls.joined;
import static io.jcr.spi.contract.LimiterCalls.own;
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
import io.jcr.api.Mount;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.api.op.OpWriter;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Limits;
import io.jcr.spi.ResourceLimiter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ResourceLimiter] promises. The machine of a subclass ([#facts]) has cgroups with the
/// controllers memory, cpu, pids and cpuset, and files that tell which processors it has (fewer
/// than 8000).
public abstract class ResourceLimiterContract extends BackendContract<ResourceLimiter> {
  /// Made by a subclass without arguments.
  protected ResourceLimiterContract() {
    super(ResourceLimiter.class, "limiter");
  }

  /// A machine that has all four controllers.
  @Override
  protected abstract StubHostFacts facts();

  @ParameterizedTest
  @EnumSource
  void aLimitIsWrittenAsTheKernelWantsIt(SampleLimit limit) {
    RecordingHost host = host("c1");
    run("c1", limit.resources(), host);
    assertTrue(limit.isIn(own(host)), limit + ": " + host.calls());
  }

  @ParameterizedTest
  @EnumSource
  void aLimitThatWasNotAskedForIsNotWritten(SampleLimit limit) {
    RecordingHost host = host("c1");
    run("c1", limit.resources(), host);
    assertAll(
        own(host).keySet().stream()
            .map(file -> () -> assertTrue(file.startsWith(limit.controller() + "."), file)));
  }

  @Test
  void memoryAndSwapTogetherStayBelowTheLimit() {
    RecordingHost host = host("c1");
    run("c1", SampleLimit.MEMORY.resources(), host);
    Map<String, String> own = own(host);
    assertTrue(
        "67108864".equals(own.get("memory.memsw.limit_in_bytes"))
            || "0".equals(own.get("memory.swap.max")),
        own.toString());
  }

  @Test
  void withoutLimitsThereAreCgroupsAllTheSame() {
    RecordingHost host = host("c1");
    Limits limits = run("c1", LinuxResources.UNLIMITED, host);
    assertFalse(created(host).isEmpty(), "cgroups for accounting");
    assertEquals(Map.of(), own(host));
    assertEquals(List.of(), limits.notes());
  }

  @Test
  void onlyCgroupsAreTouched() {
    RecordingHost host = host("c1");
    run("c1", SampleLimit.all(), host);
    assertEquals(
        host.calls().size(),
        host.calls("createCgroup").size() + host.calls("setCgroupFile").size(),
        () -> host.calls().toString());
  }

  @Test
  void whatIsWrittenIsInOrAboveACgroupThatTheHostHasMadeBefore() {
    RecordingHost host = host("c1");
    run("c1", SampleLimit.all(), host);
    Set<Path> made = new HashSet<>();
    for (RecordingHost.Call call : host.calls()) {
      Path path = call.argument(0, Path.class);
      if (call.method().equals("createCgroup")) {
        made.add(path);
      } else {
        assertTrue(
            made.stream().anyMatch(group -> group.startsWith(path.getParent())), call.toString());
      }
    }
  }

  @Test
  void everyCgroupThatWasMadeIsJoined() {
    RecordingHost host = host("c1");
    Limits limits = run("c1", SampleLimit.all(), host);
    assertEquals(created(host), joined(limits));
  }

  @Test
  void theOperationsAreDataThatInitUnderstands() {
    Limits limits = run("c1", SampleLimit.all(), host("c1"));
    assertTrue(new OpWriter().ops(limits.enter()).toByteArray().length >= 4);
  }

  @Test
  void theSameContainerIsPlannedTheSameAgain() {
    RecordingHost first = host("c1");
    RecordingHost second = host("c1");
    assertEquals(run("c1", SampleLimit.all(), first), run("c1", SampleLimit.all(), second));
    assertEquals(first.calls(), second.calls());
  }

  @Test
  void twoContainersShareNoCgroup() {
    RecordingHost first = host("c1");
    RecordingHost second = first.another("c2");
    run("c1", SampleLimit.all(), first);
    run("c2", SampleLimit.all(), second);
    assertAll(
        created(first).stream()
            .flatMap(one -> created(second).stream().map(two -> Set.of(one, two)))
            .map(pair ->
                () -> {
                  List<Path> both = List.copyOf(pair);
                  assertEquals(2, both.size(), "shared: " + pair);
                  assertFalse(both.getFirst().startsWith(both.getLast()), pair::toString);
                  assertFalse(both.getLast().startsWith(both.getFirst()), pair::toString);
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks", "cgroup.procs", "memory.max", "pids.events"})
  void aContainerMayBeCalledLikeAFileOfTheKernels(String id) {
    RecordingHost host = host(id);
    run(id, SampleLimit.all(), host);
    assertAll(
        created(host).stream()
            .map(group -> () -> assertFalse(group.endsWith(id), group + " is a file")));
  }

  @ParameterizedTest
  @EnumSource
  void aMissingControllerIsNamedBeforeAnythingIsChanged(SampleLimit limit) {
    RecordingHost host = RecordingHost.of("c1", without(limit.controller()));
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
    RecordingHost host = RecordingHost.of("c1", without(limit.controller()));
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

  @Test
  void theContainerSeesItsOwnCgroupsOnlyAndReadsThem() {
    RecordingHost host = host("c1");
    Limits limits = run("c1", SampleLimit.all(), host);
    Map<String, Mount> last = new HashMap<>();
    limits.mounts().forEach(mount -> last.put(mount.destination(), mount));
    assertAll(
        last.values().stream()
            .map(mount ->
                () ->
                    assertTrue(
                        mount.options().containsAll(List.of("ro", "nosuid", "nodev", "noexec")),
                        mount::toString)));
    assertAll(
        limits.mounts().stream()
            .filter(Mount::isBind)
            .map(mount ->
                () ->
                    assertTrue(created(host).contains(Path.of(mount.source())), mount::toString)));
    assertFalse(last.isEmpty(), "it sees them");
  }

  @Test
  void theEndByALimitIsToldFromTheContainersOwnFiles() {
    RecordingHost host = host("c1");
    List<Limits.Note> notes = run("c1", SampleLimit.all(), host).notes();
    Set<String> keys = new TreeSet<>();
    for (Limits.Note note : notes) {
      keys.add(note.key());
      assertTrue(created(host).contains(Path.of(note.file()).getParent()), note.toString());
      assertTrue(
          note.peakFile().isEmpty() || created(host).contains(Path.of(note.peakFile()).getParent()),
          note.toString());
      assertTrue(note.text().matches("jcr: .*\\bc1\\b.*\\b(64M|32)\\b.*[^.]"), note.text());
    }
    assertEquals(Set.of("max", "oom_kill"), keys, notes.toString());
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

  private StubHostFacts without(String controller) {
    StubHostFacts facts = facts();
    return new StubHostFacts(
        facts.cgroups().stream()
            .map(h -> {
              Set<String> others = new HashSet<>(h.controllers());
              others.remove(controller);
              return new CgroupHierarchy(h.version(), h.mountPoint(), others);
            })
            .toList(),
        facts.filesystems(),
        facts.capabilities(),
        facts.files());
  }
}
