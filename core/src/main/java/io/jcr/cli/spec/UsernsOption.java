package io.jcr.cli.spec;

import io.jcr.api.BackendChoice;
import io.jcr.api.UsageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `--userns=auto|UID:COUNT`: another way to write `--ns=NAME:user` and
/// `--ns=NAME:user,uid=UID,count=COUNT`.
public final class UsernsOption {
  private static final Pattern RANGE = Pattern.compile("(\\d+):(\\d+)");
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
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      options.put("uid", range.group(1));
      options.put("count", range.group(2));
    } else if (!text.equals("auto")) {
      throw new UsageException(
          "--userns=" + text + ": expected auto or UID:COUNT, such as 100000:65536");
    }
    return new BackendChoice(choice.name(), options);
  }
}
