package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.plugins.namespace.NewNamespaces.Wanted;
import io.jcr.spi.BackendOptions;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of `--ns=setns`.
///
/// @param pid the process to join, or null
/// @param container the container to join, or null
/// @param files namespaces given by their files
/// @param kinds the kinds of that process's namespaces that were named beside the usual ones
/// @param own the kinds of that process's namespaces that are not joined, though they usually are
/// @param wanted new namespaces
record SetnsOptions(
    @Nullable Long pid,
    @Nullable String container,
    Map<NamespaceType, Path> files,
    Set<NamespaceType> kinds,
    Set<NamespaceType> own,
    Wanted wanted) {
  private static final String NEW = "new";

  /// The words of unshare(1) and nsenter(1) where they are not those of `/proc/PID/ns`.
  private static final Map<String, String> OTHER_WORDS = Map.of("mount", "mnt", "network", "net");

  static SetnsOptions of(ContainerSpec spec) {
    Map<String, String> given = normalized(spec.options("ns"));
    BackendOptions options = BackendOptions.of(SetnsNamespace.SUBJECT, given);
    Long pid = null;
    Optional<String> container = options.value("container", "NAME").map(ContainerSpec::requireId);
    boolean process = container.isPresent() || given.getOrDefault("pid", "").matches("\\d+");
    Map<NamespaceType, Path> files = new EnumMap<>(NamespaceType.class);
    Set<NamespaceType> kinds = EnumSet.noneOf(NamespaceType.class);
    Set<NamespaceType> own = EnumSet.noneOf(NamespaceType.class);
    for (NamespaceType type : NamespaceType.values()) {
      String key = type.procName();
      String value = given.getOrDefault(key, "");
      String meaning = meaning(type);
      if (!given.containsKey(key)) {
        Optional<String> _ = options.value(key, meaning); // to be listed among the known ones
      } else if (type == NamespaceType.PID && value.matches("\\d+")) {
        pid = pid(options.value(key, meaning).orElseThrow());
      } else if (value.equals(NEW) && !isNew(type)) {
        Optional<String> _ = options.value(key, meaning);
        own.add(type);
      } else if (!value.isEmpty()) {
        files.put(type, file(spec, key, options.value(key, meaning).orElseThrow()));
      } else if ((process || !isNew(type)) && options.flag(key)) { // else a new one: see Wanted
        kinds.add(type);
      }
    }
    Wanted wanted = Wanted.of(options);
    options.refuseOthers();
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

  private static String meaning(NamespaceType type) {
    return (type == NamespaceType.PID ? "PROCESS|FILE" : "FILE") + (isNew(type) ? "" : "|" + NEW);
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

  /// A kind as the user calls it.
  private static String word(ContainerSpec spec, String key) {
    Map<String, String> given = spec.options("ns");
    for (Map.Entry<String, String> other : OTHER_WORDS.entrySet()) {
      if (other.getValue().equals(key) && given.containsKey(other.getKey())) {
        return other.getKey();
      }
    }
    return key;
  }

  /// Kinds that are made only when they are named.
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
