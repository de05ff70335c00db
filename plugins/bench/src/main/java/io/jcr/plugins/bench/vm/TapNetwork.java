package io.jcr.plugins.bench.vm;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.debian.HostProgram;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// A bridge on the host whose ports are the guests' tap devices, as containers' veth ends are:
/// 10.89.N.0/24, where the host is .1. The bridge's name is kept in a file, so that whoever finds
/// that its owner was killed can remove it.
final class TapNetwork implements AutoCloseable {
  private static final String FILE = "bridge";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path INTERFACES = Path.of("/sys/class/net");
  private static final int FIRST_GUEST = 2;
  private static final int LAST_GUEST = 254;

  /// @param name of the tap device
  /// @param number of the guest, for its MAC address
  /// @param address of the guest, without prefix length
  record Tap(String name, int number, String address) {}

  private final String bridge;
  private final String prefix;
  private final Path ip;
  private final AtomicInteger guests = new AtomicInteger(FIRST_GUEST);

  private TapNetwork(String bridge, String prefix, Path ip) {
    this.bridge = bridge;
    this.prefix = prefix;
    this.ip = ip;
  }

  /// @param directory the owner's, which is locked
  static synchronized TapNetwork create(Path directory) throws IOException, InterruptedException {
    Path ip = HostProgram.find("bench vm", "ip", "iproute2");
    // Two processes must not both find the same name and network free.
    try (FileChannel lock =
        FileChannel.open(
            directory.resolveSibling("network.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock.lock();
      String prefix = freePrefix(Files.readAllLines(Path.of("/proc/net/route")));
      TapNetwork network = new TapNetwork(freeName(), prefix, ip);
      Files.writeString(directory.resolve(FILE), network.bridge);
      network.setUp();
      return network;
    }
  }

  private void setUp() throws IOException, InterruptedException {
    try {
      ip("link", "add", bridge, "type", "bridge", "forward_delay", "0", "mcast_snooping", "0");
      ip("address", "add", prefix + ".1/24", "dev", bridge);
      ip("link", "set", bridge, "up");
    } catch (HostException e) {
      close();
      throw e;
    }
  }

  /// A name and an address that no other guest of this network has had.
  Tap next() {
    int number = guests.getAndIncrement();
    if (number > LAST_GUEST) {
      throw new HostException(
          "bench vm: no address is left in "
              + prefix
              + ".0/24 after "
              + (LAST_GUEST - 1)
              + " guests");
    }
    return new Tap(bridge + "." + number, number, prefix + "." + number);
  }

  /// Connects the tap to the bridge once QEMU has created it.
  void attach(Tap tap, Process qemu) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(INTERFACES.resolve(tap.name()))) {
      if (!qemu.isAlive() || System.nanoTime() - deadline > 0) {
        throw new HostException("bench vm: QEMU did not create the tap device " + tap.name());
      }
      Thread.sleep(2);
    }
    ip("link", "set", tap.name(), "master", bridge, "up");
  }

  /// This guest's address in the form that the guest configures.
  static String withPrefixLength(Tap tap) {
    return tap.address() + "/24";
  }

  @Override
  public void close() {
    remove(ip, bridge);
  }

  /// Removes the bridge of an owner that is gone.
  static void removeOf(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      remove(HostProgram.find("bench vm", "ip", "iproute2"), Files.readString(file));
    }
  }

  /// A third octet that no route has: another program's route to the same network would take the
  /// guests' traffic.
  static String freePrefix(List<String> routes) {
    for (int octet = 0; octet < 256; octet++) {
      String littleEndian = String.format(Locale.ROOT, "%02X590A", octet);
      if (routes.stream().noneMatch(line -> line.contains("\t00" + littleEndian + "\t"))) {
        return "10.89." + octet;
      }
    }
    throw new HostException("bench vm: every network in 10.89.0.0/16 already has a route");
  }

  private static String freeName() {
    for (int number = 0; number < 1000; number++) {
      if (!Files.exists(INTERFACES.resolve("jcrvm" + number))) {
        return "jcrvm" + number;
      }
    }
    throw new HostException("bench vm: bridges jcrvm0 to jcrvm999 already exist");
  }

  private void ip(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ip.toString()));
    command.addAll(List.of(words));
    HostProgram.Outcome outcome = HostProgram.run(Path.of("/"), PATIENCE, command);
    if (outcome.status() != 0) {
      throw new HostException(
          "bench vm: ip " + String.join(" ", words) + ": " + outcome.lastLine());
    }
  }

  private static void remove(Path ip, String bridge) {
    try {
      HostProgram.run(Path.of("/"), PATIENCE, List.of(ip.toString(), "link", "delete", bridge));
    } catch (IOException e) {
      throw new HostException("bench vm: remove the bridge " + bridge + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
