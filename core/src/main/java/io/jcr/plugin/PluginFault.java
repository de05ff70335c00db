package io.jcr.plugin;

import io.jcr.api.Failure;
import io.jcr.api.PluginException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something a plugin did that its SPI does not allow, described as a sentence about the plugin, so
/// that nobody looks for the bug in jcr.
final class PluginFault {
  private static final List<String> NOT_ITS_OWN = List.of("java.", "jdk.", "sun.", "io.jcr.");

  private PluginFault() {}

  /// How messages name a plugin: `plugin ID VERSION (JAR)`.
  static String label(FoundPlugin plugin) {
    PluginDescription description = plugin.description();
    return "plugin " + description.id() + " " + description.version() + " (" + plugin.path() + ")";
  }

  /// A method threw this.
  static PluginException of(FoundPlugin plugin, String method, Throwable failure) {
    String what =
        failure instanceof LinkageError error && !(error instanceof ExceptionInInitializerError)
            ? BrokenPlugin.clause(plugin.description(), error)
            : thrown(failure);
    return named(plugin, method, "failed: " + what, failure);
  }

  /// A method did something else that it must not.
  ///
  /// @param did a clause, such as `returned null`
  static PluginException named(
      FoundPlugin plugin, String method, String did, @Nullable Throwable cause) {
    return new PluginException(
        label(plugin) + ": " + method + " " + did,
        cause,
        new Failure("plugin " + plugin.id(), method, plugin.path().toString(), 0));
  }

  private static String thrown(Throwable failure) {
    Throwable root = failure;
    if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
      root = failure.getCause();
    }
    String message = root.getMessage();
    String name = root.getClass().getSimpleName();
    String told = message == null || message.isBlank() ? name : name + ": " + message;
    for (StackTraceElement element : root.getStackTrace()) {
      if (isItsOwn(element.getClassName())) {
        return told + " (" + element.getFileName() + ":" + element.getLineNumber() + ")";
      }
    }
    return told;
  }

  private static boolean isItsOwn(String className) {
    for (String prefix : NOT_ITS_OWN) {
      if (className.startsWith(prefix)) {
        return className.startsWith("io.jcr.plugins.");
      }
    }
    return true;
  }
}
