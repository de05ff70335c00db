package io.jcr.cli.manual;

import io.jcr.cli.option.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A command.
///
/// @param path the words behind `jcr` that call it; empty for jcr itself
/// @param description what it does; the first paragraph is one sentence
/// @param synopsis how it is called, from `jcr` on
/// @param sections its options, those without a heading first
/// @param operand what stands behind its options
/// @param optionsFirst whether options end where the first other word stands
/// @param examples how it is used
/// @param children its sub-commands
public record CommandPage(
    List<String> path,
    List<String> description,
    String synopsis,
    List<Section> sections,
    Operand operand,
    boolean optionsFirst,
    List<Example> examples,
    List<CommandPage> children) {
  public CommandPage {
    path = List.copyOf(path);
    description = List.copyOf(description);
    sections = List.copyOf(sections);
    examples = List.copyOf(examples);
    children = List.copyOf(children);
  }

  /// Options with a heading in common.
  ///
  /// @param heading empty for those at the top
  public record Section(String heading, List<CommandOption> options) {
    public Section {
      options = List.copyOf(options);
    }
  }

  /// What stands behind the options.
  ///
  /// @param label what it is called; empty: nothing may stand there
  /// @param description what it is
  /// @param first what there is to choose from for the first word
  /// @param rest the same for the others
  public record Operand(String label, String description, Values first, Values rest) {
    static final Operand NONE = new Operand("", "", Values.NONE, Values.NONE);
  }

  /// The words that call it, with blanks between; empty for jcr itself.
  String words() {
    return String.join(" ", path);
  }

  /// The name of its man page.
  public String pageName() {
    return path.isEmpty() ? "jcr" : "jcr-" + String.join("-", path);
  }

  /// The same command, called by other words.
  CommandPage calledBy(List<String> otherPath) {
    return new CommandPage(
        otherPath, description, synopsis, sections, operand, optionsFirst, examples, children);
  }

  /// The same where choices of backends stand between the options.
  CommandPage choosing(Values backends) {
    Operand choices = new Operand(operand.label(), operand.description(), backends, backends);
    return new CommandPage(
        path, description, synopsis, sections, choices, false, examples, children);
  }

  /// The same with these sub-commands.
  CommandPage with(List<CommandPage> others) {
    return new CommandPage(
        path, description, synopsis, sections, operand, optionsFirst, examples, others);
  }

  /// A sub-command.
  Optional<CommandPage> child(String name) {
    return children.stream().filter(child -> child.path.getLast().equals(name)).findFirst();
  }

  /// All its options.
  List<CommandOption> options() {
    return sections.stream().flatMap(section -> section.options().stream()).toList();
  }

  /// What it does in one line, without a full stop.
  String summary() {
    String first = description.isEmpty() ? "" : description.getFirst();
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  /// This one and all below it, each before its sub-commands.
  public List<CommandPage> all() {
    List<CommandPage> all = new ArrayList<>(List.of(this));
    children.forEach(child -> all.addAll(child.all()));
    return all;
  }
}
