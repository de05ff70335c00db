package io.jcr.plugin;

/// What a plugin sees of jcr: the SPI, the logging API, the annotations, and the Java runtime. It
/// sees nothing of jcr's own classes and libraries, so that no plugin comes to depend on them by
/// accident, nor breaks when jcr has another version of one.
final class HostClasses extends ClassLoader {
  private final ClassLoader jcr;

  HostClasses(ClassLoader jcr) {
    super("jcr-spi", getPlatformClassLoader());
    this.jcr = jcr;
  }

  /// Whether a class of this name comes from jcr, even if a jar holds a copy: a backend would
  /// implement another interface of the same name otherwise.
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
