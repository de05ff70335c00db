package io.jcr.plugin;

import io.jcr.program.BackendProgram;
import io.jcr.program.ProgramBackends;
import io.jcr.program.ProgramDescription;
import io.jcr.program.ProgramDescription.Described;
import io.jcr.program.ProgramFault;
import io.jcr.spi.Backend;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds out what a program brings, by asking it to describe itself: for programs what
/// [JarInspection] is for jars.
final class ProgramInspection {
  private static final String NAME = "[a-z][a-z0-9-]*";

  /// As long as a jar's class has to say its name.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private ProgramInspection() {}

  /// @param spis the kinds of backends that there are
  static JarInspection.Result of(FoundJar program, SpiTable spis) {
    if (!program.isExecutable()) {
      return new JarInspection.Result(
          PluginDescription.unusable("it is not executable: chmod +x it"), false);
    }
    try {
      return new JarInspection.Result(
          of(BackendProgram.of(program.path(), PATIENCE).description(), program, spis), true);
    } catch (ProgramFault e) { // may depend on anything
      return new JarInspection.Result(
          PluginDescription.unusable("asked to describe itself, it " + e.clause()), false);
    }
  }

  private static PluginDescription of(
      ProgramDescription described, FoundJar program, SpiTable spis) {
    List<String> problems = new ArrayList<>();
    List<PluginDescription.Service> services = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Described backend : described.backends()) {
      String selection = "--" + backend.spi() + "=" + backend.name();
      if (!ProgramBackends.options().contains(backend.spi())) {
        problems.add(
            "its backend '"
                + backend.name()
                + "' has spi '"
                + backend.spi()
                + "': choose from "
                + String.join(", ", ProgramBackends.options()));
      } else if (!backend.name().matches(NAME)) {
        problems.add(
            "its backend has the name '"
                + backend.name()
                + "': a name is lower case letters, digits and '-'");
      } else if (!names.add(selection)) {
        problems.add("it describes " + selection + " twice");
      } else {
        Class<? extends Backend> spi =
            spis.withOption(backend.spi()).<Class<? extends Backend>>map(Spi::type).orElseThrow();
        services.add(
            new PluginDescription.Service(
                spi.getSimpleName(), backend.name(), program.fileName(), ""));
      }
    }
    return new PluginDescription(
        described.id(),
        described.version(),
        "",
        described.provider(),
        described.description(),
        problems,
        List.of(),
        problems.isEmpty() ? services : List.of());
  }
}
