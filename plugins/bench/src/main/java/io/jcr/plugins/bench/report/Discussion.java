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
/// explanation begins with what was measured, so that a reader can see whether it holds here.
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

  /// How far the verdicts can be believed.
  private String trust() {
    Load load = Load.of(findings);
    String ran =
        load.others() == null
            ? ""
            : load.isBusy()
                ? " While it measured, the machine was busy: "
                    + load.text()
                    + ". All subjects met the same load, since their rounds are mixed at random; it makes"
                    + " intervals wider and absolute numbers worse, and it favours no subject."
                : " While it measured, the machine was quiet: " + load.text() + ".";
    return "A verdict compares a subject with bare on this machine, in this run. \"No difference shown\" does not mean"
        + " that there is none: it means that one smaller than the interval would not have been seen."
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
              "No test has values of both a container and a virtual machine, so that nothing can be said here. Where"
                  + " the time limit was the reason, a longer `--time-limit` helps."));
      return;
    }
    blocks.add(table.get());
    blocks.add(
        new Block.Paragraph(
            "A container is a process. Between the request and its first instruction there is a handful of system"
                + " calls: clone3, some mounts, pivot_root, cgroup files, execve. The kernel, its drivers and its"
                + " caches are there already. A virtual machine makes its own: the monitor allocates the guest's"
                + " memory and loads a kernel, which probes processors and devices, mounts a root file system and"
                + " starts a first process."
                + guestKernel()));
  }

  /// How a boot is split, where it was measured.
  private String guestKernel() {
    for (Series init : results.of("boot", "sequential", Metric.INIT)) {
      Optional<Series> first = results.find("boot", "sequential", init.subject(), Metric.FIRST);
      if (first.isPresent()) {
        return String.format(
            Locale.ROOT,
            " Of the %s ms (median) that %s takes, %s ms pass until the guest's first process: that is the price of"
                + " a kernel of one's own. The rest is the guest's user space and its console.",
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
            "The virtual machine had no hardware support, so QEMU translated its instructions (TCG). Its numbers say"
                + " how fast a translator is, not what virtualisation costs. Everything that executes is slower by"
                + " about the factor of `cpu int`, floating point by more, and a boot is mostly execution. Access to"
                + " a device is cheap beside that, while with hardware support it is the dearest thing there is. So"
                + " emulation overstates the cost of computing and understates the share of input and output. Only"
                + " the memory of a virtual machine says something about virtual machines in general."));
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
                      "%s: %s ms are system calls that make the container, %s ms are jcr's Java (medians of %d).",
                      label(calls.subject()),
                      calls.metric().show(calls.median()),
                      jvm.metric().show(jvm.median()),
                      calls.values().size())));
    }
    blocks.add(new Block.Bullets(items));
    blocks.add(
        new Block.Paragraph(
            "Most of a start is a JVM that starts and not the kernel. It is processor time, so many starts at once"
                + " wait for each other, and a busy machine makes each one longer. Runtimes written in C or Go show"
                + " what the same system calls cost without it. Tracing costs time itself, so these runs are apart"
                + " from the others."));
  }

  private void memory(List<Block> blocks) {
    if (results.of("density", "hold", Metric.PSS).isEmpty()) {
      return;
    }
    blocks.add(new Block.Heading(3, "Three ways to count memory"));
    said(blocks, List.of(Fact.of("density", "hold", Metric.PSS)), subject -> true);
    blocks.add(
        new Block.Paragraph(
            "PSS counts the pages of an instance's processes, the runtime's own included, and shares a page among"
                + " those that map it. The cgroup counts what the kernel charges to the instance: also page tables"
                + " and the page cache, but not the runtime's processes outside. What is taken from the machine"
                + " includes namespaces and mounts, which nobody is charged for; it is a difference of two readings"
                + " of the whole machine's memory, so it is not known where that memory drifts by more. Of a virtual"
                + " machine PSS is nearly all: the memory that the guest has touched."));
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
    blocks.add(new Block.Heading(3, "What a network of one's own costs"));
    blocks.add(new Block.Bullets(sentences));
    blocks.add(
        new Block.Paragraph(
            expected(facts, subject -> subject.contains("net=veth"))
                + "Over loopback a packet goes from socket to socket in one pass through the stack. To a container it also"
                + " crosses a veth pair and a bridge: it is queued to a second receive path, the bridge looks up the"
                + " port, netfilter runs where it has rules. No data are copied again and large segments stay whole,"
                + " so throughput hardly suffers; a request at a time waits for one more wake-up, and at saturation"
                + " each packet costs processor time. A virtual machine adds a notification to the monitor, a tap"
                + " device, and the way back as an interrupt."));
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
                + "jcr filters system calls with seccomp by default; the bundles of runc and crun here do not. `getpid`,"
                + " which does nothing else, shows that difference most. An overlay looks a path up in two trees"
                + " until it is cached, which `openclose` shows; reading and writing a file that is open goes to the"
                + " real file underneath. The first write to a large file of an image copies it, which is not"
                + " measured here. `jcr:fs=bind` has no overlay. The cgroup's limits are the same for all subjects,"
                + " so they cancel out."));
  }

  /// A test that tells something about a mechanism.
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

  /// Before an explanation of differences that this run was too noisy to show.
  private String expected(List<Fact> facts, Predicate<String> who) {
    boolean shown =
        facts.stream()
            .flatMap(fact -> results.of(fact.suite(), fact.test(), fact.metric()).stream())
            .filter(series -> who.test(series.subject()))
            .flatMap(series -> results.comparison(series).stream())
            .anyMatch(comparison -> comparison.verdict() == Verdict.DIFFERENT);
    return shown
        ? ""
        : "None of these comparisons shows a difference in this run; this is what to expect of one that can: ";
  }

  private String label(String subject) {
    return labels.getOrDefault(subject, subject);
  }
}
