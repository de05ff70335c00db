package io.jcr.verify;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxResources;
import io.jcr.api.OwnLimits;
import io.jcr.api.PluginException;
import io.jcr.plugin.verify.VerifyRequest;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendOption;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.HostFacts;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.contract.SampleSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.opentest4j.AssertionFailedError;

/// The service that is verified.
///
/// @param kind what it is
/// @param type its class
/// @param maker makes it, as jcr would
/// @param name what it is called
/// @param callName by which the command line calls it, whatever other plugins there are: `ID/NAME`
/// @param options that it cannot do without
/// @param facts a machine on which it works: this one, or one that is made up
/// @param plugins a folder with the plugin and nothing else
/// @param request what was asked for
record Subject(
    Kind kind,
    Class<?> type,
    Function<Class<?>, Object> maker,
    String name,
    String callName,
    Map<String, String> options,
    HostFacts facts,
    Path plugins,
    VerifyRequest request) {
  Subject {
    options = Map.copyOf(options);
  }

  /// A new instance. Each call goes the way that calls to plugins go in jcr.
  <T> T make(Class<T> as) {
    try {
      return as.cast(maker.apply(as));
    } catch (PluginException | ClassCastException e) {
      throw new AssertionFailedError(name + " cannot be made: " + e.getMessage(), e);
    }
  }

  Backend backend() {
    return (Backend) make(kind.type());
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
    return new Subject(kind, type, maker, name, callName, options, machine, plugins, request);
  }

  /// The same with other options.
  Subject with(Map<String, String> others) {
    return new Subject(kind, type, maker, name, callName, others, facts, plugins, request);
  }

  /// A container that has chosen this backend.
  ContainerSpec spec(String id) {
    Map<String, BackendChoice> backends = Map.of(kind.option(), new BackendChoice(name, options));
    ContainerSpec plain = SampleSpec.of(id, LinuxResources.UNLIMITED, backends);
    ContainerSpec spec = new OwnLimits(requiredLimits()).in(plain);
    return SampleSpec.withRoot(spec, request.rootfs());
  }

  /// Examples of the limits that only it knows and that it requires.
  Map<String, String> requiredLimits() {
    Map<String, String> required = new TreeMap<>();
    if (kind == Kind.LIMITER) {
      for (BackendOption limit : make(ResourceLimiter.class).ownLimits()) {
        if (limit.required()) {
          required.put(limit.key(), limit.example());
        }
      }
    }
    return required;
  }

  /// How the command line gives it what it cannot do without: its selection, and limits.
  List<String> words() {
    List<String> words = new ArrayList<>(List.of(selection()));
    requiredLimits().forEach((name, value) -> words.add("--limit=" + name + ":" + value));
    return words;
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
