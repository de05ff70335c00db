package io.jcr.plugins.cni;

import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.spi.CommandResult;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The plugins of a network, one after the other, for one container.
///
/// ```
///   ADD    first ──result──► second ──result──► third ──► result of the network
///   DEL    third, second, first: by the undo journal, which runs in reverse
/// ```
///
/// @param runs in the order of ADD
record PluginChain(List<PluginRun> runs) {
  private static final int KILLED = 128;

  PluginChain {
    runs = List.copyOf(runs);
  }

  /// Finds the programs.
  ///
  /// @throws UsageException when one is missing or not trusted
  static PluginChain of(NetworkFiles.Found found, Attachment attachment, ContainerPaths paths) {
    CniOptions options = attachment.options();
    List<PluginRun> runs = new ArrayList<>();
    for (PluginConfig plugin : found.network().plugins()) {
      Path program = options.path().find(plugin.type(), found.file());
      plugin.ipam().ifPresent(type -> options.path().find(type, found.file()));
      String file = "cni-" + (runs.size() + 1) + "-" + plugin.type() + ".json";
      Path request = paths.state().resolve(file);
      runs.add(new PluginRun(found.network(), plugin, program, request, attachment));
    }
    return new PluginChain(runs);
  }

  /// Connects the container.
  ///
  /// @return the network's result; empty on a host that only pretends
  /// @throws HostException with the message of the plugin that failed
  Optional<CniResult> add(Host host) {
    Optional<CniResult> result = Optional.empty();
    for (PluginRun run : runs) {
      Optional<CommandResult> answer = run.add(result, host);
      if (answer.isPresent()) {
        result = Optional.of(resultOf(run, answer.get(), host));
      }
    }
    for (PluginRun run : runs) {
      run.conclude(result, host);
    }
    return result;
  }

  /// Makes each plugin check that everything is as it left it.
  void check(Host host) {
    for (PluginRun run : runs) {
      Optional<CommandResult> answer = run.check(host);
      if (answer.isPresent() && answer.get().status() != 0) {
        throw failure("CHECK", run, CniError.of(answer.get()), "");
      }
    }
  }

  private static CniResult resultOf(PluginRun run, CommandResult answer, Host host) {
    if (answer.status() == 0) {
      return CniResult.parse(run.plugin().type(), answer.output());
    }
    CniError error = CniError.of(answer);
    String versions = versionsOnDemand(run, error, host);
    // One that was killed has not said that it finished; its DEL stays in the journal.
    Optional<CommandResult> deleted =
        answer.status() < KILLED ? run.giveUp(host) : Optional.empty();
    throw failure("ADD", run, error, versions + remains(deleted));
  }

  private static String remains(Optional<CommandResult> deleted) {
    return deleted
        .filter(answer -> answer.status() != 0)
        .map(answer -> "; its DEL failed, too: " + CniError.of(answer).text())
        .orElse("");
  }

  private static String versionsOnDemand(PluginRun run, CniError error, Host host) {
    if (error.code() != CniError.INCOMPATIBLE_VERSION) {
      return "";
    }
    List<String> versions = run.versions(host);
    return versions.isEmpty() ? "" : ": it speaks " + String.join(", ", versions);
  }

  private static HostException failure(
      String command, PluginRun run, CniError error, String addition) {
    return new HostException(
        command
            + " of the plugin "
            + run.plugin().type()
            + " of network '"
            + run.network().name()
            + "': "
            + error.text()
            + addition);
  }
}
