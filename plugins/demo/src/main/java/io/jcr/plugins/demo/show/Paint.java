package io.jcr.plugins.demo.show;

/// Terminal colours, or none.
///
/// @param on whether there are colours
public record Paint(boolean on) {
  private static final String RESET = "\u001b[0m";

  String good(String text) {
    return paint("32", text);
  }

  String bad(String text) {
    return paint("31;1", text);
  }

  String heading(String text) {
    return paint("1", text);
  }

  String command(String text) {
    return paint("36", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  private String paint(String code, String text) {
    return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
