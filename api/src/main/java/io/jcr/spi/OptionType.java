package io.jcr.spi;

import io.jcr.api.Ipv4;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.UsageException;
import java.util.List;

/// What the value of a [BackendOption] may be. [ParsedOptions] checks it; help texts, completion
/// and error messages name it.
public sealed interface OptionType {
  /// Stands for the value in help texts, such as `ADDRESS`; empty for a flag.
  String label();

  /// Checks a value.
  ///
  /// @throws UsageException saying which value is wrong and what is allowed, without naming the
  ///   option
  void check(String text);

  /// A bare word, which is there or not: `nat`.
  record Flag() implements OptionType {
    @Override
    public String label() {
      return "";
    }

    @Override
    public void check(String text) {
      // it has no value
    }
  }

  /// Any text; the backend checks it.
  ///
  /// @param label such as `NAME`
  record Text(String label) implements OptionType {
    @Override
    public void check(String text) {
      // the backend does
    }
  }

  /// A key that may stand alone or with a value: `mnt` or `mnt=FILE`. Alone, its value is empty.
  ///
  /// @param label such as `FILE`
  record MaybeText(String label) implements OptionType {
    @Override
    public void check(String text) {
      // the backend does
    }
  }

  /// A decimal number.
  ///
  /// @param label its unit, such as `BYTES`
  /// @param least the smallest that is allowed, from 0
  /// @param most the largest
  record WholeNumber(String label, long least, long most) implements OptionType {
    private static final int DIGITS = 18;

    public WholeNumber {
      if (least < 0 || most < least) {
        throw new IllegalArgumentException(least + " to " + most);
      }
    }

    @Override
    public void check(String text) {
      boolean fits = !text.isEmpty() && text.length() <= DIGITS && isDecimal(text);
      if (!fits || Long.parseLong(text) < least || Long.parseLong(text) > most) {
        throw new UsageException("'" + text + "' is not a number from " + least + " to " + most);
      }
    }

    private static boolean isDecimal(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return false;
        }
      }
      return true;
    }
  }

  /// One of a few words.
  ///
  /// @param words those that are allowed
  record Choice(List<String> words) implements OptionType {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public String label() {
      return String.join("|", words);
    }

    @Override
    public void check(String text) {
      if (!words.contains(text)) {
        throw new UsageException("'" + text + "' is not one of " + String.join(", ", words));
      }
    }
  }

  /// An IPv4 address: `10.88.0.7`.
  record Ipv4Address() implements OptionType {
    @Override
    public String label() {
      return "ADDRESS";
    }

    @Override
    public void check(String text) {
      Ipv4.parse(text);
    }
  }

  /// An IPv4 network with its prefix length: `10.88.0.0/16`.
  record Ipv4Network() implements OptionType {
    @Override
    public String label() {
      return "PREFIX";
    }

    @Override
    public void check(String text) {
      Ipv4Prefix.parse(text);
    }
  }

  /// An absolute path on the host.
  ///
  /// @param label such as `FILE` or `DIR`
  record AbsolutePath(String label) implements OptionType {
    @Override
    public void check(String text) {
      if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
        throw new UsageException("'" + text + "' is not an absolute path");
      }
    }
  }

  /// The name of a running container; completion offers those that there are.
  record Container() implements OptionType {
    @Override
    public String label() {
      return "CONTAINER";
    }

    @Override
    public void check(String text) {
      // whether it runs is looked at later
    }
  }
}
