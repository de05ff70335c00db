package io.jcr.plugin;

import io.jcr.api.ErrnoException;
import io.jcr.api.JcrException;
import io.jcr.api.PluginException;
import io.jcr.program.ProgramFault;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one place through which jcr calls plugins. Exceptions that the SPI allows ([JcrException],
/// [ErrnoException]) pass through unchanged; anything else is the plugin's fault and becomes one
/// sentence that names the plugin, its version, its jar and the method.
final class PluginCalls {
  private final CallWatch watch;

  /// The call into a third-party plugin now in progress. A backend that wraps another one is left
  /// and entered again.
  private @Nullable String underWay;

  PluginCalls(CallWatch watch) {
    this.watch = watch;
  }

  /// Calls a method that returns a value.
  ///
  /// @param method as in `Network.prepare`
  /// @throws PluginException when it returns null, or throws something it must not
  <T> T answer(FoundPlugin plugin, String method, Supplier<? extends @Nullable T> call) {
    String outer = enter(plugin, method);
    try {
      T answer = call.get();
      if (answer == null) {
        throw PluginFault.named(plugin, method, "returned null, which is no answer", null);
      }
      return answer;
    } catch (JcrException | ErrnoException e) {
      throw e;
    } catch (ProgramFault e) {
      throw PluginFault.named(plugin, method, e.clause(), e);
    } catch (RuntimeException | Error e) {
      throw PluginFault.of(plugin, method, e);
    } finally {
      leave(outer);
    }
  }

  /// Calls a method that returns nothing.
  ///
  /// @throws PluginException when it throws something it must not
  void run(FoundPlugin plugin, String method, Runnable call) {
    answer(
        plugin,
        method,
        () -> {
          call.run();
          return Boolean.TRUE;
        });
  }

  private @Nullable String enter(FoundPlugin plugin, String method) {
    String outer = underWay;
    if (plugin.folder().origin() != PluginFolder.Origin.DISTRIBUTION) {
      underWay = PluginFault.label(plugin) + ": " + method;
      watch.entered(underWay);
    }
    return outer;
  }

  private void leave(@Nullable String outer) {
    if (underWay == null) {
      return;
    }
    underWay = outer;
    if (outer == null) {
      watch.left();
    } else {
      watch.entered(outer);
    }
  }
}
