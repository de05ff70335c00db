package io.jcr.cli.manual;

/// Text in the macros of man(7). What is passed as text may hold anything; what is passed as markup
/// comes from [#bold], [#italic] and [#escaped].
final class Roff {
  private static final int WIDTH = 78;

  private final StringBuilder text = new StringBuilder();

  /// Text that stands for itself.
  static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("'", "\\(aq");
  }

  static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /// A macro with its arguments, which are text. Hyphens stay: a date with others is none.
  void macro(String name, String... arguments) {
    text.append('.').append(name);
    for (String argument : arguments) {
      text.append(" \"").append(argument.replace("\\", "\\e").replace("\"", "\\(dq")).append('"');
    }
    text.append('\n');
  }

  void heading(String title) {
    text.append(".SH ").append(title).append('\n');
  }

  /// A line of markup.
  void line(String markup) {
    text.append(markup.startsWith(".") ? "\\&" : "").append(markup).append('\n');
  }

  /// A paragraph of text; one that follows another is set off from it.
  void paragraph(String words, boolean setOff) {
    if (setOff) {
      text.append(".PP\n");
    }
    wrap(words);
  }

  /// A term, which is markup, and what it means.
  void item(String term, String meaning) {
    text.append(".TP\n");
    line(term);
    wrap(meaning.isEmpty() ? "(no description)" : meaning);
  }

  /// A command line below its purpose.
  void example(String purpose, String commandLine) {
    text.append(".TP\n");
    line(escaped(purpose));
    line(bold(commandLine));
  }

  private void wrap(String words) {
    StringBuilder line = new StringBuilder();
    for (String word : words.strip().split("\\s+", -1)) {
      String markup = escaped(word);
      if (!line.isEmpty() && line.length() + 1 + markup.length() > WIDTH) {
        line(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(markup);
    }
    line(line.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
