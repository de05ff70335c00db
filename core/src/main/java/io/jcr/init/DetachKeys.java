package io.jcr.init;

import java.util.Locale;

/// The keys that leave an attached container running. Typed one after the other, they end the
/// client.
///
/// @param characters ASCII characters as the terminal sends them; empty: the container cannot be
///   left
public record DetachKeys(String characters) {
  /// Docker's default.
  public static final DetachKeys DEFAULT = parse("ctrl-p,ctrl-q");

  /// The container cannot be left.
  public static final DetachKeys NONE = new DetachKeys("");

  private static final String CTRL = "ctrl-";
  private static final int CONTROL_MASK = 0x1f;
  private static final int LONGEST = 16;

  public DetachKeys {
    if (characters.length() > LONGEST || characters.chars().anyMatch(c -> c == 0 || c > '~' + 1)) {
      throw new IllegalArgumentException("no detach keys: " + characters);
    }
  }

  /// Parses a list such as `ctrl-p,ctrl-q` or `ctrl-],x`. Each key is a character, or `ctrl-`
  /// followed by a letter or one of `[\]^_`.
  ///
  /// @throws IllegalArgumentException with a sentence, when the list is invalid
  public static DetachKeys parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    StringBuilder characters = new StringBuilder();
    for (String key : text.split(",", -1)) {
      characters.append(character(text, key));
    }
    if (characters.length() > LONGEST) {
      throw wrong(text, "at most " + LONGEST + " keys");
    }
    return new DetachKeys(characters.toString());
  }

  private static char character(String text, String key) {
    if (key.length() == 1 && key.charAt(0) > ' ' && key.charAt(0) <= '~') {
      return key.charAt(0);
    }
    char last = key.isEmpty() ? ' ' : key.toUpperCase(Locale.ROOT).charAt(key.length() - 1);
    boolean control = last > '@' && last <= '_';
    if (!control || key.length() != CTRL.length() + 1 || !key.startsWith(CTRL)) {
      throw wrong(text, "a key is a character, or ctrl- and a letter or one of [\\]^_");
    }
    return (char) (last & CONTROL_MASK);
  }

  private static IllegalArgumentException wrong(String text, String allowed) {
    return new IllegalArgumentException("detach keys '" + text + "': " + allowed);
  }
}
