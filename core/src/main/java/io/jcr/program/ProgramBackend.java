package io.jcr.program;

import io.jcr.api.ContainerSpec;
import io.jcr.api.HostException;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.oci.Bundle;
import io.jcr.program.ProgramDescription.Described;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.Spi;
import io.jcr.spi.Support;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backend that asks a program. Subclasses add the methods of one SPI.
abstract class ProgramBackend implements Backend {
  private final BackendProgram program;
  private final Spi<?> spi;
  private final String name;

  ProgramBackend(BackendProgram program, Spi<?> spi, String name) {
    this.program = program;
    this.spi = spi;
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return described().description();
  }

  @Override
  public final List<BackendOption> options() {
    return described().options();
  }

  @Override
  public final Support probe(HostFacts facts) {
    return described().needs().on(facts);
  }

  @Override
  public final void validate(ContainerSpec spec) {
    options(spec);
    if (described().validates()) {
      refusal(program.ask("validate", request(spec))).only();
    }
  }

  /// What it has said of this backend.
  final Described described() {
    return program.description().backends().stream()
        .filter(own -> own.spi().equals(spi.option()) && own.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new ProgramFault("does not describe " + subject() + " any more"));
  }

  /// Asks for what there is to do, and does it: change by change, until the program is content.
  ///
  /// @param more members of the request
  final Answer prepare(
      String call, ContainerSpec spec, Map<String, ? extends @Nullable Object> more, Host host) {
    Map<String, @Nullable Object> request = request(spec);
    request.put("paths", RecordWriter.json(host.paths()));
    request.put("cgroups", RecordWriter.json(host.facts().cgroups()));
    request.putAll(more);
    long pid = more.get("pid") instanceof Long number ? number : 0;
    return new Preparation(new RecordReader(pid), host)
        .run(results -> {
          request.put("results", results);
          return refusal(program.ask(call, request));
        });
  }

  private Map<String, @Nullable Object> request(ContainerSpec spec) {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("spi", spi.option());
    request.put("backend", name);
    request.put("id", spec.id());
    request.put("options", options(spec));
    request.put("spec", Bundle.members(spec));
    request.putAll(more(spec));
    return request;
  }

  /// Members of each request that only some SPIs have.
  Map<String, Object> more(ContainerSpec spec) {
    return Map.of();
  }

  private Map<String, Object> options(ContainerSpec spec) {
    return values(ParsedOptions.parse(subject(), options(), spec.options(spi.option())), options());
  }

  /// What is given or has a default, as JSON.
  static Map<String, Object> values(ParsedOptions parsed, List<BackendOption> described) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (BackendOption option : described) {
      switch (option.type()) {
        case OptionType.Flag _ -> values.put(option.key(), parsed.flag(option.key()));
        case OptionType.WholeNumber _ ->
            parsed
                .text(option.key())
                .ifPresent(text -> values.put(option.key(), Long.parseLong(text)));
        default -> parsed.text(option.key()).ifPresent(text -> values.put(option.key(), text));
      }
    }
    return values;
  }

  /// Its own sentences, as those of any backend.
  private Answer refusal(Answer answer) {
    answer
        .sentence("refused")
        .ifPresent(why -> {
          throw new UsageException(subject() + ": " + why);
        });
    answer
        .sentence("unsupported")
        .ifPresent(why -> {
          String remedy = answer.sentence("remedy").orElse("choose another");
          throw new UnsupportedException(spi.word() + " " + name, why, remedy);
        });
    answer
        .sentence("failed")
        .ifPresent(why -> {
          throw new HostException(why); // whoever called names the backend
        });
    return answer;
  }

  /// What a record of the SPI is made from.
  static <T> T result(Class<T> type, Answer answer, String member) {
    Object json = answer.member(member);
    if (json == null) {
      throw new ProgramFault("gave no '" + member + "'");
    }
    return type.cast(
        new RecordReader(0).record(type, RecordReader.members(json, member), "", member));
  }

  private String subject() {
    return "--" + spi.option() + "=" + name;
  }
}
