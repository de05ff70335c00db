package io.jcr.plugin;

/// A backend or command, and the plugin that brings it.
///
/// @param plugin the plugin
/// @param described what is known without opening its jar
public record PluginService(FoundPlugin plugin, PluginDescription.Service described) {
  /// The compiler's would be put together anew in each run, as [FoundJar]'s.
  @Override
  public int hashCode() {
    return described.className().hashCode();
  }

  /// By which the command line calls it.
  public String name() {
    return described.name();
  }

  /// By which the command line calls it when another plugin brings one of the same name.
  public String qualified() {
    return plugin.id() + "/" + described.name();
  }

  /// Of a command, for `jcr --help`.
  public String summary() {
    return described.summary();
  }
}
