package io.jcr.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The limiter on unified cgroup v2, in a guest since the machine may have no such hierarchy. The
/// guest is started once and `src/test/vm/limits.sh` does everything in it; the tests look at what
/// it has seen.
@TestInstance(Lifecycle.PER_CLASS)
class CgroupV2GuestIT {
  private static final Pattern TOUCHED = Pattern.compile("touched \\d+ bytes \\((.*) MiB\\)");

  private Guest guest;

  @BeforeAll
  void runGuest() throws Exception {
    guest = Guest.run("limits.sh");
  }

  @Test
  void theScriptCameToItsEnd() {
    assertEquals("reached", guest.one("end"));
  }

  /// systemd would have filled it: here it is jcr that enables the controllers.
  @Test
  void theHierarchyIsUnifiedAndHandsNothingDownYet() {
    assertTrue(
        List.of(guest.one("cgroup.controllers").split(" "))
            .containsAll(List.of("memory", "cpu", "pids", "cpuset", "io")));
    assertEquals("", guest.one("cgroup.subtree_control"));
  }

  @Test
  void limitsAreSetBelowTheParentOfAllContainers() {
    Map<String, String> expected =
        new TreeMap<>(
            Map.of(
                "memory.max", "67108864",
                "memory.swap.max", "0",
                "memory.oom.group", "1",
                "cpu.max", "50000 100000",
                "pids.max", "20",
                "cpuset.cpus", "0",
                "cgroup.type", "domain"));
    Map<String, String> seen = new TreeMap<>();
    expected.keySet().forEach(file -> seen.put(file, guest.one("jcr/all/" + file)));
    assertEquals(expected, seen);
  }

  @Test
  void theParentMayBeAnother() {
    assertEquals("0", guest.one("parent.status"), () -> guest.all("parent.err").toString());
    assertEquals("67108864", guest.one("parent.memory.max"));
    assertEquals("0", guest.one("parent.rm.status"));
    assertEquals(List.of(), guest.all("parent.left"));
  }

  @Test
  void limitsAreSeenInsideAndCannotBeRaised() {
    List<String> inside = guest.all("all.out");
    for (String line :
        List.of(
            "memory.max: 67108864",
            "memory.swap.max: 0",
            "memory.oom.group: 1",
            "cpu.max: 50000 100000",
            "pids.max: 20",
            "cpuset.cpus: 0",
            "cpuset.cpus.effective: 0",
            "cgroup: 0::/",
            "groups: .")) {
      assertTrue(inside.contains(line), line + " in " + inside);
    }
    String mount = lineOf(inside, "mount: ");
    assertTrue(mount.contains(" /sys/fs/cgroup ro,nosuid,nodev,noexec"), mount);
    assertTrue(mount.contains(" - cgroup2 "), mount);
    assertTrue(lineOf(inside, "write: ").contains("Read-only file system"), inside::toString);
  }

  @Test
  void theProcessIsBornInItsCgroup() {
    assertEquals("CLONE_INTO_CGROUP, cgroup=\"/sys/fs/cgroup/jcr/all\"", guest.one("all.clone"));
    assertEquals("0", guest.one("all.writes.to.procs"));
    List<String> members = guest.all("all.cgroup.of.member");
    assertEquals(3, members.size(), "the shell and two in the background");
    assertTrue(members.stream().allMatch("0::/jcr/all"::equals), members::toString);
    assertEquals("3", guest.one("jcr/all/pids.current"));
    assertEquals("0::/", guest.one("all.cgroup.of.supervisor"));
  }

  @Test
  void memoryKillsTheWholeContainerAndJcrSaysSo() {
    assertEquals("137", guest.one("memory.status"));
    String last = guest.all("memory.out").getLast();
    Matcher touched = TOUCHED.matcher(last);
    assertTrue(touched.matches(), "memory.oom.group leaves no shell to say more: " + last);
    assertBelowTheLimit(touched.group(1));
    Matcher sentence =
        Pattern.compile(
                "jcr: container hog: a process was killed by its memory limit of 100M"
                    + " \\(peak (.*) MiB\\)")
            .matcher(guest.one("memory.err"));
    assertTrue(sentence.matches(), guest.one("memory.err"));
    assertBelowTheLimit(sentence.group(1));
  }

  @Test
  void theDemoShowsTheMemoryLimitAndTheCgroupNamespaceHereToo() {
    List<String> out = guest.all("demo.out");
    assertTrue(out.contains("ok 1 - cgroup-namespace"), out::toString);
    assertTrue(out.contains("ok 2 - memory"), out::toString);
    assertEquals("0", guest.one("demo.status"));
  }

  private static void assertBelowTheLimit(String mebibytes) {
    double reached = Double.parseDouble(mebibytes);
    assertTrue(reached >= 90 && reached <= 100, reached + " MiB");
  }

  /// The guest's processor has nothing else to do, but the machine's may: from below, the share is
  /// not certain.
  @Test
  void cpuIsShared() {
    double share = Double.parseDouble(lineOf(guest.all("all.out"), "share "));
    assertTrue(share <= 0.58, "share " + share);
    int throttled = Integer.parseInt(lineOf(guest.all("all.out"), "nr_throttled "));
    assertTrue(throttled >= 10, throttled + " periods throttled");
  }

  @Test
  void pidsStopAForkBombAndJcrSaysSo() {
    String forked = lineOf(guest.all("all.out"), "forked ");
    assertTrue(
        forked.startsWith("18 children, stopped by EAGAIN"), "a shell and itself: " + forked);
    assertTrue(
        guest.all("all.err").contains("jcr: container all: reached its limit of 20 processes"),
        () -> guest.all("all.err").toString());
  }

  @Test
  void theEndKillsWhoeverIsInTheCgroup() {
    assertEquals("7", guest.one("all.status"));
    assertEquals("0::/jcr/all", guest.one("stranger.before"));
    assertEquals("dead", guest.one("stranger.after"));
    assertEquals(List.of(), guest.all("all.left"));
  }

  /// Directly: the overlay is mounted volatile, so fsync does not wait for what is in the page
  /// cache.
  @Test
  void whatIsWrittenToTheDiskHasItsRate() {
    List<String> lines = guest.all("io.out");
    assertEquals("0", guest.one("io.status"), lines::toString);
    assertTrue(
        lines.getFirst().matches("\\d+:\\d+ rbps=8388608 wbps=2097152 riops=max wiops=1000"),
        lines::toString);
    double start = Double.parseDouble(lineOf(lines, "start: "));
    double direct = Double.parseDouble(lineOf(lines, "direct: "));
    assertTrue(direct - start >= 1.7, "4 MiB at 2 MiB/s in " + (direct - start) + " s");
  }

  @Test
  void aWritableLayerInMemoryHasNoDiskToLimit() {
    assertEquals("125", guest.one("memory.io.status"));
    assertEquals(
        "jcr: limiter cgroup-v2: the writable layer /var/lib/jcr/containers/ID is on tmpfs, which"
            + " has no disk whose io could be limited (choose a directory on a disk with JCR_ROOT)",
        guest.one("memory.io.err").replaceFirst("containers/\\S+", "containers/ID"));
  }

  @Test
  void missingControllersOfV1AreNamed() {
    assertEquals("125", guest.one("v1.status"));
    assertEquals(
        "jcr: limiter cgroup-v1: no cgroup v1 hierarchy is mounted (use --limiter=cgroup-v2)",
        guest.one("v1.err"));
    assertEquals(List.of(), guest.all("v1.out"));
  }

  @Test
  void aParentWithProcessesIsLeftInPeace() {
    assertEquals("125", guest.one("busy.status"));
    String error = guest.one("busy.err");
    assertTrue(
        error.startsWith(
            "jcr: limiter cgroup-v2: write /sys/fs/cgroup/busy/cgroup.subtree_control: EBUSY:"
                + " processes live in /sys/fs/cgroup/busy itself"),
        error);
    assertEquals("alive", guest.one("lodger"));
    assertEquals(List.of(), guest.all("busy.left"));
  }

  @Test
  void gcRemovesTheCgroupOfAKilledSupervisor() {
    assertTrue(guest.all("orphan.before").contains("/sys/fs/cgroup/jcr/orphan"));
    assertEquals("0", guest.one("gc.status"));
    assertEquals("removed container orphan", guest.one("gc.out"));
    assertEquals(List.of(), guest.all("orphan.left"));
  }

  /// Deadlines are kept by a clock that nobody sets, and no age is negative.
  @Test
  void aClockThatJumpsStopsNobody() {
    assertTrue(lineWith(guest.all("clock.ahead.out"), "clock").contains("Up 1 hour "));
    assertEquals("0", guest.one("clock.stop.status"));
    assertEquals("137", guest.one("clock.wait.out"));
    String back = lineWith(guest.all("clock.back.out"), "clock");
    assertTrue(back.matches(".* \\d+ seconds ago +Exited \\(137\\) \\d+ seconds? ago .*"), back);
    assertEquals("0", guest.one("clock.start.status"));
    assertEquals(List.of("started", "started"), guest.all("clock.logs.out"));
    assertEquals("0", guest.one("clock.rm.status"));
    assertEquals(List.of(), guest.all("clock.gc.err"));
  }

  private static String lineWith(List<String> lines, String word) {
    return lines.stream().filter(line -> line.contains(word)).findFirst().orElse("" + lines);
  }

  /// The rest of the only line that begins so.
  private static String lineOf(List<String> lines, String start) {
    List<String> found = lines.stream().filter(line -> line.startsWith(start)).toList();
    assertEquals(1, found.size(), () -> start + "in " + lines);
    return found.getFirst().substring(start.length());
  }
}
