package io.jcr.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A backend chosen for a run, with its options: `NAME[:ITEM[,ITEM…]]`, each ITEM being `KEY=VALUE`
/// or a bare word. `veth:nat,ip=10.88.0.7` has the options `nat` (empty value) and `ip`;
/// `netns:blue` has one option, `blue` (empty value), which that backend reads as a positional
/// value.
///
/// @param name the backend's name
/// @param options key to value, in the order of the command line; the value of a bare word is empty
public record BackendChoice(String name, Map<String, String> options) {
  public BackendChoice {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /// Parses the value of `--net` or a similar option.
  ///
  /// @param option the option as named in messages, such as `--net`
  /// @throws UsageException when the name is empty, an item is empty, or a key is given twice
  public static BackendChoice parse(String option, String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (name.isEmpty()) {
      throw new UsageException(
          option + "=" + text + ": the backend's name is missing: NAME[:KEY=VALUE,…]");
    }
    Map<String, String> options = new LinkedHashMap<>();
    if (colon >= 0) {
      for (String item : text.substring(colon + 1).split(",", -1)) {
        int equals = item.indexOf('=');
        String key = equals < 0 ? item : item.substring(0, equals);
        if (key.isEmpty()) {
          throw new UsageException(
              option + "=" + text + ": '" + item + "' is not KEY=VALUE or a word");
        }
        if (options.put(key, equals < 0 ? "" : item.substring(equals + 1)) != null) {
          throw new UsageException(option + "=" + text + ": '" + key + "' is given twice");
        }
      }
    }
    return new BackendChoice(name, options);
  }

  /// The value of `--net` or a similar option; [#parse] turns it back into this choice.
  public String text() {
    StringBuilder text = new StringBuilder(name);
    char separator = ':';
    for (Map.Entry<String, String> option : options.entrySet()) {
      text.append(separator).append(option.getKey());
      if (!option.getValue().isEmpty()) {
        text.append('=').append(option.getValue());
      }
      separator = ',';
    }
    return text.toString();
  }
}
