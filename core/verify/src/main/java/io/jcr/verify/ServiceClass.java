package io.jcr.verify;

import io.jcr.plugin.verify.Check;
import io.jcr.spi.Backend;
import io.jcr.spi.CommandProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A class that a services file names.
///
/// @param spi for which it is named
/// @param type the class; Object when it cannot be loaded
/// @param name by which the command line calls it; empty when it cannot be made
record ServiceClass(Spi spi, Class<?> type, String name) {
  /// Loads it and makes one, and tells whether that can be done.
  static ServiceClass of(
      Spi spi,
      String className,
      ClassLoader loader,
      BundledBackends bundled,
      Consumer<Check> told) {
    String check = className + " can be made";
    ServiceClass none = new ServiceClass(spi, Object.class, "");
    try {
      Class<?> type = Class.forName(className, false, loader);
      String reason = reason(spi, type);
      if (!reason.isEmpty()) {
        told.accept(Check.failed(JarChecks.GROUP, check, reason));
        return none;
      }
      String name = nameOf(type.getConstructor().newInstance());
      told.accept(Check.ok(JarChecks.GROUP, check));
      told.accept(
          Check.of(
              JarChecks.GROUP,
              "the name " + name + " is free",
              bundled
                  .owner(spi, name)
                  .map(jar ->
                      jar.getFileName()
                          + " of jcr has it too: it has to be written"
                          + " as PLUGIN-ID/"
                          + name)
                  .orElse("")));
      return new ServiceClass(spi, type, name);
    } catch (InvocationTargetException e) {
      told.accept(Check.failed(JarChecks.GROUP, check, "its constructor throws " + e.getCause()));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      told.accept(Check.failed(JarChecks.GROUP, check, e.toString()));
    }
    return none;
  }

  boolean usable() {
    return !name.isEmpty();
  }

  static String nameOf(Object service) {
    return String.valueOf(
        service instanceof CommandProvider command ? command.name() : ((Backend) service).name());
  }

  private static String reason(Spi spi, Class<?> type) {
    if (!spi.type().isAssignableFrom(type)) {
      return "it does not implement " + spi.type().getName();
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      return "the class is not public";
    }
    if (Arrays.stream(type.getConstructors()).noneMatch(c -> c.getParameterCount() == 0)) {
      return "it has no public constructor without parameters";
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      return "the class is abstract";
    }
    String lacking =
        Arrays.stream(type.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .map(Method::toString)
            .collect(Collectors.joining(", "));
    return lacking.isEmpty() ? "" : "it was made for another SPI: it lacks " + lacking;
  }
}
