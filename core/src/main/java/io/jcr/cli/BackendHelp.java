package io.jcr.cli;

import io.jcr.cli.option.TextTable;
import io.jcr.spi.BackendOption;
import io.jcr.spi.OptionType;

/// What `jcr plugins NAME` prints of a backend: made from what it says about itself.
final class BackendHelp {
  private BackendHelp() {}

  static String of(PluginsCommand.Offered backend) {
    StringBuilder text = new StringBuilder(backend.selection());
    if (!backend.description().isEmpty()) {
      text.append(": ").append(backend.description());
    }
    text.append('\n').append("plugin: ").append(backend.service().plugin().path()).append('\n');
    text.append("host: ").append(PluginsCommand.inWords(backend.support())).append('\n');
    if (backend.options().isEmpty()) {
      text.append("options: it describes none\n");
    } else {
      text.append("options:\n").append(table(backend));
    }
    if (!backend.ownLimits().isEmpty()) {
      text.append("limits:\n").append(limits(backend));
    }
    return printable(text.append('\n').toString());
  }

  private static String limits(PluginsCommand.Offered limiter) {
    TextTable table = new TextTable("  LIMIT", "DEFAULT", "WHAT IT DOES");
    for (BackendOption limit : limiter.ownLimits()) {
      String example = limit.example().isEmpty() ? "" : "; for example " + example(limit, ":");
      row(table, limit, limit.limitForm(), example);
    }
    return table.toString();
  }

  private static void row(TextTable table, BackendOption option, String form, String example) {
    String standard = option.required() ? "(required)" : option.defaultValue();
    table.row("  " + form, standard, option.help() + example);
  }

  private static String table(PluginsCommand.Offered backend) {
    TextTable table = new TextTable("  OPTION", "DEFAULT", "WHAT IT DOES");
    for (BackendOption option : backend.options()) {
      String example =
          option.example().isEmpty() || option.type() instanceof OptionType.Flag
              ? ""
              : "; for example " + backend.callName() + ":" + example(option, "=");
      row(table, option, option.form(), example);
    }
    return table.toString();
  }

  private static String example(BackendOption option, String between) {
    return option.key().isEmpty() ? option.example() : option.key() + between + option.example();
  }

  /// A plugin's words may hold anything, also what a terminal obeys.
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder(text);
    for (int i = 0; i < printable.length(); i++) {
      char c = printable.charAt(i);
      if (Character.isISOControl(c) && c != '\n') {
        printable.setCharAt(i, '?');
      }
    }
    return printable.toString();
  }
}
