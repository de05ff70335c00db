package io.jcr.spi;

/// The version of the SPI, which covers `io.jcr.spi` and `io.jcr.api`. It is a semantic version,
/// independent of jcr's own: a plugin built for one works with all later ones of the same major
/// version or, while that is 0, of the same minor version.
///
/// A plugin's manifest says which versions it works with: `Plugin-Requires: ~0.1.0`.
public final class SpiVersion {
  /// The version of these classes.
  public static final String CURRENT = "0.1.1";

  private SpiVersion() {}
}
