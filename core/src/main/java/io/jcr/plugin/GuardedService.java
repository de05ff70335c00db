package io.jcr.plugin;

import io.jcr.spi.Backend;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Puts [PluginCalls] between jcr and a plugin's object. The four kinds of backend that every run
/// uses have classes of their own, because the JVM would generate a proxy class again on each run.
final class GuardedService {
  private GuardedService() {}

  /// The object that jcr uses in its place.
  static <T> T of(PluginCalls calls, PluginService service, Class<T> spi, T made) {
    Object guarded =
        switch (made) {
          case Namespace namespace when spi == Namespace.class ->
              new GuardedNamespace(calls, service, namespace);
          case Filesystem filesystem when spi == Filesystem.class ->
              new GuardedFilesystem(calls, service, filesystem);
          case Network network when spi == Network.class ->
              new GuardedNetwork(calls, service, network);
          case ResourceLimiter limiter when spi == ResourceLimiter.class ->
              new GuardedLimiter(calls, service, limiter);
          case CommandProvider command when spi == CommandProvider.class ->
              new GuardedCommand(service.plugin(), service.described(), command);
          default -> proxy(calls, service, spi, made);
        };
    return spi.cast(guarded);
  }

  private static Object proxy(PluginCalls calls, PluginService service, Class<?> spi, Object made) {
    return Proxy.newProxyInstance(
        spi.getClassLoader(),
        new Class<?>[] {spi},
        (_, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return method.invoke(made, arguments);
          }
          if (method.getDeclaringClass() == Backend.class && method.getName().equals("name")) {
            return service.name();
          }
          String named = service.described().spi() + "." + method.getName();
          if (method.getReturnType() == void.class) {
            calls.run(service.plugin(), named, () -> invoke(method, made, arguments));
            return null;
          }
          return calls.answer(service.plugin(), named, () -> invoke(method, made, arguments));
        });
  }

  private static @Nullable Object invoke(Method method, Object made, Object... arguments) {
    try {
      return method.invoke(made, arguments);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
