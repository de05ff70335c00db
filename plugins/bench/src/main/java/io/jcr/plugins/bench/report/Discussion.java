package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Metric;
import io.jcr.plugins.bench.statistics.Verdict;
import io.jcr.plugins.bench.subject.SubjectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Why the numbers are what they are. A mechanism is explained only where it was measured, and each
/// explanation begins with what was measured, so that readers can see whether it applies.
final class Discussion {
  private static final String EMULATED = "vm-tcg";

  private final Findings findings;
  private final Results results;
  private final Explanation explanation;
  private final Map<String, String> labels;

  /// @param labels of the subjects
  Discussion(
      Findings findings, Results results, Explanation explanation, Map<String, String> labels) {
    this.findings = findings;
    this.results = results;
    this.explanation = explanation;
    this.labels = labels;
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    if (results.isEmpty()) {
      return blocks;
    }
    blocks.add(new Block.Heading(2, "Discussion"));
    blocks.add(new Block.Paragraph(trust()));
    machines(blocks);
    emulation(blocks);
    java(blocks);
    memory(blocks);
    network(blocks);
    rootAndFilter(blocks);
    blocks.addAll(PublishedFigures.blocks());
    return blocks;
  }

  /// How far the verdicts can be trusted.
  private String trust() {
    Load load = Load.of(findings);
    String ran =
        load.others() == null
            ? ""
            : load.isBusy()
                ? " During the measurements the machine was busy: "
                    + load.text()
                    + ". All subjects had the same load on average, since their rounds are in"
                    + " random order. It makes intervals wider and absolute numbers worse, but"
                    + " favours no subject."
                : " During the measurements the machine was quiet: " + load.text() + ".";
    return "A verdict compares a subject with bare, on this machine and in this run. \"No difference shown\" does not mean"
        + " that there is none: a difference smaller than the interval would not have been detected."
        + ran;
  }

  private void machines(List<Block> blocks) {
    if (findings.subjects().stream().noneMatch(s -> MachinesAgainstContainers.isMachine(s.id()))) {
      return;
    }
    blocks.add(new Block.Heading(3, "Containers against virtual machines"));
    Optional<Block.Table> table = new MachinesAgainstContainers(results, labels).table();
    if (table.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "No test has values for both a container and a virtual machine, so there is"
                  + " nothing to compare. If the time limit was the reason, use a longer"
                  + " `--time-limit`."));
      return;
    }
    blocks.add(table.get());
    blocks.add(
        new Block.Paragraph(
            "A container is a process. Between the request and its first instruction there are"
                + " a few system calls: clone3, some mounts, pivot_root, cgroup files, execve."
                + " The kernel, its drivers and its caches already exist. A virtual machine has"
                + " to create its own: the monitor allocates the guest's memory and loads a"
                + " kernel, which probes processors and devices, mounts a root file system and"
                + " starts a first process."
                + guestKernel()));
  }

  /// How a boot divides into parts, where this was measured.
  private String guestKernel() {
    for (Series init : results.of("boot", "sequential", Metric.INIT)) {
      Optional<Series> first = results.find("boot", "sequential", init.subject(), Metric.FIRST);
      if (first.isPresent()) {
        return String.format(
            Locale.ROOT,
            " Of the %s ms (median) that %s takes, %s ms pass before the guest's first process"
                + " starts: the price of a separate kernel. The rest is the guest's user space"
                + " and its console.",
            first.get().metric().show(first.get().median()),
            label(init.subject()),
            init.metric().show(init.median()));
      }
    }
    return "";
  }

  private void emulation(List<Block> blocks) {
    boolean emulated = results.series().stream().anyMatch(s -> s.subject().startsWith(EMULATED));
    if (!emulated) {
      return;
    }
    blocks.add(new Block.Heading(3, "Where emulation distorts"));
    said(
        blocks,
        List.of(
            Fact.of("cpu", "int", Metric.OPERATIONS),
            Fact.of("cpu", "float", Metric.OPERATIONS),
            Fact.of("sys", "getpid", Metric.NANOSECONDS)),
        subject -> subject.startsWith(EMULATED));
    blocks.add(
        new Block.Paragraph(
            "The virtual machine had no hardware support, so QEMU translated its instructions"
                + " (TCG). Its numbers show the speed of the translator, not the cost of"
                + " virtualisation. All execution is slower by about the factor of `cpu int`,"
                + " floating point by more, and booting is mostly execution. In comparison,"
                + " device access is cheap, whereas with hardware support it is the most"
                + " expensive part. So emulation overstates the cost of computing and"
                + " understates the share of input and output. Only the memory figure of the"
                + " virtual machine applies to virtual machines in general."));
  }

  private void java(List<Block> blocks) {
    List<Series> kernel = results.of("boot", "traced", Metric.KERNEL);
    if (kernel.isEmpty()) {
      return;
    }
    blocks.add(new Block.Heading(3, "Where jcr's time goes"));
    List<String> items = new ArrayList<>();
    for (Series calls : kernel) {
      results
          .find("boot", "traced", calls.subject(), Metric.JVM)
          .ifPresent(jvm ->
              items.add(
                  String.format(
                      Locale.ROOT,
                      "%s: %s ms for the system calls that create the container, %s ms for"
                          + " jcr's Java (medians of %d).",
                      label(calls.subject()),
                      calls.metric().show(calls.median()),
                      jvm.metric().show(jvm.median()),
                      calls.values().size())));
    }
    blocks.add(new Block.Bullets(items));
    blocks.add(
        new Block.Paragraph(
            "Without a planner, most of a start goes into starting the JVM, not into the kernel."
                + " It is processor time, so simultaneous starts delay each other, and a busy"
                + " machine delays each of them. With `daemon=always`, a planner that is already"
                + " running (`jcr daemon`) does the same work, so no start pays for a JVM. Runtimes"
                + " written in C or Go show what the same system calls cost without a JVM. Tracing"
                + " itself takes time, so it has separate runs."));
  }

  private void memory(List<Block> blocks) {
    if (results.of("density", "hold", Metric.PSS).isEmpty()) {
      return;
    }
    blocks.add(new Block.Heading(3, "Three ways to count memory"));
    said(blocks, List.of(Fact.of("density", "hold", Metric.PSS)), subject -> true);
    blocks.add(
        new Block.Paragraph(
            "PSS counts the pages of an instance's processes, including the runtime's own, and"
                + " divides a shared page among the processes that map it. The cgroup counts"
                + " what the kernel charges to the instance, including page tables and the page"
                + " cache, but not the runtime's processes outside. The memory taken from the"
                + " machine also includes namespaces and mounts, which are not charged to any"
                + " cgroup. It is the difference of two readings of the whole machine's memory,"
                + " so it is unknown if that memory drifts by more. For a virtual machine, PSS"
                + " is nearly everything: the memory that the guest has touched."));
  }

  private void network(List<Block> blocks) {
    List<Fact> facts =
        List.of(
            Fact.of("net", "host-rr", Metric.OPERATIONS),
            Fact.of("net", "host-stream", Metric.BYTES),
            Fact.of("nginx", "wrk", Metric.OPERATIONS));
    List<String> sentences = sentences(facts, subject -> subject.contains("net=veth"));
    if (sentences.isEmpty()) {
      return;
    }
    blocks.add(new Block.Heading(3, "What a separate network costs"));
    blocks.add(new Block.Bullets(sentences));
    blocks.add(
        new Block.Paragraph(
            expected(facts, subject -> subject.contains("net=veth"))
                + "Over loopback a packet goes from socket to socket in one pass through the"
                + " stack. To a container it also crosses a veth pair and a bridge: it is"
                + " queued to a second receive path, the bridge looks up the port, and"
                + " netfilter applies its rules, if any. No data is copied again and large"
                + " segments stay whole, so throughput hardly suffers. But a single request"
                + " waits for one more wake-up, and at saturation each packet costs processor"
                + " time. A virtual machine adds a notification to the monitor, a tap device,"
                + " and an interrupt on the way back."));
  }

  private void rootAndFilter(List<Block> blocks) {
    List<Fact> facts =
        List.of(
            Fact.of("sys", "getpid", Metric.NANOSECONDS),
            Fact.of("sys", "openclose", Metric.NANOSECONDS),
            Fact.of("io", "seqwrite", Metric.BYTES));
    List<String> sentences = sentences(facts, subject -> subject.startsWith("jcr"));
    if (sentences.isEmpty()) {
      return;
    }
    blocks.add(new Block.Heading(3, "What the system call filter and the overlay cost"));
    blocks.add(new Block.Bullets(sentences));
    blocks.add(
        new Block.Paragraph(
            expected(facts, subject -> subject.startsWith("jcr"))
                + "jcr filters system calls with seccomp by default; the bundles of runc and"
                + " crun used here do not. This shows most in `getpid`, which does nothing"
                + " else. An overlay looks up a path in two trees until it is cached, as"
                + " `openclose` shows; reads and writes of an open file go to the real file"
                + " underneath. The first write to a large file of an image copies it, which is"
                + " not measured here. `jcr:fs=bind` has no overlay. All subjects have the same"
                + " cgroup limits, so they cancel out."));
  }

  /// A test that says something about a mechanism.
  private record Fact(String suite, String test, Metric metric) {
    static Fact of(String suite, String test, Metric metric) {
      return new Fact(suite, test, metric);
    }
  }

  private void said(List<Block> blocks, List<Fact> facts, Predicate<String> who) {
    List<String> sentences = sentences(facts, who);
    if (!sentences.isEmpty()) {
      blocks.add(new Block.Bullets(sentences));
    }
  }

  private List<String> sentences(List<Fact> facts, Predicate<String> who) {
    List<String> sentences = new ArrayList<>();
    for (Fact fact : facts) {
      for (Series series : results.of(fact.suite(), fact.test(), fact.metric())) {
        if (who.test(series.subject()) && !series.subject().equals(SubjectSpec.AGAIN)) {
          explanation
              .sentence(series)
              .ifPresent(
                  text -> sentences.add("`" + fact.suite() + " " + fact.test() + "`, " + text));
        }
      }
    }
    return sentences;
  }

  /// Introduces an explanation of differences that this run was too noisy to show.
  private String expected(List<Fact> facts, Predicate<String> who) {
    boolean shown =
        facts.stream()
            .flatMap(fact -> results.of(fact.suite(), fact.test(), fact.metric()).stream())
            .filter(series -> who.test(series.subject()))
            .flatMap(series -> results.comparison(series).stream())
            .anyMatch(comparison -> comparison.verdict() == Verdict.DIFFERENT);
    return shown
        ? ""
        : "None of these comparisons shows a difference in this run; one that can show it"
            + " should find the following. ";
  }

  private String label(String subject) {
    return labels.getOrDefault(subject, subject);
  }
}
