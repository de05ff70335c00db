package io.jcr.plugins.namespace;

import io.jcr.api.ContainerSpec;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.plugins.namespace.NewNamespaces.Wanted;
import io.jcr.spi.BackendOptions;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
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
/// @param wanted new namespaces
record SetnsOptions(
    @Nullable Long pid,
    @Nullable String container,
    Map<NamespaceType, Path> files,
    Set<NamespaceType> kinds,
    Wanted wanted) {

  static SetnsOptions of(ContainerSpec spec) {
    Map<String, String> given = spec.options("ns");
    BackendOptions options = BackendOptions.of(SetnsNamespace.SUBJECT, given);
    Long pid = null;
    Optional<String> container = options.value("container", "NAME").map(ContainerSpec::requireId);
    boolean process = container.isPresent() || given.getOrDefault("pid", "").matches("\\d+");
    Map<NamespaceType, Path> files = new EnumMap<>(NamespaceType.class);
    Set<NamespaceType> kinds = EnumSet.noneOf(NamespaceType.class);
    for (NamespaceType type : NamespaceType.values()) {
      String key = type.procName();
      String value = given.getOrDefault(key, "");
      String meaning = type == NamespaceType.PID ? "PROCESS|FILE" : "FILE";
      if (!given.containsKey(key)) {
        Optional<String> _ = options.value(key, meaning); // to be listed among the known ones
      } else if (type == NamespaceType.PID && value.matches("\\d+")) {
        pid = pid(options.value(key, meaning).orElseThrow());
      } else if (!value.isEmpty()) {
        files.put(type, file(key, options.value(key, meaning).orElseThrow()));
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
              + kinds.iterator().next().procName()
              + "' of which process? Give its file (KIND=FILE), or pid=PROCESS or container=NAME beside it");
    }
    if (pid != null && container.isPresent()) {
      throw new UsageException(
          SetnsNamespace.SUBJECT + ": 'pid' and 'container' are both given: choose one");
    }
    return new SetnsOptions(pid, container.orElse(null), files, kinds, wanted);
  }

  private static boolean isNew(NamespaceType type) {
    return type == NamespaceType.USER || type == NamespaceType.TIME;
  }

  private static long pid(String text) {
    if (text.length() > 10) {
      throw new UsageException(SetnsNamespace.SUBJECT + ": pid=" + text + ": no process id");
    }
    return Long.parseLong(text);
  }

  private static Path file(String key, String text) {
    if (!text.startsWith("/")) {
      throw new UsageException(
          SetnsNamespace.SUBJECT
              + ": "
              + key
              + "="
              + text
              + ": not an absolute path of a namespace file, such as /run/netns/blue or /proc/4242/ns/"
              + key);
    }
    return Path.of(text);
  }
}
