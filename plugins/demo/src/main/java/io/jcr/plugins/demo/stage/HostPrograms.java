package io.jcr.plugins.demo.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Host programs that a scene types and that not every host has.
///
/// @param path directories as in the variable PATH
record HostPrograms(String path) {
  /// Root's program directories, for users whose PATH lacks them, as after `su` without `-`.
  private static final List<String> OF_ROOT = List.of("/usr/sbin", "/sbin");

  /// As this, plus root's program directories.
  HostPrograms withThoseOfRoot() {
    List<String> all = new ArrayList<>(List.of(path.split(":", -1)));
    OF_ROOT.stream().filter(directory -> !all.contains(directory)).forEach(all::add);
    return new HostPrograms(String.join(":", all));
  }

  /// Whether a program exists.
  boolean has(String program) {
    for (String directory : path.split(":", -1)) {
      Path file = Path.of(directory).resolve(program);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return true;
      }
    }
    return false;
  }

  /// Skips a scene whose programs are missing, and says what to install.
  ///
  /// @param packages the Debian package of each program
  void require(Map<String, String> packages) throws Skipped {
    Map<String, String> missing = new TreeMap<>(packages);
    missing.keySet().removeIf(this::has);
    if (!missing.isEmpty()) {
      throw new Skipped(
          String.join(" and ", missing.keySet())
              + (missing.size() == 1 ? " is" : " are")
              + " not installed (apt-get install "
              + String.join(" ", new TreeSet<>(missing.values()))
              + ")");
    }
  }
}
