package io.jcr.cli;

import io.jcr.api.BackendChoice;
import io.jcr.api.OwnLimits;
import io.jcr.api.UsageException;
import io.jcr.cli.spec.LimitCheck;
import io.jcr.cli.spec.LimitOption;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.PluginService;
import io.jcr.spi.BackendOption;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.SpiTable;
import io.jcr.state.StateRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks limits that only a limiter knows, before anything is changed, and says which limiter has
/// those that the chosen one hasn't.
final class LimiterLimits implements LimitCheck {
  private final PluginOptions plugins;
  private final StateRoot root;
  private final Libc libc;

  LimiterLimits(PluginOptions plugins, StateRoot root, Libc libc) {
    this.plugins = plugins;
    this.root = root;
    this.libc = libc;
  }

  @Override
  public void check(@Nullable BackendChoice choice, OwnLimits limits) {
    BackendCatalog catalog = plugins.catalog(root, libc);
    ResourceLimiter limiter = catalog.select(SpiTable.LIMITER, choice, new LinuxHostFacts());
    requireKnown(catalog, limiter, limits);
    ParsedOptions.limits(limiter, limits);
  }

  /// Requires that `limiter` has all of these.
  ///
  /// @throws UsageException for the first that it has not, naming those that there are, or who has
  ///   it
  static void requireKnown(BackendCatalog catalog, ResourceLimiter limiter, OwnLimits limits) {
    for (Map.Entry<String, String> limit : limits.values().entrySet()) {
      String name = limit.getKey();
      List<BackendOption> own = limiter.ownLimits();
      if (!has(own, name)) {
        List<String> others = othersWith(catalog, name);
        throw new UsageException(
            "--limit "
                + name
                + ":"
                + limit.getValue()
                + ": "
                + (others.isEmpty()
                    ? "unknown limit '" + name + "', choose from " + known(own)
                    : "--limiter="
                        + limiter.name()
                        + " has no limit '"
                        + name
                        + "'; "
                        + has(others)));
      }
    }
  }

  private static boolean has(List<BackendOption> limits, String name) {
    for (BackendOption limit : limits) {
      if (limit.key().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> othersWith(BackendCatalog catalog, String name) {
    List<String> others = new ArrayList<>();
    for (PluginService service : catalog.services(ResourceLimiter.class)) {
      if (has(catalog.ownLimits(service), name)) {
        others.add("--limiter=" + catalog.callName(service, ResourceLimiter.class));
      }
    }
    return others;
  }

  private static String has(List<String> limiters) {
    return String.join(" and ", limiters) + (limiters.size() == 1 ? " has" : " have");
  }

  private static String known(List<BackendOption> own) {
    StringBuilder known = new StringBuilder(LimitOption.FORMS);
    for (BackendOption limit : own) {
      known.append(", ").append(limit.limitForm());
    }
    return known.toString();
  }
}
