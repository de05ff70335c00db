package io.jcr.api;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The limits of a container that only its limiter knows: `--limit gpu:2`, where `gpu` is one of
/// `ResourceLimiter.ownLimits`. The limits that the OCI runtime spec has words for are in
/// [LinuxResources].
///
/// A config.json has them as annotations: `"io.jcr.limit.gpu": "2"`.
///
/// @param values by name, sorted, as the user wrote them
public record OwnLimits(Map<String, String> values) {
  /// No such limits.
  public static final OwnLimits NONE = new OwnLimits(Map.of());

  private static final String ANNOTATION = "io.jcr.limit.";

  /// @throws UsageException when a name is not `[a-z][a-z0-9-]*`
  public OwnLimits {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    for (String name : values.keySet()) {
      if (!isName(name)) {
        throw new UsageException(
            "limit '" + name + "': expected letters from a to z, digits and '-', first a letter");
      }
    }
  }

  /// Those of a container.
  public static OwnLimits of(ContainerSpec spec) {
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, String> annotation : spec.annotations().entrySet()) {
      if (annotation.getKey().startsWith(ANNOTATION)) {
        values.put(annotation.getKey().substring(ANNOTATION.length()), annotation.getValue());
      }
    }
    return values.isEmpty() ? NONE : new OwnLimits(values);
  }

  /// Whether a limit may be called this: `[a-z][a-z0-9-]*`.
  public static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      if (!letter && (i == 0 || (c != '-' && (c < '0' || c > '9')))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// These and `others`, whose values win.
  public OwnLimits with(OwnLimits others) {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(others.values);
    return new OwnLimits(all);
  }

  /// A copy of `spec` that has exactly these. A limiter that wraps another can pass on a copy with
  /// other ones.
  public ContainerSpec in(ContainerSpec spec) {
    Map<String, String> annotations = new HashMap<>(spec.annotations());
    annotations.keySet().removeIf(name -> name.startsWith(ANNOTATION));
    annotations.putAll(annotations());
    return spec.withAnnotations(annotations);
  }

  /// The annotations that keep them.
  public Map<String, String> annotations() {
    Map<String, String> annotations = new HashMap<>();
    for (Map.Entry<String, String> limit : values.entrySet()) {
      annotations.put(ANNOTATION.concat(limit.getKey()), limit.getValue());
    }
    return annotations;
  }
}
