package io.jcr.api.rtnetlink;

import io.jcr.api.KernelName;

/// The rule for names of network interfaces: a [KernelName] of at most 15 bytes, without `:`, which
/// the kernel reserves for aliases (dev_valid_name).
public final class LinkName {
  /// The rule in words, for messages.
  public static final String RULE =
      "at most 15 bytes, not beginning with '-' or '.', without '/', ':', '%' and blanks";

  private static final int MAX_BYTES = 15;

  private LinkName() {}

  /// Whether an interface can have this name.
  public static boolean isValid(String name) {
    return KernelName.isValid(name, MAX_BYTES) && name.indexOf(':') < 0;
  }

  /// Checks a name and returns it.
  ///
  /// @throws IllegalArgumentException when no interface can have it
  public static String require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException("'" + name + "' is not the name of an interface: " + RULE);
    }
    return name;
  }
}
