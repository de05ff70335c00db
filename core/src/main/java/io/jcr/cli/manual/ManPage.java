package io.jcr.cli.manual;

import io.jcr.cli.manual.CommandPage.Section;
import io.jcr.cli.option.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A man page, in the macros of man(7). The same command gives the same bytes.
public final class ManPage {
  private static final Pattern MENTIONED = Pattern.compile("\\bjcr ([a-z]+)\\b");

  private final CommandPage command;
  private final String version;
  private final String date;
  private final Set<String> pages;
  private final Roff roff = new Roff();

  /// @param command what it is about
  /// @param version of jcr
  /// @param date of the page, as `2026-11-23`
  /// @param pages the names of all pages that there are
  public ManPage(CommandPage command, String version, String date, Set<String> pages) {
    this.command = command;
    this.version = version;
    this.date = date;
    this.pages = Set.copyOf(pages);
  }

  /// The page.
  @Override
  public String toString() {
    String title = command.pageName().toUpperCase(Locale.ROOT);
    roff.macro("TH", title, "1", date, "jcr " + version, "jcr manual");
    roff.heading("NAME");
    roff.line(
        Roff.escaped(command.pageName()) + " \\- " + Roff.escaped(lowered(command.summary())));
    roff.heading("SYNOPSIS");
    roff.line(Roff.bold(firstWords(command.synopsis())) + rest(command.synopsis()));
    roff.heading("DESCRIPTION");
    for (int i = 0; i < command.description().size(); i++) {
      roff.paragraph(ended(command.description().get(i)), i > 0);
    }
    operand();
    commands();
    options();
    exitStatus();
    environment();
    examples();
    seeAlso();
    return roff.toString();
  }

  private static String lowered(String sentence) {
    return sentence.isEmpty()
        ? "(no description)"
        : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") || sentence.endsWith(":") ? sentence : sentence + ".";
  }

  /// `jcr run` of `jcr run [OPTIONS]`.
  private String firstWords(String synopsis) {
    String words = ("jcr " + command.words()).strip();
    return synopsis.startsWith(words) ? words : "jcr";
  }

  private String rest(String synopsis) {
    return Roff.escaped(synopsis.substring(firstWords(synopsis).length()));
  }

  private void operand() {
    if (!command.operand().label().isEmpty()) {
      roff.item(Roff.italic(command.operand().label()), command.operand().description());
    }
  }

  private void commands() {
    if (!command.children().isEmpty()) {
      roff.heading("COMMANDS");
      for (CommandPage child : command.children()) {
        roff.item(Roff.bold(child.pageName()) + "(1)", ended(child.summary()));
      }
    }
  }

  private void options() {
    if (command.options().isEmpty()) {
      return;
    }
    roff.heading("OPTIONS");
    for (Section section : command.sections()) {
      if (!section.heading().isEmpty()) {
        roff.macro("SS", section.heading());
      }
      for (CommandOption option : section.options()) {
        roff.item(term(option), option.description());
      }
    }
  }

  /// `-e, --env=K=V`.
  private static String term(CommandOption option) {
    List<String> names = new ArrayList<>();
    for (String name : option.names()) {
      boolean taken = option.negatable() && name.startsWith("--");
      names.add(Roff.bold(taken ? "--[no-]" + name.substring(2) : name));
    }
    String value = option.label().isEmpty() ? "" : "=" + Roff.italic(option.label());
    return String.join(", ", names) + (option.optional() ? "[" + value + "]" : value);
  }

  private void exitStatus() {
    roff.heading("EXIT STATUS");
    ExitStatus.of(command.words())
        .forEach(status -> roff.item(Roff.bold(status.code()), status.meaning()));
  }

  private void environment() {
    if (command.path().isEmpty()) {
      roff.heading("ENVIRONMENT");
      roff.item(Roff.bold("JCR_ROOT"), "Where state and layers are kept, unless --root says it.");
      roff.item(
          Roff.bold("JCR_PLUGIN_PATH"),
          "Plugin folders, separated by colons, searched after those of --plugin-dir.");
      roff.item(Roff.bold("JCR_JAVA_OPTS"), "Options for jcr's JVM.");
      roff.heading("FILES");
      roff.item(Roff.italic("/run/jcr"), "The state of containers.");
      roff.item(Roff.italic("/var/lib/jcr"), "Their layers, and archives that were unpacked.");
      roff.item(Roff.italic("/etc/jcr/plugins"), "Plugins for all users of the host.");
    }
  }

  private void examples() {
    if (!command.examples().isEmpty()) {
      roff.heading("EXAMPLES");
      for (Example example : command.examples()) {
        roff.example(example.purpose(), example.commandLine());
      }
    }
  }

  /// The page of jcr itself, and those of commands that this one mentions.
  private void seeAlso() {
    roff.heading("SEE ALSO");
    TreeSet<String> names = new TreeSet<>();
    if (command.path().isEmpty()) {
      command.children().forEach(child -> names.add(child.pageName()));
    } else {
      names.add("jcr");
      Matcher mentioned = MENTIONED.matcher(texts());
      while (mentioned.find()) {
        names.add("jcr-" + mentioned.group(1));
      }
      names.retainAll(pages);
      names.remove(command.pageName());
    }
    List<String> references = names.stream().map(name -> Roff.bold(name) + "(1)").toList();
    for (int i = 0; i < references.size(); i++) {
      roff.line(references.get(i) + (i + 1 < references.size() ? "," : ""));
    }
  }

  private String texts() {
    StringBuilder texts = new StringBuilder(String.join(" ", command.description()));
    command.options().forEach(option -> texts.append(' ').append(option.description()));
    return texts.toString();
  }
}
