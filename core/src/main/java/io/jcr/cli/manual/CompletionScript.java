package io.jcr.cli.manual;

import java.util.List;
import java.util.Locale;

/// The shells that there is completion for.
public enum CompletionScript {
  BASH("bash-completion/completions/jcr"),
  ZSH("zsh/site-functions/_jcr"),
  FISH("fish/vendor_completions.d/jcr.fish");

  private final String place;

  CompletionScript(String place) {
    this.place = place;
  }

  /// Where the shell looks for it, below a directory `share`.
  public String place() {
    return place;
  }

  /// The script.
  ///
  /// @param jcr the whole command line
  public String of(CommandPage jcr) {
    List<CommandPage> commands = jcr.all();
    return switch (this) {
      case BASH -> BashScript.of(commands);
      case ZSH -> ZshScript.of(commands);
      case FISH -> FishScript.of(commands);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
