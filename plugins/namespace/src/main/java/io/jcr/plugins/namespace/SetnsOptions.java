package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.plugins.namespace.NewNamespaces.Wanted;
import io.jcr.spi.BackendOption;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of `--ns=setns`.
///
/// @param pid the process to join, or null
/// @param container the container to join, or null
/// @param files namespaces given by their files
/// @param kinds the kinds of that process's namespaces that were named in addition to the usual
///   ones
/// @param own the kinds of that process's namespaces that are usually joined, but not here
/// @param wanted new namespaces
record SetnsOptions(
    @Nullable Long pid,
    @Nullable String container,
    Map<NamespaceType, Path> files,
    Set<NamespaceType> kinds,
    Set<NamespaceType> own,
    Wanted wanted) {
  private static final String NEW = "new";

  /// The names that unshare(1) and nsenter(1) use where `/proc/PID/ns` has others.
  private static final Map<String, String> OTHER_WORDS = Map.of("mount", "mnt", "network", "net");

  static final List<BackendOption> DESCRIBED =
      List.of(
          BackendOption.value(
              "container", new OptionType.Container(), "join a container, its root and its limits"),
          kind(
              NamespaceType.PID, "PROCESS|FILE|new", "join this process's namespaces, or this one"),
          kind(NamespaceType.NETWORK, "FILE|new", ""),
          kind(NamespaceType.UTS, "FILE|new", ""),
          kind(NamespaceType.IPC, "FILE|new", ""),
          kind(NamespaceType.MOUNT, "FILE|new", ""),
          kind(NamespaceType.CGROUP, "FILE|new", ""),
          kind(NamespaceType.USER, "FILE", "join it; without a process, make a new one"),
          UserIds.UID,
          UserIds.COUNT,
          kind(NamespaceType.TIME, "FILE", "join it; without a process, make a new one"));

  private static BackendOption kind(NamespaceType type, String label, String help) {
    String usual =
        "join the process's " + type.procName() + " namespace, or this one; new: make one";
    return BackendOption.value(
        type.procName(), new OptionType.MaybeText(label), help.isEmpty() ? usual : help);
  }

  static SetnsOptions of(ContainerSpec spec) {
    Map<String, String> given = normalized(spec.options("ns"));
    ParsedOptions options = ParsedOptions.parse(SetnsNamespace.SUBJECT, DESCRIBED, given);
    Long pid = null;
    Optional<String> container = options.text("container").map(ContainerSpec::requireId);
    boolean process = container.isPresent() || given.getOrDefault("pid", "").matches("\\d+");
    Map<NamespaceType, Path> files = new EnumMap<>(NamespaceType.class);
    Set<NamespaceType> kinds = EnumSet.noneOf(NamespaceType.class);
    Set<NamespaceType> own = EnumSet.noneOf(NamespaceType.class);
    Set<NamespaceType> made = EnumSet.noneOf(NamespaceType.class);
    for (NamespaceType type : NamespaceType.values()) {
      String value = options.text(type.procName()).orElse(null);
      if (value == null) {
        continue;
      }
      if (type == NamespaceType.PID && value.matches("\\d+")) {
        pid = pid(value);
      } else if (value.equals(NEW) && !isNew(type)) {
        own.add(type);
      } else if (!value.isEmpty()) {
        files.put(type, file(spec, type.procName(), value));
      } else if (process || !isNew(type)) {
        kinds.add(type);
      } else {
        made.add(type);
      }
    }
    Wanted wanted =
        new Wanted(
            UserIds.of(options, made.contains(NamespaceType.USER)),
            made.contains(NamespaceType.TIME));
    if (!kinds.isEmpty() && !process) {
      throw new UsageException(
          SetnsNamespace.SUBJECT
              + ": '"
              + word(spec, kinds.iterator().next().procName())
              + "' of which process? Give its file (KIND=FILE), or add pid=PROCESS or container=NAME");
    }
    if (pid != null && container.isPresent()) {
      throw new UsageException(
          SetnsNamespace.SUBJECT + ": 'pid' and 'container' are both given: choose one");
    }
    return new SetnsOptions(pid, container.orElse(null), files, kinds, own, wanted);
  }

  private static Map<String, String> normalized(Map<String, String> given) {
    Map<String, String> normalized = new LinkedHashMap<>();
    given.forEach((word, value) -> {
      String key = OTHER_WORDS.getOrDefault(word, word);
      if (normalized.put(key, value) != null) {
        throw new UsageException(
            SetnsNamespace.SUBJECT + ": '" + key + "' is given twice, also by its other name");
      }
    });
    return normalized;
  }

  /// The user's name for a kind.
  private static String word(ContainerSpec spec, String key) {
    Map<String, String> given = spec.options("ns");
    for (Map.Entry<String, String> other : OTHER_WORDS.entrySet()) {
      if (other.getValue().equals(key) && given.containsKey(other.getKey())) {
        return other.getKey();
      }
    }
    return key;
  }

  /// Kinds that are created only when they are named.
  private static boolean isNew(NamespaceType type) {
    return type == NamespaceType.USER || type == NamespaceType.TIME;
  }

  private static long pid(String text) {
    if (text.length() > 10) {
      throw new UsageException(SetnsNamespace.SUBJECT + ": pid=" + text + ": no process id");
    }
    return Long.parseLong(text);
  }

  private static Path file(ContainerSpec spec, String key, String text) {
    if (!text.startsWith("/")) {
      throw new UsageException(
          SetnsNamespace.SUBJECT
              + ": "
              + word(spec, key)
              + "="
              + text
              + ": not an absolute path of a namespace file, such as /run/netns/blue or /proc/4242/ns/"
              + key);
    }
    return Path.of(text);
  }
}
