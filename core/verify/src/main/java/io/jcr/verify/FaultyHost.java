package io.jcr.verify;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.spi.Host;
import io.jcr.spi.VethPair;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Stands between the undo journal and the real host: counts what is asked for, lets one change
/// fail, and knows which files, directories, cgroups, leases and links were made, as paths that
/// must be gone when all is undone.
final class FaultyHost {
  private static final Set<String> QUESTIONS = Set.of("facts", "paths", "container", "toString");
  private static final Path LEASES = Path.of("/run/jcr/leases");
  private static final Path LINKS = Path.of("/sys/class/net");

  private final int failing;
  private final List<String> changes = new ArrayList<>();
  private final Set<Path> made = new LinkedHashSet<>();

  /// @param failing the number of the change that fails, counted from 1; 0 for none
  FaultyHost(int failing) {
    this.failing = failing;
  }

  /// The changes that were asked for, the failed one included.
  List<String> changes() {
    return changes;
  }

  /// What was made and still exists.
  List<Path> left() {
    return made.stream().filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS)).toList();
  }

  Host before(Host real) {
    return (Host)
        Proxy.newProxyInstance(
            FaultyHost.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (proxy, method, arguments) -> asked(real, method, arguments));
  }

  private Object asked(Host real, Method method, Object... arguments) throws Throwable {
    if (!QUESTIONS.contains(method.getName())) {
      changes.add(method.getName() + " " + List.of(arguments));
      if (changes.size() == failing) {
        throw new ErrnoException(method.getName(), String.valueOf(arguments[0]), Errno.EIO);
      }
    }
    Optional<Path> path = path(method.getName(), arguments);
    boolean existed = path.filter(p -> Files.exists(p, LinkOption.NOFOLLOW_LINKS)).isPresent();
    try {
      Object result = method.invoke(real, arguments);
      path.filter(p -> !existed).ifPresent(made::add);
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Optional<Path> path(String method, Object... arguments) {
    return switch (method) {
      case "createDirectory", "createFile", "createCgroup", "createNetworkNamespace" ->
          Optional.of((Path) arguments[0]);
      case "lease" ->
          Optional.of(LEASES.resolve((String) arguments[0]).resolve((String) arguments[1]));
      case "createVeth" -> Optional.of(LINKS.resolve(((VethPair) arguments[0]).hostName()));
      default -> Optional.empty();
    };
  }
}
