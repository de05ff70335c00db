package io.jcr.plugins.bench;

import io.jcr.plugins.bench.report.Findings;
import io.jcr.plugins.bench.report.Machine;
import io.jcr.plugins.bench.report.Report;
import io.jcr.plugins.bench.sample.Sample;
import io.jcr.plugins.bench.sample.SampleLog;
import io.jcr.plugins.bench.subject.SubjectSpec;
import io.jcr.plugins.bench.subject.Subjects;
import io.jcr.plugins.bench.subject.Tidy;
import io.jcr.plugins.bench.subject.Workplace;
import io.jcr.plugins.bench.suite.Suite;
import io.jcr.spi.CommandContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A complete bench run: opens and checks the subjects, makes the plan, measures and writes the
/// report.
final class Bench {
  /// The result.
  ///
  /// @param complete whether everything that was requested was measured
  record Result(Findings findings, List<String> inShort, boolean complete) {}

  private final CommandContext jcr;
  private final Tidy tidy;

  Bench(CommandContext jcr, Tidy tidy) {
    this.jcr = jcr;
    this.tidy = tidy;
  }

  Result run(Request request, Path directory) throws IOException, InterruptedException {
    long began = System.nanoTime();
    List<SubjectSpec> specs = specs(request);
    Programs programs = Programs.get(request, jcr.home().resolve("rootfs"));
    try (Workplace workplace =
            Workplace.make(jcr, programs.rootfs(), directory.resolve("work"), tidy);
        Subjects subjects = Subjects.open(specs, workplace, request.cpus(), request.memoryBytes());
        SampleLog log = SampleLog.open(directory.resolve("samples.jsonl"))) {
      Map<String, String> machine = Machine.describe(workplace.storage());
      subjects.machineDescription().ifPresent(text -> machine.put("virtual machines", text));
      List<Suite> suites = suites(programs, workplace);
      Plan plan = Plan.of(suites, subjects.measured(), request.settings(), request.seed());
      List<Subjects.NotMeasured> missing = new ArrayList<>(programs.missing());
      missing.addAll(subjects.notMeasured());
      tell(subjects, missing, request, plan);
      OthersRunning others = new OthersRunning(Path.of("/proc"));
      String ended =
          new Measuring(
                  log,
                  request.settings(),
                  request.seed(),
                  began,
                  System::nanoTime,
                  others,
                  tidy::ending)
              .measure(plan, subjects.probes(), jcr.isTerminal(2));
      machine.put("load average at the end", Machine.load());
      Findings findings =
          findings(request, suites, subjects, missing, machine, ended, others.average());
      List<String> inShort = Report.write(directory, findings, log.samples());
      return new Result(findings, inShort, isComplete(request, missing, log.samples()));
    }
  }

  /// Writes the report of an earlier bench from what it recorded.
  static Result reportAnew(Path directory) throws IOException {
    Findings findings = Findings.read(directory);
    List<Sample> samples = SampleLog.samplesIn(directory.resolve("samples.jsonl"));
    List<String> inShort = Report.write(directory, findings, samples);
    return new Result(findings, inShort, isComplete(samples));
  }

  private static List<SubjectSpec> specs(Request request) {
    if (!request.subjects().isEmpty()) {
      return request.subjects().stream().map(SubjectSpec::parse).toList();
    }
    return request.quick() ? QuickLook.subjects() : SubjectSpec.defaults();
  }

  private static List<Suite> suites(Programs programs, Workplace workplace) {
    return Suite.all(workplace.rootfs(), Workplace.CACHE).stream()
        .filter(suite -> programs.suites().contains(suite.name()))
        .toList();
  }

  private static void tell(
      Subjects subjects, List<Subjects.NotMeasured> missing, Request request, Plan plan) {
    for (Subjects.Measured each : subjects.measured()) {
      System.err.printf("jcr bench: %s: %s%n", each.subject().id(), each.observed().text());
    }
    for (Subjects.NotMeasured each : missing) {
      System.err.printf("jcr bench: %s: not measured: %s%n", each.name(), each.reason());
    }
    System.err.printf(
        "jcr bench: %d tasks in random order, seed %d%n", plan.tasks().size(), request.seed());
  }

  private Findings findings(
      Request request,
      List<Suite> suites,
      Subjects subjects,
      List<Subjects.NotMeasured> missing,
      Map<String, String> machine,
      String ended,
      double othersRunning) {
    return new Findings(
        jcr.version(),
        request.commandLine(),
        request.seed(),
        request.settings(),
        suites.stream().map(s -> new Findings.SuiteNote(s.name(), s.description())).toList(),
        subjects.measured().stream()
            .map(m ->
                new Findings.SubjectNote(
                    m.subject().id(),
                    m.subject().label(),
                    m.subject().resources().text(),
                    m.observed().text()))
            .toList(),
        missing.stream().map(n -> new Findings.MissingNote(n.name(), n.reason())).toList(),
        request.quick() ? QuickLook.leftOut(request) : List.of(),
        machine,
        ended,
        othersRunning);
  }

  /// A subject requested by name must be available; one of the default ones need not be.
  private static boolean isComplete(
      Request request, List<Subjects.NotMeasured> notMeasured, List<Sample> samples) {
    boolean missing = notMeasured.stream().anyMatch(n -> request.subjects().contains(n.name()));
    return !missing && isComplete(samples);
  }

  private static boolean isComplete(List<Sample> samples) {
    return samples.stream().anyMatch(Sample::counts)
        && samples.stream().allMatch(sample -> sample.failure() == null);
  }
}
