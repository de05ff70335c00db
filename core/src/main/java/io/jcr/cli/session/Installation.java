package io.jcr.cli.session;

import io.jcr.plugin.OpenJars;
import io.jcr.spi.SpiTable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The jcr that is called.
///
/// @param home where it is installed
/// @param spis the kinds of backends that it knows
/// @param kept what stays open of its own plugins from call to call; null in a JVM that serves one
public record Installation(Path home, SpiTable spis, @Nullable OpenJars kept) {
  /// One that is called once.
  public Installation(Path home, SpiTable spis) {
    this(home, spis, null);
  }

  /// The same for a resident planner.
  public Installation resident() {
    return new Installation(home, spis, new OpenJars());
  }

  /// Whether this JVM serves many calls.
  public boolean isResident() {
    return kept != null;
  }

  /// What this process was started from.
  static Installation standard() {
    return new Installation(Path.of(System.getProperty("jcr.home", ".")), SpiTable.STANDARD);
  }
}
