package io.jcr.cli.manual;

import java.util.List;

/// What a shell offers for the value of an option, or for a word behind the options.
///
/// @param kind where it comes from
/// @param words for [Kind#WORDS] and [Kind#LIST]: what there is to choose from. A word that ends in
///   `:` or `=` is followed by more; one that ends in [#CONTAINER] stands for one word for each
///   container that is running.
public record Values(Kind kind, List<String> words) {
  /// Stands for the name of a container at the end of a word.
  static final String CONTAINER = "@running";

  static final Values NONE = new Values(Kind.NONE);
  static final Values FILES = new Values(Kind.FILES);
  static final Values DIRECTORIES = new Values(Kind.DIRECTORIES);

  /// Where values come from. The names in lower case are the scripts' own words for them.
  public enum Kind {
    /// Nothing is known.
    NONE,
    /// Files and directories.
    FILES,
    DIRECTORIES,
    /// The caller's environment.
    VARIABLES,
    /// Containers: whatever state they are in, those that are running, those that are not.
    CONTAINERS,
    RUNNING,
    STOPPED,
    /// One of a few words.
    WORDS,
    /// The same, or several with commas between.
    LIST
  }

  public Values {
    words = List.copyOf(words);
  }

  Values(Kind kind) {
    this(kind, List.of());
  }

  static Values words(List<String> words) {
    return words.isEmpty() ? NONE : new Values(Kind.WORDS, words);
  }
}
