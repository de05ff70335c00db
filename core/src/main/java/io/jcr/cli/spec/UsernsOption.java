package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `--userns=auto|UID:COUNT`: another way to write `--ns=NAME:user` and
/// `--ns=NAME:user,uid=UID,count=COUNT`.
public final class UsernsOption {
  private static final String DEFAULT_BACKEND = "clone";

  private UsernsOption() {}

  /// The choice of the namespace backend with a user namespace in it.
  ///
  /// @throws UsageException when it is neither form, or `--ns` asks for one too
  static BackendChoice apply(String text, @Nullable BackendChoice namespace) {
    BackendChoice choice =
        namespace == null ? new BackendChoice(DEFAULT_BACKEND, Map.of()) : namespace;
    Map<String, String> options = new LinkedHashMap<>(choice.options());
    if (options.putIfAbsent("user", "") != null) {
      throw new UsageException("--userns=" + text + ": --ns has 'user' too: leave one of them out");
    }
    int colon = text.indexOf(':');
    if (colon > 0 && isNumber(text, 0, colon) && isNumber(text, colon + 1, text.length())) {
      options.put("uid", text.substring(0, colon));
      options.put("count", text.substring(colon + 1));
    } else if (!text.equals("auto")) {
      throw new UsageException(
          "--userns=" + text + ": expected auto or UID:COUNT, such as 100000:65536");
    }
    return new BackendChoice(choice.name(), options);
  }

  private static boolean isNumber(String text, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return begin < end;
  }
}
