package io.jcr.vm;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Combinations of backends with cgroup-v2, in a guest. A container takes seconds there, so there
/// are only so many that each two backends meet once: `src/test/vm/matrix.cells`. What one looks
/// like is compared with what was asked for, from inside and from the guest.
@TestInstance(Lifecycle.PER_CLASS)
class CombinationsV2GuestIT {
  private static final List<String> LIMITS = List.of("50331648", "90000 100000", "64", "0");
  private static final Set<String> ALWAYS_NEW = Set.of("mnt", "pid", "uts", "ipc", "cgroup");

  private Guest guest;

  @BeforeAll
  void runGuest() throws Exception {
    guest = Guest.run("matrix.sh");
  }

  /// A line of `matrix.cells`.
  ///
  /// @param options of `jcr run`
  record Cell(String name, List<String> options) {
    static Cell parse(String line) {
      List<String> words = List.of(line.split(" "));
      return new Cell(words.getFirst(), words.subList(1, words.size()));
    }

    /// The backend of `--OPTION` without what follows it.
    String backend(String option) {
      return options.stream()
          .filter(word -> word.startsWith("--" + option + "="))
          .map(word -> word.replaceFirst("^[^=]*=([a-z]*).*", "$1"))
          .findFirst()
          .orElseThrow();
    }

    boolean user() {
      return options.getFirst().contains(":user");
    }

    /// What the user namespace, or its absence, the other three and the pairs of them are.
    Stream<String> pairs() {
      List<String> values =
          List.of(
              "user=" + user(),
              "ns=" + backend("ns"),
              "fs=" + backend("fs"),
              "net=" + backend("net"));
      List<String> pairs = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        for (int j = i + 1; j < values.size(); j++) {
          pairs.add(values.get(i) + " " + values.get(j));
        }
      }
      return pairs.stream();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Cell> cells() throws IOException {
    return Files.readAllLines(Guest.script("matrix.cells")).stream().map(Cell::parse).toList();
  }

  @Test
  void eachTwoBackendsMeet() throws IOException {
    Set<String> met = new TreeSet<>();
    cells().forEach(cell -> cell.pairs().forEach(met::add));
    Set<String> missing = new TreeSet<>();
    for (String ns : List.of("clone", "unshare", "setns")) {
      for (String fs : List.of("overlay", "bind", "chroot")) {
        for (String net : List.of("none", "veth", "host", "netns", "container")) {
          List<String> options = List.of("--ns=" + ns, "--fs=" + fs, "--net=" + net);
          new Cell("", options).pairs().forEach(missing::add);
        }
        for (String net : List.of("none", "veth")) {
          List<String> options = List.of("--ns=" + ns + ":user", "--fs=" + fs, "--net=" + net);
          new Cell("", options).pairs().forEach(missing::add);
        }
      }
    }
    missing.removeAll(met);
    assertEquals(Set.of(), missing);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void theContainerIsWhatWasAskedFor(Cell cell) {
    assertAll(
        cell.name(),
        () -> checkNamespaces(cell),
        () -> checkProcess(cell),
        () -> checkRoot(cell),
        () -> checkNetwork(cell),
        () -> assertEquals(LIMITS, guest.all(cell + ".limit")),
        () -> assertEquals(LIMITS, inside(cell, "limit")),
        () -> assertEquals("7", guest.one(cell + ".status")),
        () ->
            assertEquals(
                cell.backend("fs").equals("chroot") ? 1 : 0, guest.all(cell + ".error").size()),
        () -> assertEquals(List.of(), guest.all(cell + ".left")));
  }

  @Test
  void nothingIsLeftButTheBridge() {
    assertEquals("reached", guest.one("end"));
    assertEquals(List.of("/run/jcr/leases/jcr0"), guest.all("left"));
    assertEquals(List.of("jcr0", "lo"), guest.all("link"));
  }

  private void checkNamespaces(Cell cell) {
    Map<String, String> guests = kinds(guest.all("host.namespace"));
    Map<String, String> seen = kinds(guest.all(cell + ".namespace"));
    assertEquals(seen, kinds(inside(cell, "namespace")), "the same from inside");
    ALWAYS_NEW.forEach(kind -> assertNotEquals(guests.get(kind), seen.get(kind), kind));
    assertEquals(cell.user(), !guests.get("user").equals(seen.get("user")), "user");
    String net = seen.get("net");
    switch (cell.backend("net")) {
      case "host" -> assertEquals(guests.get("net"), net);
      case "netns" -> assertEquals(guest.one("blue.namespace"), net);
      case "container" -> assertEquals(kinds(guest.all("peer.namespace")).get("net"), net);
      default -> {
        assertNotEquals(guests.get("net"), net);
        assertNotEquals(guest.one("blue.namespace"), net);
      }
    }
  }

  /// Lines such as `net:[4026531840]` by their kinds.
  private static Map<String, String> kinds(List<String> lines) {
    Map<String, String> kinds = new TreeMap<>();
    lines.forEach(line -> kinds.put(line.replaceFirst(":.*", ""), line));
    return kinds;
  }

  private void checkProcess(Cell cell) {
    String root = cell.user() ? "200000" : "0";
    assertEquals(List.of(root, "pid 1"), guest.all(cell + ".process"));
    assertEquals(List.of("1 sh", "2 ps"), inside(cell, "process"));
    assertEquals(List.of("box"), inside(cell, "hostname"));
    String ids = cell.user() ? "0 0 200000 65536" : "0 0 0 4294967295";
    assertEquals(List.of(ids), inside(cell, "ids"));
    assertTrue(guest.all(cell + ".inside").contains("device"), "/dev/null");
  }

  private void checkRoot(Cell cell) {
    boolean overlay = cell.backend("fs").equals("overlay");
    String mount = inside(cell, "root").getLast();
    assertEquals(overlay, mount.startsWith("overlay "), mount);
    assertTrue(mount.contains("nodev"), mount);
    assertEquals(
        cell.backend("fs").equals("chroot") ? "/run/jcr/containers/" + cell + "/rootfs" : "/",
        guest.one(cell + ".root"));
    String owner = cell.user() ? "200000" : "0";
    assertEquals(overlay ? List.of(owner) : List.of(), guest.all(cell + ".above"));
    assertEquals(overlay ? List.of() : List.of("0"), guest.all(cell + ".below"));
  }

  private void checkNetwork(Cell cell) {
    List<String> addresses = inside(cell, "address");
    switch (cell.backend("net")) {
      case "none" -> assertEquals(List.of("lo 127.0.0.1"), addresses);
      case "veth" -> {
        assertEquals(List.of("lo 127.0.0.1", "eth0 " + guest.one(cell + ".address")), addresses);
        assertEquals("1", guest.one(cell + ".reached"), "a ping of the guest is answered");
      }
      case "host" -> assertTrue(addresses.contains("jcr0 10.88.0.1"), addresses::toString);
      case "netns" -> assertEquals(List.of("lo 10.99.0.1"), addresses);
      case "container" ->
          assertEquals(List.of("lo 127.0.0.1", "eth0 " + guest.one("peer.address")), addresses);
      default -> throw new IllegalArgumentException(cell.toString());
    }
  }

  /// What the container has told of itself under `name`.
  private List<String> inside(Cell cell, String name) {
    return guest.all(cell + ".inside").stream()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .toList();
  }
}
