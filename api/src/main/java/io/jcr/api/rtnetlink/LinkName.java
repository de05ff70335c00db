package io.jcr.api.rtnetlink;

import java.nio.charset.StandardCharsets;

/// What the kernel takes as the name of a network interface (dev_valid_name): 1 to 15 bytes, no
/// white space, `/` or `:`, and neither `.` nor `..`. jcr also refuses control characters and `%`,
/// which the kernel would take for a pattern.
public final class LinkName {
  private static final int MAX_BYTES = 15;

  private LinkName() {}

  /// Whether an interface can have this name.
  public static boolean isValid(String name) {
    return !name.isEmpty()
        && hasOnlyValidCharacters(name)
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && !name.equals(".")
        && !name.equals("..");
  }

  private static boolean hasOnlyValidCharacters(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c == 127 || c == '/' || c == ':' || c == '%') {
        return false;
      }
    }
    return true;
  }

  /// Checks a name and gives it back.
  ///
  /// @throws IllegalArgumentException when no interface can have it
  public static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("'" + name + "' is not a name of an interface");
    }
    return name;
  }
}
