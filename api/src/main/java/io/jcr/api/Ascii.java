package io.jcr.api;

/// Forms of text that every run checks: by hand, because the first regular expressions of a JVM
/// that starts take longer than all that jcr plans.
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

  /// A letter or digit, and then letters, digits and what `others` has, `atMost` characters in all.
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
