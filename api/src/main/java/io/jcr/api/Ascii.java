package io.jcr.api;

/// Checks of text that every run makes. Written by hand, because the first regular expressions in a
/// fresh JVM take longer than all of jcr's planning.
final class Ascii {
  private Ascii() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlphanumeric(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// One to `atMost` digits.
  static boolean isDigits(String text, int atMost) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= atMost;
  }

  /// A letter or digit, followed by letters, digits and characters from `others`; at most `atMost`
  /// characters in all.
  static boolean isWord(String text, String others, int atMost) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && (i == 0 || others.indexOf(c) < 0)) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= atMost;
  }
}
