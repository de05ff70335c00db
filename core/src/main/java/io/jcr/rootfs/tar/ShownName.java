package io.jcr.rootfs.tar;

/// A name as shown in a message. Names in archives may have any length.
public final class ShownName {
  private static final int MOST = 160;

  private ShownName() {}

  /// In quotes, and with the middle left out when it is long.
  static String quoted(String name) {
    return "'" + of(name) + "'";
  }

  /// With the middle left out when it is long.
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
