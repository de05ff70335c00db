package io.jcr.cli.spec;

import io.jcr.api.UsageException;
import java.util.List;

/// `--security-opt`, repeatable: `seccomp=unconfined`, `new-privileges`, and docker's
/// `no-new-privileges[:true|:false]`, of which the first is the default here.
///
/// @param filtered whether there is a filter of system calls
/// @param newPrivileges whether set-user-ID programs work
record SecurityOptions(boolean filtered, boolean newPrivileges) {
  private static final String KNOWN =
      ": choose from seccomp=unconfined (no filter of system calls), new-privileges (set-user-ID"
          + " programs work) and no-new-privileges (the default)";

  /// @throws UsageException when one is unknown, or two contradict each other
  static SecurityOptions parse(List<String> options) {
    boolean filtered = true;
    String first = null;
    boolean newPrivileges = false;
    for (String option : options) {
      if (option.equals("seccomp=unconfined")) {
        filtered = false;
        continue;
      }
      boolean allowed = allowsNewPrivileges(option);
      if (first != null && allowed != newPrivileges) {
        throw new UsageException(
            "--security-opt="
                + first
                + " and --security-opt="
                + option
                + " contradict each other (leave one of them out)");
      }
      first = option;
      newPrivileges = allowed;
    }
    return new SecurityOptions(filtered, newPrivileges);
  }

  private static boolean allowsNewPrivileges(String option) {
    return switch (option) {
      case "no-new-privileges", "no-new-privileges:true", "no-new-privileges=true" -> false;
      case "new-privileges", "no-new-privileges:false", "no-new-privileges=false" -> true;
      default -> throw new UsageException("--security-opt=" + option + KNOWN);
    };
  }
}
