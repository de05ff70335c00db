package io.jcr.api.rtnetlink;

import io.jcr.api.KernelName;

/// What jcr takes as the name of a network interface: a [KernelName] of at most 15 bytes, and
/// without `:`, which the kernel keeps for aliases (dev_valid_name).
public final class LinkName {
  /// What a message says is allowed.
  public static final String RULE =
      "at most 15 bytes, not beginning with '-' or '.', without '/', ':', '%' and blanks";

  private static final int MAX_BYTES = 15;

  private LinkName() {}

  /// Whether an interface can have this name.
  public static boolean isValid(String name) {
    return KernelName.isValid(name, MAX_BYTES) && name.indexOf(':') < 0;
  }

  /// Checks a name and gives it back.
  ///
  /// @throws IllegalArgumentException when no interface can have it
  public static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("'" + name + "' is not the name of an interface: " + RULE);
    }
    return name;
  }
}
