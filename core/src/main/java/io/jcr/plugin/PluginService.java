package io.jcr.plugin;

/// A backend or command, and the plugin that provides it.
///
/// @param plugin the plugin
/// @param described what is known without opening its jar
public record PluginService(FoundPlugin plugin, PluginDescription.Service described) {
  /// The compiler-generated one is linked at run time on each run; see [FoundJar].
  @Override
  public int hashCode() {
    return described.className().hashCode();
  }

  /// Its name on the command line.
  public String name() {
    return described.name();
  }

  /// Its name on the command line when another plugin provides one of the same name.
  public String qualified() {
    return plugin.id() + "/" + described.name();
  }

  /// A command's summary, for `jcr --help`.
  public String summary() {
    return described.summary();
  }
}
