package io.jcr.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.HostException;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.CommandArguments;
import io.jcr.spi.CommandContext;
import io.jcr.spi.HostFacts;
import io.jcr.spi.SpiTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// This jcr, as commands see it that plugins bring.
///
/// @param session who calls
/// @param plugins which plugins it has beside the usual ones
/// @param described the command that it runs, if jcr parses its command line
record InstalledJcr(Session session, PluginOptions plugins, @Nullable DescribedCommand described)
    implements CommandContext {
  InstalledJcr(Session session, PluginOptions plugins) {
    this(session, plugins, null);
  }

  @Override
  public Path home() {
    return session.jcr().home();
  }

  @Override
  public String version() {
    return Main.version();
  }

  @Override
  public HostFacts facts() {
    return new LinuxHostFacts();
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return new FfmLibc().isatty(descriptor);
  }

  @Override
  public SpiTable spis() {
    return session.jcr().spis();
  }

  @Override
  public CommandArguments parse(List<String> arguments) {
    return described == null
        ? CommandContext.super.parse(arguments)
        : described.arguments(arguments);
  }

  @Override
  public ProcessBuilder jcr(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(home().resolve("bin/jcr").toString());
    line.addAll(plugins.arguments());
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(session.callerEnvironment());
    return builder;
  }

  /// What a command prints for `--help`; nothing when it cannot say it.
  String help(String command) {
    ProcessBuilder call = jcr(List.of(command, "--help"));
    call.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    call.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = call.start();
      String help = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? help : "";
    } catch (IOException e) {
      throw new HostException("start jcr: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("interrupted while jcr " + command + " --help was running");
    }
  }

  /// Runs `jcr ARGUMENT…` to its end; what it says on standard error is seen, its output is not.
  ///
  /// @return its exit status
  int call(List<String> arguments) {
    ProcessBuilder call = jcr(arguments);
    call.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = call.start();
      try {
        process.getOutputStream().close();
        process.getErrorStream().transferTo(session.err());
        return process.waitFor();
      } finally {
        process.destroy(); // it goes when its caller does
      }
    } catch (IOException e) {
      throw new HostException("start jcr: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("interrupted while jcr " + arguments.getFirst() + " was running");
    }
  }
}
