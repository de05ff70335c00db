package io.jcr.program;

import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.SpiTable;
import java.util.List;
import java.util.Optional;

/// The kinds of backends that a program can be. A namespace backend decides in microseconds, from
/// Java objects of others, what the rest of a run depends on, and stays in Java.
public final class ProgramBackends {
  private ProgramBackends() {}

  /// Their options: `net`, `limiter`, `fs`.
  public static List<String> options() {
    return List.of(
        SpiTable.NETWORK.option(), SpiTable.LIMITER.option(), SpiTable.FILESYSTEM.option());
  }

  /// A backend of a program; empty if a program cannot be one of this kind.
  ///
  /// @param name as the program has described it
  public static Optional<Backend> make(BackendProgram program, Class<?> spi, String name) {
    if (spi == Network.class) {
      return Optional.of(new ProgramNetwork(program, name));
    }
    if (spi == ResourceLimiter.class) {
      return Optional.of(new ProgramLimiter(program, name));
    }
    return spi == Filesystem.class
        ? Optional.of(new ProgramFilesystem(program, name))
        : Optional.empty();
  }
}
