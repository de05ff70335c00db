package io.jcr.spi.contract;

import static io.jcr.spi.contract.LimiterCalls.created;
import static io.jcr.spi.contract.LimiterCalls.joined;
import static io.jcr.spi.contract.LimiterCalls.own;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.op.OpWriter;
import io.jcr.spi.Limits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [io.jcr.spi.ResourceLimiter] must do. A subclass's [#facts], such as
/// [StubHostFacts#cgroupV2], describe a machine that has cgroups with the controllers of all limits
/// that it enforces, files that list its processors (fewer than 8000), and a `/proc/self/mountinfo`
/// with everything on [#disk].
public abstract class ResourceLimiterContract extends ResourceLimiterRefusals {
  /// Whether the container sees its own cgroups under `/sys/fs/cgroup`.
  protected boolean showsTheContainerItsCgroups() {
    return true;
  }

  @ParameterizedTest
  @EnumSource
  void aLimitIsWrittenAsTheKernelWantsIt(SampleLimit limit) {
    assumeTrue(keeps(limit), "it does not enforce the limit " + limit);
    RecordingHost host = host("c1");
    run("c1", limit.resources(), host);
    assertTrue(limit.isIn(own(host), disk()), limit + ": " + host.calls());
  }

  @ParameterizedTest
  @EnumSource
  void aLimitThatWasNotAskedForIsNotWritten(SampleLimit limit) {
    assumeTrue(keeps(limit), "it does not enforce the limit " + limit);
    RecordingHost host = host("c1");
    run("c1", limit.resources(), host);
    Set<String> always = always();
    assertAll(
        own(host).keySet().stream()
            .filter(file -> !always.contains(file))
            .map(file ->
                () ->
                    assertTrue(
                        Stream.of(1, 2).anyMatch(v -> file.startsWith(limit.controller(v) + ".")),
                        file)));
  }

  @Test
  void memoryAndSwapTogetherStayBelowTheLimit() {
    assumeTrue(keeps(SampleLimit.MEMORY), "it does not enforce the limit MEMORY");
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
    assertEquals(always(), own(host).keySet());
    assertEquals(List.of(), limits.notes());
  }

  /// What it writes for the limits that only it knows and that it requires.
  private Set<String> always() {
    RecordingHost host = host("c1");
    if (!requiredLimits().isEmpty()) {
      run("c1", LinuxResources.UNLIMITED, host);
    }
    return own(host).keySet();
  }

  @Test
  void onlyCgroupsAreTouched() {
    RecordingHost host = host("c1");
    run("c1", kept(), host);
    assertEquals(
        host.calls().size(),
        host.calls("createCgroup").size()
            + host.calls("setCgroupFile").size()
            + (requiredLimits().isEmpty() ? 0 : host.calls("lease").size()),
        () -> host.calls().toString());
  }

  @Test
  void whatIsWrittenIsInOrAboveACgroupThatTheHostHasMadeBefore() {
    RecordingHost host = host("c1");
    run("c1", kept(), host);
    Set<Path> made = new HashSet<>();
    for (RecordingHost.Call call : host.calls()) {
      if (call.method().equals("lease")) {
        continue;
      }
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
    Limits limits = run("c1", kept(), host);
    assertEquals(created(host), joined(limits));
  }

  @Test
  void theOperationsAreDataThatInitUnderstands() {
    Limits limits = run("c1", kept(), host("c1"));
    assertDoesNotThrow(() -> new OpWriter().ops(limits.enter()));
  }

  @Test
  void twoContainersShareNoCgroup() {
    RecordingHost first = host("c1");
    RecordingHost second = first.another("c2");
    run("c1", kept(), first);
    run("c2", kept(), second);
    for (Path one : created(first)) {
      for (Path two : created(second)) {
        assertFalse(one.startsWith(two) || two.startsWith(one), one + " and " + two);
      }
    }
  }

  @Test
  void onV2EveryGroupAboveHandsTheControllersDownBeforeTheyAreUsed() {
    RecordingHost host = host("c1");
    Limits limits = run("c1", kept(), host);
    Set<String> handedDown = new HashSet<>();
    for (RecordingHost.Call call : host.calls("setCgroupFile")) {
      Path file = call.argument(0, Path.class);
      if (file.endsWith("cgroup.subtree_control")) {
        handedDown.add(file.getParent() + " " + call.argument(1, String.class));
      } else if (file.getParent().equals(Path.of(limits.cloneInto()))) {
        String controller = file.getFileName().toString().replaceFirst("\\..*", "");
        assertEquals(
            List.of(),
            levels(file.getParent())
                .filter(level -> !handsDown(level, controller))
                .map(level -> level + " +" + controller)
                .filter(write -> !handedDown.contains(write))
                .toList());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks", "cgroup.procs", "memory.max", "pids.events"})
  void aContainerMayBeCalledLikeAFileOfTheKernels(String id) {
    RecordingHost host = host(id);
    run(id, kept(), host);
    assertAll(
        created(host).stream()
            .map(group -> () -> assertFalse(group.endsWith(id), group + " is a file")));
  }

  @Test
  void theContainerSeesItsOwnCgroupsOnlyAndReadsThem() {
    RecordingHost host = host("c1");
    Limits limits = run("c1", kept(), host);
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
    assertEquals(showsTheContainerItsCgroups(), !last.isEmpty(), "showsTheContainerItsCgroups");
  }

  @Test
  void theEndByALimitIsToldFromTheContainersOwnFiles() {
    RecordingHost host = host("c1");
    List<Limits.Note> notes = run("c1", kept(), host).notes();
    Set<String> keys = new TreeSet<>();
    for (Limits.Note note : notes) {
      keys.add(note.key());
      assertTrue(created(host).contains(Path.of(note.file()).getParent()), note.toString());
      assertTrue(
          note.peakFile().isEmpty() || created(host).contains(Path.of(note.peakFile()).getParent()),
          note.toString());
      assertTrue(note.text().matches("jcr: .*\\bc1\\b.*\\b(64M|32)\\b.*[^.]"), note.text());
    }
    Set<String> told = new TreeSet<>();
    if (keeps(SampleLimit.PIDS)) {
      told.add("max");
    }
    if (keeps(SampleLimit.MEMORY)) {
      told.add("oom_kill");
    }
    assertEquals(told, keys, notes.toString());
  }

  /// The cgroups from the mount point down to the parent of `group`.
  private Stream<Path> levels(Path group) {
    Path mountPoint =
        facts().cgroups().stream()
            .filter(h -> h.version() == 2)
            .findFirst()
            .orElseThrow()
            .mountPoint();
    return Stream.iterate(group.getParent(), p -> p.startsWith(mountPoint), Path::getParent);
  }

  private boolean handsDown(Path level, String controller) {
    String enabled = facts().read(level.resolve("cgroup.subtree_control")).orElse("").strip();
    return List.of(enabled.split(" ", -1)).contains(controller);
  }
}
