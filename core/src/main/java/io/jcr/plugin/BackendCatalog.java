package io.jcr.plugin;

import io.jcr.api.BackendChoice;
import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendLookup;
import io.jcr.spi.BackendOption;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Spi;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the plugins of all folders bring. A jar is opened when something of it is used.
public final class BackendCatalog implements BackendLookup, AutoCloseable {
  private final List<FoundPlugin> plugins;
  private final List<String> notices = new ArrayList<>();
  private final Trust trust;
  private final PluginCalls calls;

  /// By identity, as in [FolderIndex].
  private final IdentityHashMap<PluginDescription.Service, Object> made = new IdentityHashMap<>();

  private final @Nullable OpenJars kept;
  private @Nullable OpenJars own;

  /// Looks through the folders. A jar that cannot be used does not keep the others from working.
  ///
  /// @throws PluginException when a folder is not to be trusted
  public BackendCatalog(List<PluginFolder> folders, Trust trust, IndexStore store) {
    this(folders, trust, store, CallWatch.NONE, null);
  }

  /// The same.
  ///
  /// @param watch is told of each call into a plugin that is not jcr's own
  public BackendCatalog(
      List<PluginFolder> folders, Trust trust, IndexStore store, CallWatch watch) {
    this(folders, trust, store, watch, null);
  }

  /// The same, in a JVM that makes many of them.
  ///
  /// @param kept where jcr's own plugins stay open; null: they are closed with this
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

  /// One sentence for each jar that is not used and that an earlier folder does not replace.
  public List<String> rejected() {
    List<String> rejected = new ArrayList<>();
    for (FoundPlugin plugin : plugins) {
      if (plugin.state() == FoundPlugin.State.REJECTED) {
        rejected.add("plugin " + plugin.path() + " is not used: " + plugin.reason());
      }
    }
    return rejected;
  }

  /// One sentence for each jar that was not opened since others than root can change it.
  public List<String> untrusted() {
    List<String> untrusted = new ArrayList<>();
    for (FoundPlugin plugin : plugins) {
      if (plugin.state() == FoundPlugin.State.UNTRUSTED) {
        untrusted.add(plugin.reason());
      }
    }
    return untrusted;
  }

  /// What is worth a line once: notes about jars that are new, indexes that cannot be used.
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /// All that plugins bring for an SPI, in the order of the folders.
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

  /// Whether a backend can work on this host. What it throws is an answer too.
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

  /// What a backend says that it is; empty if it says nothing, or cannot be asked.
  public String description(PluginService service, Class<? extends Backend> spi) {
    try {
      return instance(service, spi).description();
    } catch (PluginException e) {
      return "";
    }
  }

  /// The sub-command of this name, or `ID/NAME`.
  ///
  /// @throws PluginException when two plugins bring it, or its jar cannot be used
  public Optional<CommandProvider> command(String name) {
    List<PluginService> found = called(CommandProvider.class, name);
    if (found.size() > 1) {
      throw new PluginException(ambiguous("command '" + name + "'", "jcr ", found), null);
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(instance(found.getFirst(), CommandProvider.class));
  }

  /// Finds the backend that was chosen, else the first of `defaults` that can run on this host,
  /// else the last of them: whoever runs it asks it why it cannot.
  ///
  /// @param spi which SPI
  /// @param choice what the command line says, or null for the default
  /// @throws UsageException when there is no such backend; it lists those that are
  /// @throws PluginException when two plugins bring it, or its jar cannot be used
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

  /// By name, or by name in one plugin.
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

  /// What it is called in a jar that is not used, nobody knows: it may be there.
  private String perhaps() {
    List<String> rejected = rejected();
    return rejected.isEmpty() ? "" : "; " + String.join("; ", rejected);
  }

  private String known(Class<?> spi) {
    List<String> names = new ArrayList<>();
    services(spi).forEach(service -> names.add(callName(service, spi)));
    return names.isEmpty() ? "none (is the plugins folder there?)" : String.join(", ", names);
  }

  /// By which the command line calls a service: its name, or `ID/NAME` when two have that name.
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
    if (own == null) {
      own = new OpenJars();
    }
    OpenJars jars = own;
    String className = service.described().className();
    return calls.answer(
        service.plugin(),
        className,
        () -> {
          try {
            return service.plugin().load(kept, jars, trust).make(spi, className);
          } catch (LoadedPlugin.Unmade e) {
            throw new PluginException(PluginFault.label(service.plugin()) + ": " + e.told(), e);
          }
        });
  }

  /// Makes a service anew, as often as wanted: for who looks at many instances of it.
  ///
  /// @throws PluginException when it cannot be made
  public <T> T makeAnew(PluginService service, Class<T> spi) {
    T fresh = GuardedService.of(calls, service, spi, make(service, spi));
    if (fresh instanceof Backend backend) {
      backend.connect(this);
    }
    return fresh;
  }

  /// The plugin's own class of a service.
  ///
  /// @throws PluginException when it cannot be made
  public Class<?> implementation(PluginService service, Class<?> spi) {
    return make(service, spi).getClass();
  }

  /// Closes the jars that were opened for this. Nothing that they have brought can be used any
  /// more.
  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
