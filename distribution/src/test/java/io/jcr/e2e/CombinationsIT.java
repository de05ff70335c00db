package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each namespace backend with each file system, each network and each limiter that this host has
/// gives the container that was asked for, with and without a user namespace, seen from inside and
/// from the host.
@WithJcr
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CombinationsIT {
  private static final String ID = "jcr-it-cell";
  private static final int EXIT_STATUS = 7;
  private static final String LOOK =
      "jcr-probe namespaces process uts ids interfaces mounts processes cgroup devices; echo new"
          + " >/tmp/"
          + ID
          + "; echo end; read line; exit "
          + EXIT_STATUS;
  private static final List<String> LIMITS =
      List.of("--limit=memory:48M", "--limit=cpu:0.5", "--limit=pids:64", "--limit=cpuset:0");
  private static final List<String> ALWAYS_NEW = List.of("mnt", "pid", "ipc", "cgroup");
  private static final int REACHED_MS = 5000;

  private Surroundings around;

  @BeforeAll
  void make() {
    Requires.root();
    Requires.command("ip", "iproute2");
    around = new Surroundings();
  }

  @AfterAll
  void remove() {
    if (around != null) {
      around.close();
    }
  }

  Stream<Combination> all() {
    List<String> limiters =
        Jcr.built()
            .call("doctor", "--format=json")
            .json()
            .get("backends")
            .elements()
            .filter(backend -> backend.get("spi").text().equals("limiter"))
            .filter(backend -> backend.get("supported").flag())
            .map(backend -> backend.get("name").text())
            .toList();
    return Combination.all(around, limiters);
  }

  /// What is seen of one container.
  ///
  /// @param inside by itself, as jcr-probe tells it
  /// @param process by the host
  private record Seen(Combination asked, Json inside, Proc process) {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theContainerIsWhatWasAskedFor(Combination asked, Jcr jcr) throws IOException {
    Path written = jcr.rootfs().resolve("tmp").resolve(ID);
    try (Started started = jcr.start(arguments(asked))) {
      started.awaitLine("end");
      Json inside = Json.parse(started.output().text().replaceFirst("(?m)^end$", ""));
      Seen seen = new Seen(asked, inside, started.container());
      assertAll(
          asked.toString(),
          () -> checkNamespaces(seen),
          () -> checkProcesses(seen),
          () -> checkHostname(seen),
          () -> checkRoot(seen, written),
          () -> checkNetwork(seen),
          () -> checkLimits(seen));

      started.type("\n");
      Result result = started.awaitEnd().exited(EXIT_STATUS);
      assertEquals(asked.fs().equals("chroot") ? 1 : 0, result.errors().lines().count());
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static String[] arguments(Combination asked) {
    List<String> arguments = new ArrayList<>(asked.options());
    arguments.addAll(LIMITS);
    arguments.addAll(List.of("--name=" + ID, "--", "sh", "-c", LOOK));
    return arguments.toArray(String[]::new);
  }

  private void checkNamespaces(Seen seen) {
    Proc host = Proc.self();
    Json inside = seen.inside().get("namespaces");
    for (String type : Proc.NAMESPACES) {
      assertEquals(seen.process().namespace(type), inside.get(type).number(), type);
    }
    ALWAYS_NEW.forEach(
        type -> assertNotEquals(host.namespace(type), seen.process().namespace(type), type));
    assertEquals(
        seen.asked().user(), host.namespace("user") != seen.process().namespace("user"), "user");
    if (seen.asked().joinsUts()) {
      assertEquals(around.utsInode(), seen.process().namespace("uts"), "uts");
    } else {
      assertNotEquals(host.namespace("uts"), seen.process().namespace("uts"), "uts");
    }
  }

  private static void checkProcesses(Seen seen) {
    List<String> names =
        seen.inside()
            .get("processes")
            .elements()
            .map(process -> process.get("pid").number() + " " + process.get("comm").text())
            .toList();
    assertEquals(2, names.size(), names::toString);
    assertEquals("1 sh", names.getFirst());
    assertTrue(names.getLast().endsWith(" jcr-probe"), names::toString);
    assertEquals(1, seen.inside().get("process.ppid").number());
    String status = seen.process().status("NSpid").orElseThrow();
    assertEquals(seen.process().pid() + "\t1", status, "PID 1 as the host sees it");
    assertEquals(0, seen.inside().get("ids.uid.real").number());
    String uid = seen.process().status("Uid").orElseThrow();
    assertEquals("" + seen.asked().root(), uid.split("\t", -1)[0], "root as the host sees it");
  }

  private static void checkHostname(Seen seen) {
    String expected = seen.asked().joinsUts() ? Surroundings.HOSTNAME : "box";
    assertEquals(expected, seen.inside().get("uts.hostname").text());
  }

  /// The root of who has pivoted has no path outside, that of who has only changed it has one.
  private static void checkRoot(Seen seen, Path written) throws IOException {
    boolean overlay = seen.asked().fs().equals("overlay");
    List<Json> mounts = seen.inside().get("mounts").elements().toList();
    Json root = new Json(mounts.stream().map(Json::value).toList()).with("target", "/");
    assertEquals(overlay, root.get("type").text().equals("overlay"), root::toString);
    assertTrue(root.get("options").strings().contains("nodev"), root::toString);
    assertEquals(
        seen.asked().fs().equals("chroot") ? Jcr.state(ID).resolve("rootfs").toString() : "/",
        seen.process().link("root").orElseThrow());
    assertEquals(!overlay, Files.exists(written), "what is written is in the given directory");
    Path file = overlay ? Jcr.data(ID).resolve("upper/tmp").resolve(ID) : written;
    assertEquals("new", Cgroups.read(file));
    long owner = overlay ? seen.asked().root() : 0;
    assertEquals(owner, ((Number) Files.getAttribute(file, "unix:uid")).longValue(), "owner");
    Json device = seen.inside().get("devices").with("path", "/dev/null");
    assertEquals(
        List.of(1L, 3L), List.of(device.get("major").value(), device.get("minor").value()));
    assertTrue(
        mounts.stream()
            .anyMatch(mount ->
                mount.get("target").text().equals("/proc")
                    && mount.get("type").text().equals("proc")));
  }

  private void checkNetwork(Seen seen) throws IOException {
    long host = Proc.self().namespace("net");
    long net = seen.process().namespace("net");
    switch (seen.asked().network()) {
      case "none" -> {
        assertNotEquals(host, net);
        assertEquals(Set.of("lo"), interfaces(seen));
      }
      case "veth" -> {
        assertNotEquals(host, net);
        assertEquals(Set.of("lo", "eth0"), interfaces(seen));
        String address = Surroundings.addressOf(ID);
        assertEquals(Set.of("127.0.0.1", address), addresses(seen));
        assertTrue(InetAddress.getByName(address).isReachable(REACHED_MS), address);
      }
      case "host" -> {
        assertEquals(host, net);
        String[] names = Objects.requireNonNull(new File("/sys/class/net").list());
        assertTrue(Set.of(names).containsAll(interfaces(seen)), () -> Arrays.toString(names));
      }
      case "netns" -> {
        assertEquals(Surroundings.netnsInode(), net);
        assertEquals(Set.of(Surroundings.ADDRESS), addresses(seen));
      }
      case "container" -> {
        assertEquals(around.peer().namespace("net"), net);
        assertEquals(Set.of("127.0.0.1", around.peerAddress()), addresses(seen));
      }
      default -> throw new IllegalArgumentException(seen.asked().network());
    }
  }

  private static Set<String> interfaces(Seen seen) {
    return seen.inside()
        .get("interfaces")
        .elements()
        .map(one -> one.get("name").text())
        .collect(Collectors.toSet());
  }

  /// IPv4.
  private static Set<String> addresses(Seen seen) {
    return seen.inside()
        .get("interfaces")
        .elements()
        .flatMap(one -> one.get("addresses").elements())
        .filter(address -> address.get("family").text().equals("inet"))
        .map(address -> address.get("address").text())
        .collect(Collectors.toSet());
  }

  private static void checkLimits(Seen seen) {
    checkLimit(seen, "memory", "memory.limit_in_bytes", "memory.max", "50331648");
    checkLimit(seen, "cpu", "cpu.cfs_quota_us", "cpu.max", "50000");
    checkLimit(seen, "pids", "pids.max", "pids.max", "64");
    checkLimit(seen, "cpuset", "cpuset.cpus", "cpuset.cpus", "0");
  }

  /// The container's own cgroup has the value, its process is in it, and it sees the same inside,
  /// where it cannot change it.
  private static void checkLimit(Seen seen, String controller, String v1, String v2, String value) {
    Cgroups.Hierarchy hierarchy = Cgroups.hierarchy(controller).orElseThrow();
    String file = hierarchy.version() == 2 ? v2 : v1;
    Path group = hierarchy.of(seen.process(), controller);
    assertTrue(group.endsWith(Path.of("jcr", ID)), group::toString);
    assertEquals(value, Cgroups.read(group.resolve(file)).split(" ", -1)[0], file);
    List<String> members = Cgroups.read(group.resolve("cgroup.procs")).lines().toList();
    assertEquals(List.of("" + seen.process().pid()), members);
    Json inside =
        seen.inside()
            .get("cgroup")
            .elements()
            .filter(one -> !one.get("directory").isNull())
            .filter(one -> one.get("values").members().containsKey(file))
            .findFirst()
            .orElseThrow();
    Object told = inside.get("values").members().get(file);
    assertTrue(String.valueOf(told).matches(value + "( .*)?"), file + " inside: " + told);
    assertEquals(false, inside.get("writable").flag(), file);
  }
}
