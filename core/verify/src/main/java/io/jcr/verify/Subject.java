package io.jcr.verify;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxResources;
import io.jcr.plugin.verify.VerifyRequest;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendLookup;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.HostFacts;
import io.jcr.spi.contract.SampleSpec;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import org.opentest4j.AssertionFailedError;

/// The service that is verified.
///
/// @param kind what it is
/// @param type its class
/// @param name what it is called
/// @param callName by which the command line calls it, whatever other plugins there are: `ID/NAME`
/// @param options that it cannot do without
/// @param facts a machine on which it works: this one, or one that is made up
/// @param others finds the backends that it wraps, if it does
/// @param plugins a folder with the plugin and nothing else
/// @param request what was asked for
record Subject(
    Kind kind,
    Class<?> type,
    String name,
    String callName,
    Map<String, String> options,
    HostFacts facts,
    BackendLookup others,
    Path plugins,
    VerifyRequest request) {
  Subject {
    options = Map.copyOf(options);
  }

  /// A new instance, as `ServiceLoader` makes it.
  <T> T make(Class<T> as) {
    try {
      Object made = type.getConstructor().newInstance();
      if (made instanceof Backend backend) {
        backend.connect(others);
      }
      return as.cast(made);
    } catch (InvocationTargetException e) {
      throw new AssertionFailedError(type.getName() + " cannot be made: " + e.getCause(), e);
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new AssertionFailedError(type.getName() + " cannot be made: " + e, e);
    }
  }

  Backend backend() {
    return make(Backend.class);
  }

  CommandProvider command() {
    return make(CommandProvider.class);
  }

  /// Whether it was said that it does not have this capability of its contract.
  boolean lacks(String capability) {
    return request.without().contains(capability)
        || request.without().contains(name + ":" + capability);
  }

  Subject on(HostFacts machine) {
    return new Subject(kind, type, name, callName, options, machine, others, plugins, request);
  }

  /// A container of jcr's own root file system that has chosen this backend.
  ContainerSpec spec(String id) {
    Map<String, BackendChoice> backends = Map.of(kind.option(), new BackendChoice(name, options));
    ContainerSpec spec = SampleSpec.of(id, LinuxResources.UNLIMITED, backends);
    return SampleSpec.withRoot(spec, request.home().resolve("rootfs"));
  }

  /// How the command line selects it: `--net=acme/mine:key=value`.
  String selection() {
    StringBuilder text = new StringBuilder("--").append(kind.option()).append('=').append(callName);
    char before = ':';
    for (Map.Entry<String, String> option : options.entrySet()) {
      text.append(before).append(option.getKey());
      if (!option.getValue().isEmpty()) {
        text.append('=').append(option.getValue());
      }
      before = ',';
    }
    return text.toString();
  }
}
