package io.jcr.api;

import java.nio.charset.StandardCharsets;

/// The one rule for names that jcr gives to things of the kernel, or looks them up by: interfaces,
/// cgroups, named network namespaces. The kernel takes more than this; a name that begins with `-`
/// is an option to every tool that is given it, one with `%` is a pattern, and one that begins with
/// `.` is hidden or leads elsewhere.
public final class KernelName {
  /// The longest name of a file.
  public static final int MAX_FILE = 255;

  private KernelName() {}

  /// Whether `name` has 1 to `maxBytes` bytes of UTF-8, does not begin with `-` or `.`, and has no
  /// `/`, `%`, blank or control character.
  public static boolean isValid(String name, int maxBytes) {
    if (name.isEmpty() || name.charAt(0) == '-' || name.charAt(0) == '.') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean blank = c == ' ' || Character.isSpaceChar(c);
      if (blank || Character.isISOControl(c) || c == '/' || c == '%') {
        return false;
      }
    }
    return name.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
  }
}
