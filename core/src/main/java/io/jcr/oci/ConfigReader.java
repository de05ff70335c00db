package io.jcr.oci;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Hook;
import io.jcr.api.Hooks;
import io.jcr.api.LinuxCapabilities;
import io.jcr.api.Mount;
import io.jcr.api.Rlimit;
import io.jcr.api.Root;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Reads a config.json, including one not written by jcr. Members that the spec does not define are
/// ignored, as it requires.
///
/// @param bundle the directory that a relative `root.path` starts from
record ConfigReader(Path bundle) {
  ContainerSpec read(JsonObject config, String id) {
    JsonObject root =
        config.object("root").orElseThrow(() -> new UsageException("root is missing"));
    Map<String, String> annotations = new HashMap<>(config.stringMap("annotations"));
    boolean init = "true".equals(annotations.remove(ConfigWriter.INIT));
    boolean given = !"true".equals(annotations.remove(ConfigWriter.DEFAULT_ROOT));
    Map<String, BackendChoice> backends = takeBackends(annotations);
    ContainerSpec spec =
        new ContainerSpec(
            id,
            config.string("hostname").orElse(ContainerSpec.defaultHostname(id)),
            config.string("domainname").orElse(""),
            new Root(
                bundle.resolve(root.requireString("path")).normalize(),
                root.flag("readonly"),
                given),
            process(config.objectOrEmpty("process"), init),
            config.objects("mounts").stream().map(ConfigReader::mount).toList(),
            hooks(config.objectOrEmpty("hooks")),
            LinuxReader.read(config.objectOrEmpty("linux")),
            annotations,
            backends);
    requireNoGap(spec);
    return spec;
  }

  private static Map<String, BackendChoice> takeBackends(Map<String, String> annotations) {
    Map<String, BackendChoice> backends = new HashMap<>();
    for (Map.Entry<String, String> annotation : List.copyOf(annotations.entrySet())) {
      String name = annotation.getKey();
      if (name.startsWith(ConfigWriter.BACKEND)) {
        String option = name.substring(ConfigWriter.BACKEND.length());
        backends.put(option, BackendChoice.parse(name, annotation.getValue()));
        annotations.remove(name);
      }
    }
    return backends;
  }

  /// A network that is not counted would be left out unnoticed.
  private static void requireNoGap(ContainerSpec spec) {
    int count = spec.networks().size();
    String more = ContainerSpec.networkOption(0) + ".";
    for (String option : spec.backends().keySet()) {
      if (option.startsWith(more)
          && IntStream.range(1, count)
              .mapToObj(ContainerSpec::networkOption)
              .noneMatch(option::equals)) {
        throw new UsageException(
            "annotations: "
                + ConfigWriter.BACKEND
                + option
                + " is not the next network: "
                + ConfigWriter.BACKEND
                + ContainerSpec.networkOption(count)
                + " is missing");
      }
    }
  }

  private static ContainerProcess process(JsonObject process, boolean init) {
    JsonObject user = process.objectOrEmpty("user");
    return new ContainerProcess(
        process.flag("terminal"),
        new User(user.numberOr("uid", 0), user.numberOr("gid", 0), user.numbers("additionalGids")),
        process.strings("args"),
        process.strings("env"),
        process.requireString("cwd"),
        capabilities(process.objectOrEmpty("capabilities")),
        process.flag("noNewPrivileges"),
        process.objects("rlimits").stream().map(ConfigReader::rlimit).toList(),
        init,
        user.numberOr("umask", ContainerProcess.DEFAULT_UMASK),
        process.number("oomScoreAdj").map(Math::toIntExact).orElse(null));
  }

  private static LinuxCapabilities capabilities(JsonObject sets) {
    return new LinuxCapabilities(
        set(sets, "bounding"),
        set(sets, "effective"),
        set(sets, "inheritable"),
        set(sets, "permitted"),
        set(sets, "ambient"));
  }

  private static Set<Capability> set(JsonObject sets, String name) {
    Set<Capability> set = EnumSet.noneOf(Capability.class);
    sets.strings(name).forEach(capability -> set.add(Capability.parse(capability)));
    return set;
  }

  private static Rlimit rlimit(JsonObject limit) {
    String type = limit.requireString("type");
    return new Rlimit(
        Words.of(Rlimit.Resource.class, "RLIMIT_", type, limit.inside("type")),
        limit.numberOr("soft", 0),
        limit.numberOr("hard", 0));
  }

  private static Mount mount(JsonObject mount) {
    List<String> options = mount.strings("options");
    boolean bind = options.contains("bind") || options.contains("rbind");
    return new Mount(
        mount.requireString("destination"),
        mount.string("type").orElse(bind ? "bind" : "none"),
        mount.string("source").orElse(""),
        options);
  }

  private static Hooks hooks(JsonObject hooks) {
    return new Hooks(
        hooks(hooks, "prestart"),
        hooks(hooks, "createRuntime"),
        hooks(hooks, "createContainer"),
        hooks(hooks, "startContainer"),
        hooks(hooks, "poststart"),
        hooks(hooks, "poststop"));
  }

  private static List<Hook> hooks(JsonObject hooks, String name) {
    return hooks.objects(name).stream()
        .map(hook ->
            new Hook(
                hook.requireString("path"),
                hook.strings("args"),
                hook.strings("env"),
                timeout(hook)))
        .toList();
  }

  private static int timeout(JsonObject hook) {
    long seconds = hook.numberOr("timeout", Integer.MIN_VALUE);
    if (seconds == Integer.MIN_VALUE) {
      return 0;
    }
    if (seconds <= 0 || seconds > Integer.MAX_VALUE) {
      throw new UsageException(
          hook.inside("timeout")
              + ": "
              + seconds
              + " is out of range: expected 1 to "
              + Integer.MAX_VALUE
              + " seconds");
    }
    return (int) seconds;
  }
}
