package io.jcr.spi;

/// Finds the backend that another one wraps ([Backend#connect]). Implemented by jcr and by tests.
public interface BackendLookup {
  /// The instance of a backend in this process, from any plugin.
  ///
  /// @param spi such as `Namespace.class`
  /// @param name as on the command line: `NAME` or `PLUGIN-ID/NAME`
  /// @throws io.jcr.api.UsageException when none or two match; the message lists those that exist
  <B extends Backend> B find(Class<B> spi, String name);
}
