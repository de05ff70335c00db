package io.jcr.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

/// Whether jcr's JVM can start from its AOT cache. An archive is unpacked without one, and
/// `bin/jcr` ignores a cache that is older or newer than a jar: either way nothing but the time
/// that every command takes tells.
public final class StartUpCache {
  private static final String NAME = "lib/jcr.aot";

  private StartUpCache() {}

  /// Returns what is wrong with the cache of the installation in `home`; empty if it is used.
  public static List<Doctor.Finding> examine(Path home) {
    try {
      Path cache = home.resolve(NAME);
      if (!Files.isRegularFile(cache)) {
        return slow(home, cache + " is missing");
      }
      FileTime built = Files.getLastModifiedTime(cache);
      for (String name : Files.readAllLines(home.resolve("lib/jars"))) {
        Path jar = home.resolve(name);
        if (Files.exists(jar) && !Files.getLastModifiedTime(jar).equals(built)) {
          return slow(home, jar + " has changed since " + cache + " was made");
        }
      }
      return List.of();
    } catch (IOException e) {
      return slow(home, "the installation cannot be read: " + e);
    }
  }

  private static List<Doctor.Finding> slow(Path home, String why) {
    return List.of(
        new Doctor.Finding(
            Doctor.Grade.NOTE,
            "start-up",
            why + ": every command that no planner serves takes several times as long",
            "run " + home.resolve("libexec/jcr-train")));
  }
}
