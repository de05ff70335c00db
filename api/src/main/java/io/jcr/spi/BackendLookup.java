package io.jcr.spi;

/// Finds other backends, for one that wraps another ([Backend#connect]). Implemented by jcr, and by
/// tests.
public interface BackendLookup {
  /// The one instance of a backend in this process, whichever plugin brings it.
  ///
  /// @param spi such as `Namespace.class`
  /// @param name as on the command line: `NAME` or `PLUGIN-ID/NAME`
  /// @throws io.jcr.api.UsageException when there is none, or there are two; it says which there
  ///   are
  <B extends Backend> B find(Class<B> spi, String name);
}
