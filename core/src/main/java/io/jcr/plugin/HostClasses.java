package io.jcr.plugin;

/// What a plugin sees of jcr: the SPI, the logging API, the annotations and the Java runtime. jcr's
/// own classes and libraries are hidden, so that no plugin depends on them by accident or breaks
/// when jcr changes the version of a library.
final class HostClasses extends ClassLoader {
  private final ClassLoader jcr;

  HostClasses(ClassLoader jcr) {
    super("jcr-spi", getPlatformClassLoader());
    this.jcr = jcr;
  }

  /// Whether a class of this name comes from jcr even if a jar holds a copy. Otherwise a backend
  /// would implement a different interface of the same name.
  static boolean has(String name) {
    return name.startsWith("io.jcr.api.")
        || name.startsWith("io.jcr.spi.")
        || name.startsWith("org.slf4j.");
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean annotation = name.startsWith("org.jspecify.") || name.startsWith("jakarta.inject.");
    return annotation || has(name) ? jcr.loadClass(name) : super.loadClass(name, resolve);
  }
}
