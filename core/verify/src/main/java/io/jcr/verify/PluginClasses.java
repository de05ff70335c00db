package io.jcr.verify;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The classes of a plugin as jcr loads them: the SPI's and slf4j's from jcr, all others from the
/// jar and its libraries, or from Java.
final class PluginClasses extends URLClassLoader {
  private static final List<String> COPIED = List.of("io.jcr.api.", "io.jcr.spi.", "org.slf4j.");
  private static final List<String> SHARED =
      List.of("io.jcr.api.", "io.jcr.spi.", "org.slf4j.", "org.jspecify.", "jakarta.inject.");

  private final ClassLoader jcr;

  PluginClasses(List<Path> jars) {
    super("plugin", urls(jars), getPlatformClassLoader());
    this.jcr = PluginClasses.class.getClassLoader();
  }

  /// Whether jcr's own class of this name is used, even if a jar holds a copy.
  static boolean isHosts(String name) {
    return COPIED.stream().anyMatch(name::startsWith);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return SHARED.stream().anyMatch(name::startsWith)
        ? jcr.loadClass(name)
        : super.loadClass(name, resolve);
  }

  private static URL[] urls(List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return urls.toArray(URL[]::new);
  }
}
