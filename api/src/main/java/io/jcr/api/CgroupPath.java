package io.jcr.api;

/// The rule for paths of cgroups that jcr creates, below a mount point of the cgroup file system.
public final class CgroupPath {
  /// The rule as the end of a sentence.
  public static final String RULE =
      "letters, digits and _.@:\\-, no part beginning with a dot or a hyphen";

  private static final String SIGNS = "_.@:\\-";

  private CgroupPath() {}

  /// Whether `path` has one or more parts, with or without a `/` before the first, each a
  /// [KernelName] of ASCII letters, digits and `_.@:\-`.
  public static boolean isValid(String path) {
    for (String part : (path.startsWith("/") ? path.substring(1) : path).split("/", -1)) {
      if (!KernelName.isValid(part, KernelName.MAX_FILE) || !hasOnlyValidCharacters(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasOnlyValidCharacters(String part) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (!Ascii.isAlphanumeric(c) && SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
