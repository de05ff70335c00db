package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The versions of the CNI protocol that jcr speaks, from oldest to newest.
enum CniVersion {
  V0_3_1("0.3.1"),
  V0_4_0("0.4.0"),
  V1_0_0("1.0.0");

  private final String text;

  CniVersion(String text) {
    this.text = text;
  }

  /// The newest of those that a network configuration offers.
  ///
  /// @throws UsageException when jcr speaks none of them
  static CniVersion newest(Collection<String> offered) {
    return Arrays.stream(values())
        .filter(version -> offered.contains(version.text))
        .max(Comparator.naturalOrder())
        .orElseThrow(() ->
            new UsageException(
                (offered.isEmpty()
                        ? "it has no cniVersion"
                        : "cniVersion " + String.join(", ", offered) + " is not supported")
                    + " (jcr speaks "
                    + all()
                    + ")"));
  }

  private static String all() {
    return List.of(values()).stream().map(CniVersion::toString).collect(Collectors.joining(", "));
  }

  /// CHECK, and passing a result to DEL, came with 0.4.0.
  boolean knowsCheck() {
    return compareTo(V0_4_0) >= 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
