package io.jcr.plugin;

import io.jcr.api.ErrnoException;
import io.jcr.api.JcrException;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import io.jcr.spi.CommandSyntax;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A command as jcr sees it. It may run for any length of time and end the JVM with its own status:
/// the user asked for it.
///
/// @param plugin the plugin that provides it
/// @param described what is known about it
/// @param command the plugin's object
record GuardedCommand(
    FoundPlugin plugin, PluginDescription.Service described, CommandProvider command)
    implements CommandProvider {
  @Override
  public String name() {
    return described.name();
  }

  @Override
  public String summary() {
    return described.summary();
  }

  @Override
  public Optional<CommandSyntax> syntax() {
    try {
      return command.syntax();
    } catch (RuntimeException | Error e) {
      throw PluginFault.of(plugin, "CommandProvider.syntax", e);
    }
  }

  @Override
  public int run(List<String> arguments, CommandContext jcr)
      throws IOException, InterruptedException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Libraries ask this loader for their own services and resources.
    thread.setContextClassLoader(command.getClass().getClassLoader());
    try {
      return command.run(arguments, jcr);
    } catch (JcrException | ErrnoException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw PluginFault.of(plugin, "CommandProvider.run", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
