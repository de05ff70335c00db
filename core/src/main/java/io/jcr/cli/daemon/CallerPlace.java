package io.jcr.cli.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where a process stands in the kernel's eyes: its namespaces, its root and what it may do. A
/// planner plans and acts in its own place, so it serves only callers who are in the same one.
///
/// @param links what its namespaces and its root are
/// @param capabilities those in effect
record CallerPlace(List<String> links, String capabilities) {
  private static final List<String> LINKS =
      List.of("ns/mnt", "ns/net", "ns/pid", "ns/ipc", "ns/uts", "ns/user", "ns/cgroup", "root");
  private static final String CAPABILITIES = "CapEff:";

  /// That of the process `pid`, as it is seen from here.
  ///
  /// @throws IOException when it is gone
  static CallerPlace of(String pid) throws IOException {
    Path process = Path.of("/proc", pid);
    List<String> links = new ArrayList<>();
    for (String link : LINKS) {
      links.add(Files.readSymbolicLink(process.resolve(link)).toString());
    }
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith(CAPABILITIES)) {
        return new CallerPlace(links, line);
      }
    }
    throw new IOException("no " + CAPABILITIES + " of " + pid);
  }
}
