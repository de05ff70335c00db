package io.jcr.rootfs.tar;

/// A name as it stands in a message. Archives may have names of any length.
public final class ShownName {
  private static final int MOST = 160;

  private ShownName() {}

  /// In quotes, and without its middle when it is long.
  static String quoted(String name) {
    return "'" + of(name) + "'";
  }

  /// Without its middle when it is long.
  public static String of(String name) {
    if (name.length() <= MOST) {
      return name;
    }
    int half = MOST / 2;
    return name.substring(0, half)
        + "[…"
        + (name.length() - 2 * half)
        + " characters…]"
        + name.substring(name.length() - half);
  }
}
