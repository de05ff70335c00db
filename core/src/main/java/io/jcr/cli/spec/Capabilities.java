package io.jcr.cli.spec;

import io.jcr.api.Capability;
import io.jcr.api.UsageException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// `--cap-add` and `--cap-drop`, combined in docker's order:
///
/// - `--cap-add ALL`: all capabilities but those dropped;
/// - `--cap-drop ALL`: those added and no other;
/// - else: the default set without those dropped, and then those added, so that a capability that
///   is both dropped and added is there.
///
/// Names may be written with or without `CAP_`, in any case. Unlike docker, `ALL` on both sides is
/// refused: what was meant cannot be told.
public final class Capabilities {
  private Capabilities() {}

  /// The capabilities of a container.
  ///
  /// @param add the values of all `--cap-add`
  /// @param drop the values of all `--cap-drop`
  /// @throws UsageException when one is unknown
  public static Set<Capability> apply(List<String> add, List<String> drop) {
    return apply(add, drop, EnumSet.allOf(Capability.class));
  }

  /// The same on a host that cannot give all of them: a capability outside `available` (jcr's own
  /// bounding set) is left out of `ALL`, but not when it is asked for by name, so that the launch
  /// can fail rather than give less than was asked for.
  public static Set<Capability> apply(
      List<String> add, List<String> drop, Collection<Capability> available) {
    Set<Capability> added = named("--cap-add", add);
    Set<Capability> dropped = named("--cap-drop", drop);
    boolean addAll = hasAll(add);
    boolean dropAll = hasAll(drop);
    if (addAll && dropAll) {
      throw new UsageException("--cap-add ALL and --cap-drop ALL exclude each other");
    }
    EnumSet<Capability> result = EnumSet.noneOf(Capability.class);
    if (addAll) {
      result.addAll(available);
      result.addAll(added);
      result.removeAll(dropped);
      return Set.copyOf(result);
    }
    if (!dropAll) {
      result.addAll(Capability.DEFAULT);
      result.removeAll(dropped);
    }
    result.addAll(added);
    return Set.copyOf(result);
  }

  private static Set<Capability> named(String option, List<String> names) {
    EnumSet<Capability> capabilities = EnumSet.noneOf(Capability.class);
    for (String name : names) {
      if (!isAll(name)) {
        capabilities.add(parse(option, name));
      }
    }
    return capabilities;
  }

  private static Capability parse(String option, String name) {
    try {
      return Capability.parse(name);
    } catch (UsageException e) {
      throw new UsageException(option + " " + name + ": " + e.getMessage());
    }
  }

  private static boolean hasAll(List<String> names) {
    return names.stream().anyMatch(Capabilities::isAll);
  }

  private static boolean isAll(String name) {
    return name.toUpperCase(Locale.ROOT).equals("ALL") || name.equalsIgnoreCase("CAP_ALL");
  }
}
