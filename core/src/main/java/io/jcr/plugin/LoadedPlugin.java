package io.jcr.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginWrapper;

/// A plugin whose jar is open.
///
/// @param jar its jar
/// @param wrapper pf4j's view of it
record LoadedPlugin(Path jar, PluginWrapper wrapper) {
  /// A service could not be made.
  static final class Unmade extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean byItsOwnCode;
    private final String clause;

    private Unmade(String clause, @Nullable Throwable cause, boolean byItsOwnCode) {
      super(clause, cause);
      this.clause = clause;
      this.byItsOwnCode = byItsOwnCode;
    }

    /// Because of what can be seen of its class.
    Unmade(String clause) {
      this(clause, null, false);
    }

    /// Because of what its constructor or a method threw.
    static Unmade by(String className, Throwable e) {
      String told =
          switch (e) {
            case NoClassDefFoundError missing ->
                "its class "
                    + className
                    + " needs class "
                    + missing.getMessage()
                    + ", which is neither in it nor in jcr's SPI";
            case ExceptionInInitializerError thrown ->
                "its class " + className + " fails when it is loaded: " + oneLine(cause(thrown));
            case LinkageError broken ->
                "its class " + className + " cannot be used: " + oneLine(broken);
            default -> "its class " + className + " fails when it is instantiated: " + oneLine(e);
          };
      return new Unmade(
          told, e, !(e instanceof LinkageError) || e instanceof ExceptionInInitializerError);
    }

    private static Throwable cause(Throwable e) {
      return e.getCause() == null ? e : e.getCause();
    }

    private static String oneLine(Throwable e) {
      return e.toString().replaceAll("\\s+", " ");
    }

    /// What is wrong with the jar, as a clause.
    String told() {
      return clause;
    }

    /// Whether the plugin's own code threw something.
    boolean byItsOwnCode() {
      return byItsOwnCode;
    }
  }

  /// Creates a service as `ServiceLoader` does, but only the requested one.
  <T> T make(Class<T> spi, String className) throws Unmade {
    try {
      Class<?> type = Class.forName(className, true, wrapper.getPluginClassLoader());
      if (!spi.isAssignableFrom(type)) {
        throw new Unmade(
            "its class " + className + " is no " + spi.getName() + ", as its services file says");
      }
      return spi.cast(type.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw new Unmade("class " + className + " is not in it", e, false);
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw new Unmade(
          "its class "
              + className
              + " is not a public class with a public constructor without arguments",
          e,
          false);
    } catch (InvocationTargetException e) {
      throw Unmade.by(className, Unmade.cause(e));
    } catch (LinkageError e) {
      throw Unmade.by(className, e);
    }
  }

  /// Whether it has loaded a class of this name.
  boolean defines(String className) {
    return ((JarPluginManager.HostFirstClassLoader) wrapper.getPluginClassLoader())
        .defines(className);
  }

  /// Closes the jar. Classes that are still needed must have been loaded before.
  void close() {
    if (wrapper.getPluginClassLoader() instanceof Closeable loader) {
      try {
        loader.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
