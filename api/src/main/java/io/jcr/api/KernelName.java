package io.jcr.api;

import java.nio.charset.StandardCharsets;

/// The rule for names of kernel objects that jcr creates or looks up: interfaces, cgroups, named
/// network namespaces. The kernel allows more names. But tools read a leading `-` as an option and
/// `%` as a pattern, and a name that begins with `.` is hidden or leads elsewhere.
public final class KernelName {
  /// The length limit for file names, in bytes.
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
