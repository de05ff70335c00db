package io.jcr.plugin;

import io.jcr.api.BackendChoice;
import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.program.ProgramBackends;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendLookup;
import io.jcr.spi.BackendOption;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.CommandSyntax;
import io.jcr.spi.HostFacts;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.Spi;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything that the plugins of all folders provide. A jar is opened when something in it is
/// used.
public final class BackendCatalog implements BackendLookup, AutoCloseable {
  private final List<FoundPlugin> plugins;
  private final List<String> notices = new ArrayList<>();
  private final Trust trust;
  private final PluginCalls calls;

  /// By identity, as in [FolderIndex].
  private final IdentityHashMap<PluginDescription.Service, Object> made = new IdentityHashMap<>();

  private final @Nullable OpenJars kept;
  private @Nullable OpenJars own;

  /// Searches the folders. An unusable jar does not affect the others.
  ///
  /// @throws PluginException when a folder is not trusted
  public BackendCatalog(List<PluginFolder> folders, Trust trust, IndexStore store) {
    this(folders, trust, store, CallWatch.NONE, null);
  }

  /// As above, with a watch.
  ///
  /// @param watch is notified of each call into a third-party plugin
  public BackendCatalog(
      List<PluginFolder> folders, Trust trust, IndexStore store, CallWatch watch) {
    this(folders, trust, store, watch, null);
  }

  /// As above, for a JVM that creates many catalogs.
  ///
  /// @param kept where jcr's own plugins stay open; if null, they are closed with this catalog
  public BackendCatalog(
      List<PluginFolder> folders,
      Trust trust,
      IndexStore store,
      CallWatch watch,
      @Nullable OpenJars kept) {
    this.kept = kept;
    PluginSearch search = new PluginSearch(folders, trust, store, watch);
    this.calls = new PluginCalls(watch);
    this.plugins = search.found();
    this.trust = trust;
    notices.addAll(search.news());
    notices.addAll(store.refused());
  }

  /// All jars that were found, in the order of the folders.
  public List<FoundPlugin> plugins() {
    return List.copyOf(plugins);
  }

  /// One sentence for each rejected jar. Jars shadowed by an earlier folder are not listed.
  public List<String> rejected() {
    List<String> rejected = new ArrayList<>();
    for (FoundPlugin plugin : plugins) {
      if (plugin.state() == FoundPlugin.State.REJECTED) {
        rejected.add("plugin " + plugin.path() + " is not used: " + plugin.reason());
      }
    }
    return rejected;
  }

  /// One sentence for each jar that was not opened because users other than root can change it.
  public List<String> untrusted() {
    List<String> untrusted = new ArrayList<>();
    for (FoundPlugin plugin : plugins) {
      if (plugin.state() == FoundPlugin.State.UNTRUSTED) {
        untrusted.add(plugin.reason());
      }
    }
    return untrusted;
  }

  /// Notices to print once: notes about new jars, and indexes that could not be used.
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /// Every service of an SPI, in the order of the folders.
  public List<PluginService> services(Class<?> spi) {
    List<PluginService> services = new ArrayList<>();
    for (FoundPlugin plugin : plugins) {
      if (plugin.isReady()) {
        for (PluginDescription.Service service : plugin.description().services()) {
          if (service.spi().equals(spi.getSimpleName())) {
            services.add(new PluginService(plugin, service));
          }
        }
      }
    }
    return services;
  }

  /// Whether a backend can work on this host. If its probe throws, that becomes the answer.
  public Support probe(PluginService service, Class<? extends Backend> spi, HostFacts facts) {
    try {
      return instance(service, spi).probe(facts);
    } catch (PluginException e) {
      return Support.no(String.valueOf(e.getMessage()), "get another version of it, or remove it");
    } catch (RuntimeException e) {
      return Support.no("its probe fails: " + e.getMessage(), "remove it");
    }
  }

  /// The options that a backend describes; none if it cannot be asked.
  public List<BackendOption> options(PluginService service, Class<? extends Backend> spi) {
    try {
      return instance(service, spi).options();
    } catch (PluginException e) {
      return List.of();
    }
  }

  /// The limits that only this limiter knows; none if it cannot be asked.
  public List<BackendOption> ownLimits(PluginService service) {
    try {
      return instance(service, ResourceLimiter.class).ownLimits();
    } catch (PluginException e) {
      return List.of();
    }
  }

  /// A backend's description of itself; empty if it has none or cannot be asked.
  public String description(PluginService service, Class<? extends Backend> spi) {
    try {
      return instance(service, spi).description();
    } catch (PluginException e) {
      return "";
    }
  }

  /// The sub-command of this name, or `ID/NAME`.
  ///
  /// @throws PluginException when two plugins provide it, or its jar cannot be used
  public Optional<CommandProvider> command(String name) {
    List<PluginService> found = called(CommandProvider.class, name);
    if (found.size() > 1) {
      throw new PluginException(ambiguous("command '" + name + "'", "jcr ", found), null);
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(instance(found.getFirst(), CommandProvider.class));
  }

  /// The command line of a command, as far as jcr parses it; empty also if it cannot be asked.
  public Optional<CommandSyntax> syntax(PluginService command) {
    try {
      return instance(command, CommandProvider.class).syntax();
    } catch (PluginException e) {
      return Optional.empty();
    }
  }

  /// Finds the chosen backend. Without a choice, takes the first of `defaults` that can run on this
  /// host, or else the last of them: running it will report why it cannot.
  ///
  /// @param spi which SPI
  /// @param choice what the command line says, or null for the default
  /// @throws UsageException when there is no such backend; the message lists the available ones
  /// @throws PluginException when two plugins provide it, or its jar cannot be used
  public <T extends Backend> T select(Spi<T> spi, @Nullable BackendChoice choice, HostFacts facts) {
    List<String> defaults = spi.defaults();
    if (choice != null) {
      return named(spi, choice.name());
    }
    for (String name : defaults) {
      T backend = named(spi, name);
      if (defaults.size() == 1 || backend.probe(facts) instanceof Support.Supported) {
        return backend;
      }
    }
    return named(spi, defaults.getLast());
  }

  @Override
  public <B extends Backend> B find(Class<B> spi, String name) {
    List<PluginService> found = called(spi, name);
    if (found.size() > 1) {
      throw new UsageException(ambiguous("backend '" + name + "'", "", found));
    }
    if (found.isEmpty()) {
      throw new UsageException("no backend '" + name + "': choose from " + known(spi));
    }
    return instance(found.getFirst(), spi);
  }

  private <T extends Backend> T named(Spi<T> spi, String name) {
    List<PluginService> found = called(spi.type(), name);
    if (found.size() > 1) {
      String before = "--" + spi.option() + "=";
      throw new PluginException(ambiguous("backend '" + name + "'", before, found), null);
    }
    if (found.isEmpty()) {
      List<String> untrusted = untrusted();
      if (!untrusted.isEmpty()) { // it may be there
        throw new PluginException(untrusted.getFirst(), null);
      }
      throw new UsageException(
          "--"
              + spi.option()
              + "="
              + name
              + ": no such backend: choose from "
              + known(spi.type())
              + perhaps());
    }
    return instance(found.getFirst(), spi.type());
  }

  /// Services with this name, or with this name in one plugin.
  private List<PluginService> called(Class<?> spi, String name) {
    List<PluginService> found = new ArrayList<>();
    for (FoundPlugin plugin : plugins) {
      if (plugin.isReady()) {
        boolean qualified = name.startsWith(plugin.id() + "/");
        String inPlugin = qualified ? name.substring(plugin.id().length() + 1) : name;
        for (PluginDescription.Service service : plugin.description().services()) {
          if (service.is(spi, inPlugin)) {
            found.add(new PluginService(plugin, service));
          }
        }
      }
    }
    return found;
  }

  private static String ambiguous(String what, String before, List<PluginService> found) {
    StringBuilder jars = new StringBuilder();
    StringBuilder choices = new StringBuilder();
    for (PluginService service : found) {
      jars.append(jars.isEmpty() ? "" : " and ").append(service.plugin().path());
      choices.append(choices.isEmpty() ? "" : " or ").append(before).append(service.qualified());
    }
    String plugins = found.size() == 2 ? "two plugins" : found.size() + " plugins";
    return what
        + " is in "
        + plugins
        + ": "
        + jars
        + ": choose one by "
        + choices
        + ", or remove one";
  }

  /// Nobody knows the names of services in a rejected jar, so the one wanted may be there.
  private String perhaps() {
    List<String> rejected = rejected();
    return rejected.isEmpty() ? "" : "; " + String.join("; ", rejected);
  }

  private String known(Class<?> spi) {
    List<String> names = new ArrayList<>();
    services(spi).forEach(service -> names.add(callName(service, spi)));
    return names.isEmpty() ? "none (is the plugins folder there?)" : String.join(", ", names);
  }

  /// What the command line calls a service: its name, or `ID/NAME` when two have that name.
  public String callName(PluginService service, Class<?> spi) {
    return called(spi, service.name()).size() == 1 ? service.name() : service.qualified();
  }

  private <T> T instance(PluginService service, Class<T> spi) {
    Object instance = made.get(service.described());
    if (instance == null) {
      instance = makeAnew(service, spi);
      made.put(service.described(), instance);
    }
    return spi.cast(instance);
  }

  private <T> T make(PluginService service, Class<T> spi) {
    FoundPlugin plugin = service.plugin();
    if (plugin.isProgram()) {
      return spi.cast(
          ProgramBackends.make(plugin.program(trust), spi, service.name()).orElseThrow());
    }
    if (own == null) {
      own = new OpenJars();
    }
    OpenJars jars = own;
    String className = service.described().className();
    return calls.answer(
        plugin,
        className,
        () -> {
          try {
            return plugin.load(kept, jars, trust).make(spi, className);
          } catch (LoadedPlugin.Unmade e) {
            throw new PluginException(PluginFault.label(service.plugin()) + ": " + e.told(), e);
          }
        });
  }

  /// Creates a new instance of a service on each call, for callers that need several.
  ///
  /// @throws PluginException when it cannot be created
  public <T> T makeAnew(PluginService service, Class<T> spi) {
    T fresh = GuardedService.of(calls, service, spi, make(service, spi));
    if (fresh instanceof Backend backend) {
      backend.connect(this);
    }
    return fresh;
  }

  /// The implementation class of a service.
  ///
  /// @throws PluginException when it cannot be created
  public Class<?> implementation(PluginService service, Class<?> spi) {
    return make(service, spi).getClass();
  }

  /// Closes the jars opened for this catalog. Nothing they provided can be used afterwards.
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
