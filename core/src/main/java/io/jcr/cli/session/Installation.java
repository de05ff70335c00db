package io.jcr.cli.session;

import io.jcr.spi.SpiTable;
import java.nio.file.Path;

/// The jcr that is called.
///
/// @param home where it is installed
/// @param spis the kinds of backends that it knows
public record Installation(Path home, SpiTable spis) {
  /// What this process was started from.
  static Installation standard() {
    return new Installation(Path.of(System.getProperty("jcr.home", ".")), SpiTable.STANDARD);
  }
}
