package io.jcr.cli.option;

import io.jcr.api.UsageException;
import io.jcr.spi.CommandSyntax;
import io.jcr.spi.OptionType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/// A command and its options, one line each, in the order of `--help`. It fills picocli's model
/// directly: to read picocli's annotations, a cold JVM makes a class for each annotation type,
/// which takes longer than all else that `jcr run` does before it starts.
///
/// Names are written as `--help` shows them: `-e, --env`.
public final class OptionTable {
  /// Made rather than parsed: picocli finds out by an exception that `*` is not a number.
  private static final CommandLine.Range ANY_NUMBER =
      new CommandLine.Range(0, Integer.MAX_VALUE, true, false, "0..*");

  private final CommandSpec spec;
  private final Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
  private String section = "";

  /// The table of a command.
  ///
  /// @param command what is called when the command is; a Callable, unless it has sub-commands
  public OptionTable(String name, Object command, String... description) {
    spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.usageMessage().description(description).sortOptions(false).autoWidth(true);
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
  }

  /// The table of a command that has told some of its options by annotations.
  public OptionTable(CommandLine line) {
    spec = line.getCommandSpec();
  }

  /// An option with a value.
  public OptionTable value(String names, String label, String description, Consumer<String> to) {
    return add(option(names, description, String.class, to).paramLabel(label));
  }

  /// An option whose value is a file.
  public OptionTable file(String names, String label, String description, Consumer<Path> to) {
    return add(option(names, description, Path.class, to).paramLabel(label));
  }

  /// An option whose value is one of a few.
  ///
  /// @param label the words for the constants of `type`, in their order: `table|json`
  public <E extends Enum<E>> OptionTable choice(
      String names, String label, String description, Class<E> type, Consumer<E> to) {
    return add(
        option(names, description, type, to)
            .paramLabel(label)
            .completionCandidates(List.of(label.split("\\|", -1)))
            .converters(text -> chosen(text, label, type)));
  }

  private static <E extends Enum<E>> E chosen(String text, String label, Class<E> type) {
    String[] words = label.split("\\|", -1);
    E[] constants = type.getEnumConstants();
    for (int i = 0; i < words.length; i++) {
      if (text.equals(words[i]) || text.equals(constants[i].toString())) {
        return constants[i];
      }
    }
    throw unexpected(text, words);
  }

  private static TypeConversionException unexpected(String text, String... words) {
    return new TypeConversionException(
        "expected " + String.join(" or ", words) + ", not '" + text + "'");
  }

  /// An option as a plugin describes it. Its value is checked, and read off what is parsed.
  public OptionTable described(CommandSyntax.Option option) {
    String help = option.help().replace("%", "%%");
    OptionType type = option.type();
    return switch (type) {
      case OptionType.Flag _ -> flag(option.name(), help, given -> {});
      case OptionType.MaybeText(String label) ->
          optional(option.name(), label, "", help, given -> {});
      case OptionType.Text _,
          OptionType.Choice _,
          OptionType.Container _,
          OptionType.WholeNumber _,
          OptionType.Ipv4Address _,
          OptionType.Ipv4Network _,
          OptionType.AbsolutePath _ ->
          add(
              option(option.name(), help, String.class, given -> {})
                  .paramLabel(type.label())
                  .converters(text -> checked(text, type)));
    };
  }

  private static String checked(String text, OptionType type) {
    if (type instanceof OptionType.Choice(List<String> words) && !words.contains(text)) {
      throw unexpected(text, words.toArray(String[]::new));
    }
    try {
      type.check(text);
    } catch (UsageException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
    return text;
  }

  /// An option that can be given again and again; `to` is told the list before it is filled.
  public OptionTable values(
      String names, String label, String description, Consumer<List<String>> to) {
    return add(list(names, label, description, String.class, to));
  }

  /// The same for files.
  public OptionTable files(
      String names, String label, String description, Consumer<List<Path>> to) {
    return add(list(names, label, description, Path.class, to));
  }

  /// The same, and one value can hold several, with commas between.
  public OptionTable split(
      String names, String label, String description, Consumer<List<String>> to) {
    return add(list(names, label, description, String.class, to).splitRegex(","));
  }

  /// `--trace`, as every command has it that can be traced; `-` stands for standard error.
  public OptionTable trace(Consumer<String> to) {
    return optional(
        "--trace",
        "FILE",
        "-",
        "Report the time of each step, in µs, on standard error or in FILE; FILE.json opens in Perfetto.",
        to);
  }

  /// An option whose value can be left out: only `--option=VALUE` gives one, since in `--option
  /// WORD` the word may be the command.
  public OptionTable optional(
      String names, String label, String fallback, String description, Consumer<String> to) {
    return add(
        option(names, description, String.class, to)
            .paramLabel(label)
            .arity("0..1")
            .fallbackValue(fallback)
            .preprocessor((arguments, command, option, info) -> {
              if (" ".equals(info.get("separator"))) {
                arguments.push(fallback);
              }
              return false; // picocli goes on as usual
            }));
  }

  /// An option that is given or not.
  public OptionTable flag(String names, String description, Consumer<Boolean> to) {
    return add(option(names, description, Boolean.class, to));
  }

  /// An option that `--no-…` takes back.
  public OptionTable negatable(String names, String description, Consumer<Boolean> to) {
    return add(option(names, description, Boolean.class, to).negatable(true));
  }

  /// An option with a value for ourselves: `--help` does not show it.
  public OptionTable hiddenFile(String names, String label, String description, Consumer<Path> to) {
    return add(option(names, description, Path.class, to).paramLabel(label).hidden(true));
  }

  /// A flag for ourselves: `--help` does not show it.
  public OptionTable hiddenFlag(String names, Consumer<Boolean> to) {
    return add(option(names, "", Boolean.class, to).hidden(true));
  }

  /// `--help`, and with `-h` where that is no other option.
  public OptionTable help(String names, String description) {
    return add(option(names, description, Boolean.class, given -> {}).usageHelp(true));
  }

  /// `--version`.
  public OptionTable version(String names, String description, Supplier<String> version) {
    spec.versionProvider(() -> new String[] {version.get()});
    return add(option(names, description, Boolean.class, given -> {}).versionHelp(true));
  }

  /// A flag of this command and all its sub-commands.
  public OptionTable inheritedFlag(String names, String description, Consumer<Boolean> to) {
    return add(option(names, description, Boolean.class, to).scopeType(ScopeType.INHERIT));
  }

  /// What is no option: names of containers, for instance. Options count before, between and behind
  /// them, as with docker; after `--` nothing is an option.
  ///
  /// @param label as the usage line shows it: `NAME...`, or `[NAME...]` where they can be left out
  public OptionTable words(String label, String description, Consumer<List<String>> to) {
    Binding binding = new Binding(List.class, to);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index(ANY_NUMBER)
            .arity(ANY_NUMBER)
            .paramLabel(label)
            .hideParamSyntax(true)
            .hidden(label.isEmpty())
            .description(description)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .getter(binding)
            .setter(binding)
            .build());
    return this;
  }

  /// The same for words that end in a command line of the container's: jcr's own options end where
  /// the first word stands, and what follows belongs to the container.
  public OptionTable commandLine(String label, String description, Consumer<List<String>> to) {
    spec.parser().stopAtPositional(true);
    return words(label, description, to);
  }

  /// `--help` without `-h`, which docker's users expect to be the host name.
  public OptionTable help() {
    return help("--help", "Show this help.");
  }

  /// The usage line does not list the options: there are too many.
  public OptionTable abbreviated() {
    spec.usageMessage().abbreviateSynopsis(true);
    return this;
  }

  /// What is added from here on stands below this heading in `--help`, behind the others; empty: no
  /// longer.
  public OptionTable section(String heading) {
    section = heading;
    return this;
  }

  /// How the command is used: below everything else in `--help`, and in the man page.
  ///
  /// @param purpose what it does: one sentence
  /// @param commandLine what a user types
  public OptionTable example(String purpose, String commandLine) {
    UsageMessageSpec usage = spec.usageMessage();
    String[] before = usage.footer();
    String[] footer = Arrays.copyOf(before, before.length + 2);
    footer[before.length] = "  " + purpose.replace("%", "%%");
    footer[before.length + 1] = "    " + commandLine.replace("%", "%%");
    usage.footerHeading("%nExamples:%n").footer(footer);
    return this;
  }

  /// What [#example] has said of a command.
  public static List<Example> examples(CommandLine line) {
    List<Example> examples = new ArrayList<>();
    String[] footer = line.getCommandSpec().usageMessage().footer();
    for (int i = 0; i + 1 < footer.length; i += 2) {
      String purpose = footer[i].strip().replace("%%", "%");
      examples.add(new Example(purpose, footer[i + 1].strip().replace("%%", "%")));
    }
    return examples;
  }

  /// The options of a command that stand below a heading, by the heading.
  public static Map<String, List<OptionSpec>> sections(CommandLine line) {
    return line.getHelp() instanceof SectionedHelp help ? help.sections() : Map.of();
  }

  /// The command.
  public CommandLine line() {
    CommandLine line = new CommandLine(spec);
    if (!sections.isEmpty()) {
      line.setHelpFactory((command, colours) -> new SectionedHelp(command, colours, sections));
    }
    return line;
  }

  private OptionTable add(OptionSpec.Builder option) {
    OptionSpec built = option.build();
    spec.addOption(built);
    if (!section.isEmpty()) {
      List<OptionSpec> options = sections.get(section);
      if (options == null) {
        options = new ArrayList<>();
        sections.put(section, options);
      }
      options.add(built);
    }
    return this;
  }

  private static <T> OptionSpec.Builder list(
      String names, String label, String description, Class<T> type, Consumer<List<T>> to) {
    return option(names, description, List.class, to).auxiliaryTypes(type).paramLabel(label);
  }

  private static OptionSpec.Builder option(
      String names, String description, Class<?> type, Consumer<?> to) {
    String[] all = names.replace(" ", "").split(",", -1);
    Binding binding = new Binding(type, to);
    return OptionSpec.builder(all[0])
        .names(all)
        .description(description)
        .type(type)
        .getter(binding)
        .setter(binding);
  }

  /// Where picocli puts a value, and looks for it again. What is never given stays as its owner has
  /// set it: picocli resets values to null before it reads the command line.
  private static final class Binding implements IGetter, ISetter {
    private final Class<?> type;
    private final Consumer<Object> to;
    private @Nullable Object value;

    @SuppressWarnings("unchecked")
    Binding(Class<?> type, Consumer<?> to) {
      this.type = type;
      this.to = (Consumer<Object>) to;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
    public <T> T get() {
      return (T) value;
    }

    @Override
    public <T> T set(T given) {
      value = given;
      if (given != null) {
        to.accept(type.cast(given));
      }
      return given;
    }
  }
}
