package io.jcr.plugin;

import io.jcr.spi.Backend;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.SpiTable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds out what a jar provides and everything that prevents its use: first what can be seen
/// without running its code ([JarFindings]), then whether its services can be created and what they
/// are called. Done once per jar; an index keeps the result.
final class JarInspection {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final String NAME_RULE = "a name is lower case letters, digits and '-'";

  /// Creating a service takes milliseconds, unless it waits for something that never comes.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String TRY_AGAIN = " (touch the jar to have it tried again)";

  private final FoundJar jar;
  private final SpiTable spis;
  private final Duration patience;
  private final List<String> problems = new ArrayList<>();
  private final List<PluginDescription.Service> services = new ArrayList<>();

  /// Whether another inspection of the same jar may have a different result.
  private boolean passing;

  private JarInspection(FoundJar jar, SpiTable spis, Duration patience) {
    this.jar = jar;
    this.spis = spis;
    this.patience = patience;
  }

  /// The result of an inspection.
  ///
  /// @param lasting whether it holds until the jar changes; an exception thrown by a plugin's own
  ///   code may depend on anything
  record Result(PluginDescription description, boolean lasting) {}

  static Result of(FoundJar jar, SpiTable spis) {
    return of(jar, spis, PATIENCE);
  }

  /// @param patience how long to wait for each service
  static Result of(FoundJar jar, SpiTable spis, Duration patience) {
    JarInspection inspection = new JarInspection(jar, spis, patience);
    PluginDescription description = inspection.inspect();
    return new Result(description, !inspection.passing);
  }

  /// What is remembered about a jar whose code ended the JVM when it was inspected.
  static PluginDescription fatal() {
    return PluginDescription.unusable(
        "its code ends Java when jcr looks into it: a plugin must not do that" + TRY_AGAIN);
  }

  private PluginDescription inspect() {
    try {
      PluginDescription plugin = JarFindings.of(jar.path(), jar.libraryJars(), spis).description();
      problems.addAll(plugin.problems());
      if (problems.isEmpty()) {
        make(plugin);
      }
      return new PluginDescription(
          plugin.id(),
          plugin.version(),
          plugin.requires(),
          plugin.provider(),
          plugin.description(),
          problems,
          plugin.notes(),
          problems.isEmpty() ? services : List.of());
    } catch (IOException | RuntimeException e) {
      passing = !(e instanceof java.util.zip.ZipException);
      return PluginDescription.unusable("it is not a jar: " + e.getMessage());
    }
  }

  /// Creates each service once to learn its name.
  private void make(PluginDescription plugin) {
    LoadedPlugin loaded = new LoadedPlugin(jar.path(), new JarPluginManager().load(jar, plugin));
    for (PluginDescription.Service service : plugin.services()) {
      try {
        PluginDescription.Service made = inTime(loaded, service);
        requireOwnName(made);
        services.add(made);
      } catch (LoadedPlugin.Unmade e) {
        passing |= e.byItsOwnCode();
        problems.add(e.told());
      } catch (TimeoutException e) {
        problems.add( // remembered, or each run would wait for it again
            "its class "
                + service.className()
                + " has not said its name within "
                + patience.toSeconds()
                + " s: it hangs when it is instantiated"
                + TRY_AGAIN);
        break; // its thread keeps running until jcr ends
      }
    }
    loaded.close();
  }

  /// Creates it in a separate thread: a plugin's code may do anything, including hang forever.
  private PluginDescription.Service inTime(LoadedPlugin loaded, PluginDescription.Service service)
      throws LoadedPlugin.Unmade, TimeoutException {
    FutureTask<PluginDescription.Service> making =
        new FutureTask<>(() -> described(loaded, service));
    Thread.ofPlatform().daemon().name("makes " + service.className()).start(making);
    try {
      return making.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LoadedPlugin.Unmade unmade) {
        throw unmade;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw LoadedPlugin.Unmade.by(service.className(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LoadedPlugin.Unmade.by(service.className(), e);
    }
  }

  private PluginDescription.Service described(
      LoadedPlugin loaded, PluginDescription.Service service) throws LoadedPlugin.Unmade {
    String className = service.className();
    Class<?> spi =
        JarFindings.types(spis).stream()
            .filter(s -> s.getSimpleName().equals(service.spi()))
            .findFirst()
            .orElseThrow();
    Object made = loaded.make(spi, className);
    requireAllMethods(made.getClass());
    String name =
        made instanceof Backend backend ? backend.name() : ((CommandProvider) made).name();
    String summary = made instanceof CommandProvider command ? command.summary() : "";
    if (name == null || !NAME.matcher(name).matches()) {
      throw new LoadedPlugin.Unmade(
          "its class " + className + " has the name '" + name + "': " + NAME_RULE);
    }
    return new PluginDescription.Service(service.spi(), name, className, String.valueOf(summary));
  }

  /// If two had the same name, neither could be chosen.
  private void requireOwnName(PluginDescription.Service made) throws LoadedPlugin.Unmade {
    for (PluginDescription.Service other : services) {
      if (other.spi().equals(made.spi()) && other.name().equals(made.name())) {
        throw new LoadedPlugin.Unmade(
            "its classes "
                + other.className()
                + " and "
                + made.className()
                + " have one name: "
                + made.name());
      }
    }
  }

  /// A service compiled against another version of the SPI can be created, but fails when jcr first
  /// calls a method that it lacks.
  private static void requireAllMethods(Class<?> type) throws LoadedPlugin.Unmade {
    String lacking =
        Arrays.stream(type.getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .map(JarInspection::told)
            .collect(Collectors.joining(", "));
    if (!lacking.isEmpty()) {
      throw new LoadedPlugin.Unmade(
          "its class " + type.getName() + " was built for another SPI: it lacks " + lacking);
    }
  }

  private static String told(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(
            Collectors.joining(
                ", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
  }
}
