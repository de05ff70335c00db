package io.jcr.cli.manual;

import io.jcr.cli.manual.CommandPage.Operand;
import io.jcr.cli.manual.CommandPage.Section;
import io.jcr.cli.manual.Values.Kind;
import io.jcr.cli.option.OptionTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Reads a command off picocli's model.
///
/// @param values what there is to choose from
record CommandReader(OptionValues values) {
  /// Commands on containers that run. Others take any, as long as their operand is called NAME.
  private static final Set<String> OF_RUNNING =
      Set.of("exec", "attach", "stop", "kill", "pause", "unpause", "top", "port", "wait");

  private static final Set<String> OF_STOPPED = Set.of("start");

  /// It reads on behind another word by itself.
  private static final List<String> EXPLAIN = List.of("explain");

  /// A command with its sub-commands.
  ///
  /// @param path the words that call it
  CommandPage read(List<String> path, CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    List<CommandPage> children = new ArrayList<>();
    line.getSubcommands()
        .forEach((name, child) -> {
          List<String> below = new ArrayList<>(path);
          below.add(name);
          children.add(read(below, child));
        });
    Operand operand = operand(path.isEmpty() ? "" : path.getLast(), spec);
    return new CommandPage(
        path,
        Arrays.stream(usage.description()).map(CommandReader::plain).toList(),
        synopsis(path, usage, operand, !children.isEmpty()),
        sections(line),
        operand,
        spec.parser().stopAtPositional() && !path.equals(EXPLAIN),
        OptionTable.examples(line),
        children);
  }

  /// Texts of picocli's are formats.
  private static String plain(String text) {
    return text.replace("%%", "%").replace("%n", " ").strip();
  }

  private static String synopsis(
      List<String> path, UsageMessageSpec usage, Operand operand, boolean hasChildren) {
    String custom = String.join(" ", usage.customSynopsis()).strip();
    String heading = plain(usage.synopsisHeading());
    if (!custom.isEmpty()) {
      return custom;
    }
    if (heading.startsWith("Usage: jcr")) {
      return heading.substring("Usage: ".length());
    }
    String label = hasChildren && path.isEmpty() ? "COMMAND" : operand.label();
    return String.join(" ", "jcr", String.join(" ", path), "[OPTIONS]", label)
        .replaceAll(" +", " ")
        .strip();
  }

  private List<Section> sections(CommandLine line) {
    List<OptionSpec> others = new ArrayList<>(line.getCommandSpec().options());
    List<Section> sections = new ArrayList<>();
    for (Map.Entry<String, List<OptionSpec>> section : OptionTable.sections(line).entrySet()) {
      others.removeAll(section.getValue());
      String heading = section.getKey().replaceFirst(":$", "");
      sections.add(new Section(heading, options(section.getValue())));
    }
    sections.addFirst(new Section("", options(others)));
    return sections;
  }

  private List<CommandOption> options(List<OptionSpec> specs) {
    return specs.stream().filter(spec -> !spec.hidden()).map(this::option).toList();
  }

  private CommandOption option(OptionSpec spec) {
    List<String> names = List.of(spec.names());
    boolean takesValue = spec.arity().max() > 0;
    String label = takesValue ? spec.paramLabel() : "";
    boolean several = !spec.splitRegex().isEmpty();
    return new CommandOption(
        names,
        spec.negatable(),
        several ? label + "[," + label + "...]" : label,
        takesValue && spec.arity().min() == 0,
        spec.isMultiValue(),
        Arrays.stream(spec.description())
            .map(CommandReader::plain)
            .reduce("", (a, b) -> (a + " " + b).strip()),
        isPath(spec) ? paths(label) : values.of(names, label, several));
  }

  private static boolean isPath(OptionSpec spec) {
    return spec.type() == Path.class || List.of(spec.auxiliaryTypes()).contains(Path.class);
  }

  private static Values paths(String label) {
    return label.equals("DIR") ? Values.DIRECTORIES : Values.FILES;
  }

  private Operand operand(String command, CommandSpec spec) {
    List<PositionalParamSpec> words = spec.positionalParameters();
    String label = words.isEmpty() ? "" : words.getFirst().paramLabel();
    if (label.isEmpty()) {
      return Operand.NONE;
    }
    String description = plain(String.join(" ", words.getFirst().description()));
    if (label.startsWith("NAME") || label.equals("[NAME...]")) {
      Values names = new Values(containers(command));
      boolean several = label.contains("NAME...");
      Values rest = label.contains("COMMAND") ? Values.FILES : several ? names : Values.NONE;
      return new Operand(label, description, names, rest);
    }
    boolean file = label.equals("JAR") || label.startsWith("[COMMAND");
    Values first = file ? Values.FILES : OptionValues.ofLabel(label, false);
    return new Operand(label, description, first, file ? Values.FILES : Values.NONE);
  }

  private static Kind containers(String command) {
    return OF_RUNNING.contains(command)
        ? Kind.RUNNING
        : OF_STOPPED.contains(command) ? Kind.STOPPED : Kind.CONTAINERS;
  }
}
