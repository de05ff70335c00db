package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandResult;
import io.jcr.spi.Host;
import io.jcr.spi.HostCommand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One plugin of a network at work for one container.
///
/// Its request is kept in a file in the container's directory: ADD reads it now, CHECK a moment
/// later, and DEL when the container has ended and there is no Java to write one.
///
/// @param network what it belongs to
/// @param plugin which one it is
/// @param program where it is
/// @param request the file
/// @param attachment the container in the network
record PluginRun(
    NetworkConfig network, PluginConfig plugin, Path program, Path request, Attachment attachment) {
  private static final int MODE = 0600; // a configuration may contain secrets

  /// Runs ADD. DEL is already in the journal before ADD starts, and will run at the end.
  Optional<CommandResult> add(Optional<CniResult> before, Host host) {
    host.createFile(request, requestWith(before), MODE);
    return host.execute(command("ADD"), command("DEL"));
  }

  /// Runs DEL now instead of at the end: what made ADD fail may make DEL fail as well, and forever.
  Optional<CommandResult> giveUp(Host host) {
    Optional<CommandResult> answer = host.execute(command("DEL"));
    host.removeFile(request);
    return answer;
  }

  /// Makes CHECK and DEL read the result of the whole chain.
  void conclude(Optional<CniResult> result, Host host) {
    host.replaceFile(
        request, requestWith(result.filter(r -> network.version().knowsCheck())), MODE);
  }

  Optional<CommandResult> check(Host host) {
    return host.execute(command("CHECK"));
  }

  /// Asks which versions of the protocol it speaks.
  List<String> versions(Host host) {
    return host.execute(command("VERSION"))
        .filter(answer -> answer.status() == 0)
        .map(answer -> supported(answer.output()))
        .orElse(List.of());
  }

  private static List<String> supported(String answer) {
    try {
      return Json.parse(answer).strings("supportedVersions");
    } catch (UsageException e) {
      return List.of(); // it is about to be reported for another reason
    }
  }

  private HostCommand command(String command) {
    return new HostCommand(program, List.of(), attachment.environment(command), request);
  }

  /// The plugin's configuration as its author wrote it, plus what the specification adds at run
  /// time.
  private String requestWith(Optional<CniResult> previous) {
    Json json =
        plugin
            .config()
            .without("capabilities")
            .without("cniVersions")
            .with("name", network.name())
            .with("cniVersion", network.version().toString());
    Map<String, Object> told = new LinkedHashMap<>();
    for (String capability : plugin.capabilities()) {
      Object value = attachment.options().runtimeConfig().get(capability);
      if (value != null) {
        told.put(capability, value);
      }
    }
    if (!told.isEmpty()) {
      json = json.with("runtimeConfig", told);
    }
    return previous.isPresent()
        ? json.with("prevResult", previous.get().json()).text()
        : json.text();
  }
}
