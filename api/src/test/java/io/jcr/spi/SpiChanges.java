package io.jcr.spi;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.JApiChangeStatus;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.model.JApiMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// How one version of the api differs from another, as plugins feel it.
///
/// @param breaking what makes a plugin fail that was compiled against the old one
/// @param additions what a plugin cannot use that has to run with the old one
record SpiChanges(List<String> breaking, List<String> additions) {
  /// What plugins implement: a method that they do not have is an AbstractMethodError, and one that
  /// gets a default may be a second default of the same class. The other interfaces are jcr's to
  /// implement, and may grow.
  private static final Set<String> IMPLEMENTED_BY_PLUGINS =
      Set.of(
          "io.jcr.spi.Backend",
          "io.jcr.spi.CommandProvider",
          "io.jcr.spi.Filesystem",
          "io.jcr.spi.Limits",
          "io.jcr.spi.Namespace",
          "io.jcr.spi.Network",
          "io.jcr.spi.ResourceLimiter");

  static SpiChanges between(Path before, Path after) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    List<String> breaking = new ArrayList<>();
    List<String> additions = new ArrayList<>();
    for (JApiClass type :
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(before.toFile(), "before"),
                new JApiCmpArchive(after.toFile(), "after"))) {
      String name = type.getFullyQualifiedName();
      if (type.getChangeStatus() == JApiChangeStatus.NEW) {
        additions.add(name);
      }
      note(name, type, breaking);
      type.getConstructors().forEach(c -> note(name + ".<init>", c, breaking));
      type.getFields().forEach(f -> note(name + "." + f.getName(), f, breaking));
      type.getMethods().forEach(m -> note(name, m, breaking, additions));
    }
    return new SpiChanges(breaking, additions);
  }

  private static void note(
      String type, JApiMethod method, List<String> breaking, List<String> additions) {
    String name = type + "." + method.getName() + "()";
    boolean implemented = IMPLEMENTED_BY_PLUGINS.contains(type);
    note(
        name,
        method,
        breaking,
        implemented ? Set.of() : Set.of(JApiCompatibilityChangeType.METHOD_ABSTRACT_NOW_DEFAULT));
    boolean abstracted =
        has(method, JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE) && implemented;
    if (abstracted) {
      breaking.add(name + " " + JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE);
    } else if (method.getChangeStatus() == JApiChangeStatus.NEW) {
      additions.add(name);
    }
  }

  private static void note(String name, JApiCompatibility element, List<String> breaking) {
    note(name, element, breaking, Set.of());
  }

  private static void note(
      String name,
      JApiCompatibility element,
      List<String> breaking,
      Set<JApiCompatibilityChangeType> harmless) {
    element.getCompatibilityChanges().stream()
        .filter(change -> !change.isBinaryCompatible() && !harmless.contains(change.getType()))
        .forEach(change -> breaking.add(name + " " + change.getType()));
  }

  private static boolean has(JApiCompatibility element, JApiCompatibilityChangeType type) {
    return element.getCompatibilityChanges().stream().anyMatch(c -> c.getType() == type);
  }

  /// Whether the step from one version to the other is large enough (semver.org; below 1.0.0 the
  /// second number counts as the first one does later).
  boolean allow(String from, String to) {
    int[] old = numbers(from);
    int[] now = numbers(to);
    boolean major = now[0] > old[0] || (now[0] == 0 && old[0] == 0 && now[1] > old[1]);
    boolean minor =
        major || now[1] > old[1] || (now[0] == 0 && now[1] == old[1] && now[2] > old[2]);
    return major || (breaking.isEmpty() && (minor || additions.isEmpty()));
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public String toString() {
    return "plugins break by: " + breaking + "; new is: " + additions;
  }
}
