package io.jcr.plugins.bench.report;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.debian.HostProgram;
import io.jcr.plugins.bench.subject.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The machine that was measured on: everything that numbers depend on and that can be queried.
public final class Machine {
  private static final Path CPU = Path.of("/sys/devices/system/cpu");
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Path SWAPS = Path.of("/proc/swaps");
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Machine() {}

  /// Names and values, in the most readable order.
  public static Map<String, String> describe(String storage) throws InterruptedException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("kernel", line("/proc/version"));
    all.put("processor", processor());
    all.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    all.put("frequency governor", governor());
    all.put("virtualised", virtualised());
    all.put("memory", memory());
    all.put("swap", swap());
    all.put("storage", storage);
    all.put("mitigations", mitigations());
    all.put(
        "clock source", line("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
    all.put("transparent huge pages", line("/sys/kernel/mm/transparent_hugepage/enabled"));
    all.put("load average at the start", line("/proc/loadavg"));
    versions().forEach(all::put);
    return all;
  }

  /// The current load, for the end of a bench.
  public static String load() {
    return line("/proc/loadavg");
  }

  private static String processor() {
    return lines(CPUINFO).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.replaceAll("^.*: *", ""))
        .findFirst()
        .orElse("unknown");
  }

  private static String governor() {
    Path file = CPU.resolve("cpu0/cpufreq/scaling_governor");
    return Files.exists(file) ? line(file.toString()) : "not adjustable on this kernel";
  }

  private static String virtualised() {
    boolean hypervisor =
        lines(CPUINFO).stream()
            .anyMatch(line -> line.startsWith("flags") && line.contains(" hypervisor"));
    String vendor = line("/sys/class/dmi/id/sys_vendor");
    return hypervisor
        ? "yes" + (vendor.equals("unknown") ? "" : ", by " + vendor)
        : "no hypervisor reported";
  }

  private static String memory() {
    return lines(Path.of("/proc/meminfo")).stream()
        .filter(line -> line.matches("(MemTotal|MemAvailable):.*"))
        .map(line -> line.replaceAll("\\s+", " "))
        .reduce((one, other) -> one + ", " + other)
        .orElse("unknown");
  }

  private static String swap() {
    List<String> swaps = lines(SWAPS);
    return swaps.size() <= 1 ? "none" : String.join("; ", swaps.subList(1, swaps.size()));
  }

  private static String mitigations() {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(CPU.resolve("vulnerabilities"))) {
      for (Path file : files.sorted().toList()) {
        String state = line(file.toString());
        if (!state.equals("Not affected")) {
          all.add(file.getFileName() + ": " + state);
        }
      }
    } catch (IOException e) {
      return "unknown";
    }
    return all.isEmpty() ? "not affected by any that the kernel knows" : String.join("; ", all);
  }

  private static Map<String, String> versions() throws InterruptedException {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String program :
        List.of("runc", "crun", "podman", "bwrap", "systemd-nspawn", "lxc-execute", "wrk")) {
      if (Commands.find(program).isPresent()) {
        versions.put(program, version(program));
      }
    }
    return versions;
  }

  private static String version(String program) throws InterruptedException {
    try {
      String option = program.equals("wrk") ? "-v" : "--version"; // wrk's exit status is 1 then
      return HostProgram.run(Path.of("."), LIMIT, List.of(program, option))
          .text()
          .lines()
          .findFirst()
          .orElse("");
    } catch (IOException | HostException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String line(String file) {
    return lines(Path.of(file)).stream().findFirst().map(String::strip).orElse("unknown");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
