package io.jcr.runtime;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import io.jcr.host.HostLog;
import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Support;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;

/// The four backends that were selected for a run.
public record Backends(
    Namespace namespace, Filesystem filesystem, Network network, ResourceLimiter limiter) {
  /// Called by Guice with what its module has bound.
  @Inject
  public Backends {}

  /// Asks each whether it can run here. Nothing is changed.
  ///
  /// @throws UnsupportedException for the first that cannot
  void probe(HostFacts facts) {
    for (Backend backend : all()) {
      if (backend.probe(facts) instanceof Support.Unsupported(String reason, String remedy)) {
        throw new UnsupportedException(label(backend), reason, remedy);
      }
    }
  }

  /// Asks each whether it understands its options in `spec` and can do what that wants. Nothing is
  /// changed.
  ///
  /// @throws io.jcr.api.UsageException for the first that does not
  void validate(ContainerSpec spec) {
    all().forEach(backend -> backend.validate(spec));
  }

  /// Runs a call into a backend; a kernel call that failed in it is reported in the backend's name.
  static <T> T asked(Backend backend, HostFacts facts, HostLog log, Supplier<T> call) {
    log.ask(label(backend));
    try {
      return call.get();
    } catch (ErrnoException e) {
      throw new HostException(label(backend), e, Advice.on(e, facts));
    } catch (HostException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(label(backend))
          ? e
          : new HostException(label(backend) + ": " + message);
    } finally {
      log.ask("jcr");
    }
  }

  /// A backend in a sentence: `network veth`.
  static String label(Backend backend) {
    return switch (backend) {
      case Namespace b -> "namespace " + b.name();
      case Filesystem b -> "filesystem " + b.name();
      case Network b -> "network " + b.name();
      case ResourceLimiter b -> "limiter " + b.name();
      default -> backend.name();
    };
  }

  private List<Backend> all() {
    return List.of(namespace, filesystem, network, limiter);
  }
}
