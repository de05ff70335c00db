package io.jcr.cli.spec;

import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// docker's `--mount type=bind|tmpfs,KEY=VALUE,…`. It becomes what `--volume` and `--tmpfs` become,
/// by the same checks.
public final class MountOption {
  private static final Map<String, String> OTHER_WORDS =
      Map.of("src", "source", "dst", "target", "destination", "target", "ro", "readonly");

  private static final Set<String> BIND =
      Set.of("type", "source", "target", "readonly", "bind-propagation");
  private static final Set<String> TMPFS =
      Set.of("type", "target", "readonly", "tmpfs-size", "tmpfs-mode");

  private final String option;
  private final Map<String, String> values = new LinkedHashMap<>();

  private MountOption(String option) {
    this.option = option;
    for (String item : option.split(",", -1)) {
      int equals = item.indexOf('=');
      String word = equals < 0 ? item : item.substring(0, equals);
      String key = OTHER_WORDS.getOrDefault(word, word);
      if (equals < 0 && !key.equals("readonly")) {
        throw refused("'" + item + "' is not KEY=VALUE");
      }
      if (values.put(key, equals < 0 ? "true" : item.substring(equals + 1)) != null) {
        throw refused("'" + key + "' is given twice");
      }
    }
  }

  /// Parses one `--mount`.
  ///
  /// @param cwd what a relative source is relative to
  /// @throws UsageException when it is malformed, or the source does not exist
  public static Mount parse(String option, Path cwd) {
    MountOption mount = new MountOption(option);
    String type = mount.values.getOrDefault("type", "volume");
    return switch (type) {
      case "bind" -> mount.bind(cwd);
      case "tmpfs" -> mount.tmpfs();
      case "volume" ->
          throw mount.refused(
              "jcr has no named volumes: type=bind,source=DIR mounts a directory of the host");
      default -> throw mount.refused("type '" + type + "': choose from bind and tmpfs");
    };
  }

  private Mount bind(Path cwd) {
    requireKnown(BIND);
    String propagation = values.getOrDefault("bind-propagation", "rprivate");
    if (!propagation.equals("rprivate") && !propagation.equals("private")) {
      throw refused(
          "bind-propagation '"
              + propagation
              + "': what is mounted in a container never reaches the host, nor the other way round"
              + " (private and rprivate)");
    }
    Path source = cwd.resolve(required("source"));
    if (!Files.exists(source)) {
      throw refused(source + " does not exist on the host");
    }
    String target = ContainerPath.parse("--mount " + option, required("target"));
    return VolumeOption.mount(
        "--mount " + option, source, target, List.of(readOnly() ? "ro" : "rw", "rbind"));
  }

  private Mount tmpfs() {
    requireKnown(TMPFS);
    String target = ContainerPath.parse("--mount " + option, required("target"));
    List<String> words = new ArrayList<>();
    if (readOnly()) {
      words.add("ro");
    }
    add(words, "size", values.get("tmpfs-size"));
    add(words, "mode", values.get("tmpfs-mode"));
    return TmpfsOption.parse(
        "--mount " + option, words.isEmpty() ? target : target + ":" + String.join(",", words));
  }

  private static void add(List<String> words, String key, @Nullable String value) {
    if (value != null) {
      words.add(key + "=" + value);
    }
  }

  private void requireKnown(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw refused(
            "unknown key '"
                + key
                + "' for type="
                + values.get("type")
                + ", choose from "
                + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  private String required(String key) {
    String value = values.getOrDefault(key, "");
    if (value.isEmpty()) {
      throw refused("'" + key + "' is missing");
    }
    return value;
  }

  private boolean readOnly() {
    String value = values.getOrDefault("readonly", "false");
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw refused("readonly '" + value + "': expected true or false");
    };
  }

  private UsageException refused(String reason) {
    return new UsageException("--mount " + option + ": " + reason);
  }
}
