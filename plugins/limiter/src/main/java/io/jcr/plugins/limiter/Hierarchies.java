package io.jcr.plugins.limiter;

import io.jcr.api.Capability;
import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Where the controllers are on this host, as far as one backend looks. What every run asks is
/// answered with loops, because the AOT cache does not keep lambdas of plugins.
///
/// @param versions of cgroups, the preferred one first
record Hierarchies(List<Integer> versions, HostFacts facts) {
  /// The controllers of cgroup v1, in the order in which they are set.
  private static final List<Controller<?>> V1 =
      List.of(
          new MemoryV1(),
          new CpuV1(),
          new CpuacctV1(),
          new Pids(),
          new CpusetV1(),
          new BlkioV1(),
          new FreezerV1());

  /// The controllers of cgroup v2.
  private static final List<Controller<?>> V2 =
      List.of(new MemoryV2(), new CpuV2(), new Pids(), new CpusetV2(), new IoV2());

  /// One for each thing that can be limited; cpuacct and freezer limit nothing, and exist on v1
  /// only.
  static final List<Controller<?>> CONTROLLERS = V2;

  private static final String IO = "io";
  private static final String IO_V1 = "blkio";

  private static final List<Integer> BOTH = List.of(1, 2);
  private static final Path PROC_CGROUPS = Path.of("/proc/cgroups");
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

  /// Whether all controllers for containers that this host has are where the backend looks.
  Support support() {
    if (mounted().isEmpty()) {
      return Support.no(
          "no " + sought() + " hierarchy is mounted",
          new Hierarchies(BOTH, facts).mounted().isEmpty()
              ? "mount -t cgroup2 cgroup2 /sys/fs/cgroup"
              : "use --limiter=" + better());
    }
    Set<String> elsewhere = carried(BOTH);
    elsewhere.removeAll(carried(versions));
    elsewhere.remove(IO); // rarely limited: reported only when it is
    return elsewhere.isEmpty()
        ? writing()
        : Support.no(
            sought() + " does not carry " + String.join(", ", elsewhere),
            "use --limiter=" + better());
  }

  /// Whether groups can be created where the controllers are.
  private Support writing() {
    if (!facts.hasCapability(Capability.CAP_DAC_OVERRIDE)) {
      return Support.no(
          "CAP_DAC_OVERRIDE is missing: no cgroup can be made",
          "run as root, for instance with sudo");
    }
    Set<String> used = new HashSet<>();
    for (Carrier carrier : carriers()) {
      used.add(carrier.hierarchy().mountPoint().toString());
    }
    for (String line : facts.read(MOUNTINFO).orElse("").split("\n", -1)) {
      String[] f = line.split(" ", 7);
      if (f.length == 7 && used.contains(f[4]) && (f[5].equals("ro") || f[5].startsWith("ro,"))) {
        return Support.no(f[4] + " is mounted read-only", "mount -o remount,rw " + f[4]);
      }
    }
    return Support.yes();
  }

  /// A hierarchy and the controllers it carries.
  record Carrier(CgroupHierarchy hierarchy, List<Controller<?>> controllers) {}

  /// The hierarchies that carry controllers; each controller occurs once.
  List<Carrier> carriers() {
    List<Carrier> found = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (int version : versions) {
      for (Controller<?> controller : version == 1 ? V1 : V2) {
        Optional<CgroupHierarchy> hierarchy = facts.cgroup(version, controller.name());
        if (hierarchy.isPresent() && names.add(inV2(version, controller.name()))) {
          carrier(hierarchy.get(), found).controllers().add(controller);
        }
      }
    }
    return found;
  }

  private static Carrier carrier(CgroupHierarchy hierarchy, List<Carrier> found) {
    for (Carrier carrier : found) {
      if (carrier.hierarchy().mountPoint().equals(hierarchy.mountPoint())) {
        return carrier;
      }
    }
    Carrier carrier = new Carrier(hierarchy, new ArrayList<>());
    found.add(carrier);
    return carrier;
  }

  boolean carry(String controller) {
    return carried(versions).contains(controller);
  }

  /// Says that `controller` is missing, and where it was looked for.
  String lack(String controller) {
    String places =
        mounted().stream().map(h -> h.mountPoint().toString()).collect(Collectors.joining(", "));
    return "the controller "
        + controller
        + " is not on "
        + sought()
        + (places.isEmpty() ? ", which is not mounted" : ", looked for at " + places);
  }

  /// What to do about it.
  String cure(String controller) {
    if (carried(BOTH).contains(controller)) {
      return "use --limiter=" + better();
    }
    String name = controller.equals(IO) ? IO_V1 : controller; // the boot loader's name for it
    List<String> line = kernel(name);
    if (line.size() == 4 && line.get(3).equals("0")) {
      return "boot with cgroup_enable=" + name;
    }
    if (line.size() == 4 && versions.contains(1)) {
      return "mount -t cgroup -o " + name + " cgroup /sys/fs/cgroup/" + name;
    }
    return line.size() == 4 ? "boot with cgroup_no_v1=" + name : "this kernel is built without it";
  }

  /// Its line in `/proc/cgroups`: name, hierarchy, number of groups, whether it is enabled.
  private List<String> kernel(String controller) {
    return facts
        .read(PROC_CGROUPS)
        .flatMap(text -> text.lines().filter(l -> l.startsWith(controller + "\t")).findFirst())
        .map(line -> List.of(line.split("\\s+")))
        .orElse(List.of());
  }

  /// The backend that finds every controller on this host.
  private String better() {
    Set<String> all = carried(BOTH);
    if (carried(List.of(2)).equals(all)) {
      return "cgroup-v2";
    }
    return carried(List.of(1)).equals(all) ? "cgroup-v1" : "cgroup-hybrid";
  }

  private String sought() {
    return versions.size() == 1 ? "cgroup v" + versions.getFirst() : "cgroup v1 or v2";
  }

  /// Without v1 hierarchies that have none of our controllers, such as systemd's.
  private List<CgroupHierarchy> mounted() {
    List<CgroupHierarchy> mounted = new ArrayList<>();
    for (CgroupHierarchy hierarchy : facts.cgroups()) {
      int version = hierarchy.version();
      if (versions.contains(version) && (version == 2 || !ours(hierarchy).isEmpty())) {
        mounted.add(hierarchy);
      }
    }
    return mounted;
  }

  private Set<String> carried(List<Integer> among) {
    Set<String> names = new TreeSet<>();
    for (CgroupHierarchy hierarchy : facts.cgroups()) {
      if (among.contains(hierarchy.version())) {
        names.addAll(ours(hierarchy));
      }
    }
    return names;
  }

  /// The one controller that was renamed.
  private static String inV2(int version, String controller) {
    return version == 1 && controller.equals(IO_V1) ? IO : controller;
  }

  /// Which of our controllers a hierarchy carries.
  private static Set<String> ours(CgroupHierarchy hierarchy) {
    Set<String> names = new HashSet<>();
    for (String name : hierarchy.controllers()) {
      names.add(inV2(hierarchy.version(), name));
    }
    Set<String> ours = new HashSet<>();
    for (Controller<?> controller : CONTROLLERS) {
      if (names.contains(controller.name())) {
        ours.add(controller.name());
      }
    }
    return ours;
  }
}
