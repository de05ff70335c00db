package io.jcr.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Limits in bytes a second hold: of the disk, and of the network between host and container.
///
/// A busy machine may be slower than the limit, but never quicker.
class RatesIT {
  private static final Path JCR = Path.of(System.getProperty("jcr.home"), "bin/jcr");
  private static final double NEARLY = 0.85; // a bucket is full at the beginning
  private static final double SECONDS_OF_A_BUSY_MACHINE = 15;
  private static final int NETWORK_BYTES = 2_500_000;

  @BeforeEach
  void requireRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "not root");
  }

  @Test
  void theDiskIsReadAndWrittenAtItsRate() throws Exception {
    requireDiskController();
    List<String> lines =
        run(
            "--net=none",
            "--limit=io:read=4M,write=2M",
            "--",
            "sh",
            "-c",
            """
            now() { read -r seconds rest </proc/uptime; echo "$1 $seconds"; }
            now start
            dd if=/dev/zero of=/root/file bs=256k count=16 oflag=direct
            now written
            dd if=/root/file of=/dev/null bs=256k iflag=direct
            now read
            """);
    double start = seconds(lines, "start");
    double written = seconds(lines, "written");
    double read = seconds(lines, "read");
    assertBetween(2, written - start, "4 MiB at 2 MiB/s");
    assertBetween(1, read - written, "4 MiB at 4 MiB/s");
  }

  private static double seconds(List<String> lines, String name) {
    Pattern form = Pattern.compile(name + " (.*)");
    return lines.stream()
        .map(form::matcher)
        .filter(Matcher::matches)
        .mapToDouble(m -> Double.parseDouble(m.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " in " + lines));
  }

  /// A machine may lack the controller, or have its containers in memory.
  private static void requireDiskController() throws IOException {
    List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts"));
    boolean v1 = mounts.stream().anyMatch(l -> l.matches("\\S+ \\S+ cgroup \\S*\\bblkio\\b.*"));
    Path unified = Path.of("/sys/fs/cgroup/cgroup.controllers");
    boolean v2 = Files.exists(unified) && Files.readString(unified).matches("(?s).*\\bio\\b.*");
    assumeTrue(v1 || v2, "machine: no mounted cgroup hierarchy has the controller io");
    Path data = Path.of("/var/lib/jcr");
    String type = Files.getFileStore(Files.exists(data) ? data : data.getParent()).type();
    assumeTrue(
        !List.of("tmpfs", "overlay", "ramfs", "nfs", "9p").contains(type),
        "machine: " + data + " is on " + type + ", not on a disk");
  }

  @Test
  void theNetworkHasItsRateInBothDirections() throws Exception {
    Process jcr =
        start(
            "--net=veth:rate=10M",
            "--",
            "sh",
            "-c",
            """
            nc -l -p 5001 | wc -c &
            ip -4 -o addr show dev eth0
            wait
            read -r port
            head -c 2500000 /dev/zero | nc host.jcr.internal "$port"
            """);
    try (BufferedReader out = jcr.inputReader(UTF_8)) {
      String line = String.valueOf(out.readLine());
      Matcher address = Pattern.compile(".* inet ([0-9.]+)\\.(\\d+)/.*").matcher(line);
      assertTrue(address.matches(), line);
      String host = address.group(1) + ".1"; // of the bridge
      String container = address.group(1) + "." + address.group(2);

      assertBetween(2, secondsToReceive(container, out), "20 Mbit into it at 10 Mbit/s");
      assertBetween(2, secondsToSend(host, jcr), "20 Mbit out of it at 10 Mbit/s");
      assertEquals(0, jcr.waitFor());
    } finally {
      jcr.destroy(); // not at its end only when the test has failed
      jcr.waitFor();
    }
  }

  /// The container counts what it got when it got all of it.
  private static double secondsToReceive(String container, BufferedReader out) throws Exception {
    try (Socket socket = connect(container)) {
      long begin = System.nanoTime();
      socket.getOutputStream().write(new byte[NETWORK_BYTES]);
      socket.shutdownOutput();
      assertEquals("" + NETWORK_BYTES, String.valueOf(out.readLine()).strip());
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  /// Its program may not listen yet.
  private static Socket connect(String container) throws IOException {
    IOException last = new IOException("never tried");
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) {
      try {
        return new Socket(container, 5001);
      } catch (IOException e) {
        last = e;
        Thread.onSpinWait();
      }
    }
    throw last;
  }

  private static double secondsToSend(String host, Process jcr) throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      server.setSoTimeout(20_000);
      jcr.getOutputStream().write((server.getLocalPort() + "\n").getBytes(UTF_8));
      jcr.getOutputStream().flush();
      try (Socket socket = server.accept()) {
        long begin = System.nanoTime();
        assertEquals(NETWORK_BYTES, socket.getInputStream().readAllBytes().length);
        return (System.nanoTime() - begin) / 1e9;
      }
    }
  }

  private static void assertBetween(double ideal, double seconds, String what) {
    assertTrue(
        seconds >= ideal * NEARLY && seconds <= SECONDS_OF_A_BUSY_MACHINE,
        what + " took " + seconds + " s");
  }

  private static List<String> run(String... arguments) throws Exception {
    Process process = start(arguments);
    process.getOutputStream().close();
    try (Stream<String> lines = process.inputReader(UTF_8).lines()) {
      List<String> all = lines.toList();
      assertEquals(0, process.waitFor(), all::toString);
      return all;
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(JCR.toString(), "run"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
