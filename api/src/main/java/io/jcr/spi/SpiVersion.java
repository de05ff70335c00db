package io.jcr.spi;

/// The version of the SPI: of `io.jcr.spi` and `io.jcr.api` together. It is a semantic version of
/// its own, apart from jcr's: a plugin that was made for one goes with all later ones of the same
/// major version; while that is 0, of the same minor version.
///
/// A plugin says in its manifest which versions it goes with: `Plugin-Requires: ~0.1.0`.
public final class SpiVersion {
  /// The version of these classes.
  public static final String CURRENT = "0.1.1";

  private SpiVersion() {}
}
