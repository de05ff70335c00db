package io.jcr.plugin.verify;

import io.jcr.api.BackendChoice;
import io.jcr.plugin.CallWatch;
import io.jcr.plugin.Trust;
import io.jcr.program.BackendProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What to verify, and with what.
///
/// @param jar the plugin, a jar or a program
/// @param libraries the jars in its `lib`, or the files beside the program
/// @param home where jcr is installed
/// @param rootfs the root file system of the containers that are run
/// @param work an empty directory for this verification alone, on a file system where containers
///   can run
/// @param with options that backends need, keyed by their SPI's option: `net` to `mine:key=value`
/// @param without contract capabilities that the backends do not have
/// @param privileged whether containers can be run
/// @param trust for jars whose code is run
/// @param watch is notified of each call into the plugin
public record VerifyRequest(
    Path jar,
    List<Path> libraries,
    Path home,
    Path rootfs,
    Path work,
    Map<String, BackendChoice> with,
    Set<String> without,
    boolean privileged,
    Trust trust,
    CallWatch watch) {
  /// Whether the plugin is a program rather than a jar.
  public boolean isProgram() {
    return BackendProgram.isOne(String.valueOf(jar.getFileName()));
  }

  /// What the checks of the file itself are about.
  public String group() {
    return isProgram() ? "the program" : "the jar";
  }

  public VerifyRequest {
    libraries = List.copyOf(libraries);
    with = Map.copyOf(with);
    without = Set.copyOf(without);
  }
}
