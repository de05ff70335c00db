package io.jcr.cli;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Failure;
import io.jcr.api.HostException;
import io.jcr.api.InitException;
import io.jcr.api.JcrException;
import io.jcr.api.PluginException;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.cli.session.Session;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.linux.ProbedCause;
import org.jspecify.annotations.Nullable;

/// What is told of a failure, and how it ends the command.
///
/// @param kind of failure: `usage`, `unsupported`, `host`, `init`, `plugin` or `internal`
/// @param message one sentence in one line
/// @param failure the same as fields
/// @param exitStatus of the command
record ErrorReport(String kind, String message, Failure failure, int exitStatus) {
  /// The report of what was thrown.
  static ErrorReport of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof JcrException known) {
        return report(kind(known), known.getMessage(), known.failure(), known.exitStatus());
      }
      if (cause instanceof ErrnoException call) {
        boolean forbidden = call.errno() == Errno.EACCES || call.errno() == Errno.EPERM;
        String advice = forbidden ? "(run as root)" : ProbedCause.of(call, new LinuxHostFacts());
        String message =
            call.getMessage() + (advice.isEmpty() ? "" : (forbidden ? " " : ": ") + advice);
        return report("host", message, call.failure(), Main.JCR_FAILED);
      }
    }
    return report(
        "internal",
        "internal error: " + thrown + " (run with --debug for the stack trace)",
        Failure.UNKNOWN,
        Main.JCR_FAILED);
  }

  private static ErrorReport report(
      String kind, @Nullable String message, Failure failure, int exitStatus) {
    return new ErrorReport(kind, Session.inOneLine(message), failure, exitStatus);
  }

  private static String kind(JcrException known) {
    return switch (known) {
      case UsageException _ -> "usage";
      case UnsupportedException _ -> "unsupported";
      case HostException _ -> "host";
      case InitException _ -> "init";
      case PluginException _ -> "plugin";
    };
  }

  /// The name of the errno; empty: none.
  String errno() {
    return failure.errno() == 0 ? "" : Errno.name(failure.errno());
  }
}
