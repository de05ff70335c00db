package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one must know to judge the numbers: what was measured, with which resources, where and how.
final class Circumstances {
  private static final int SHOWN_FAILURES = 20;

  private final Findings findings;
  private final Results results;

  Circumstances(Findings findings, Results results) {
    this.findings = findings;
    this.results = results;
  }

  List<Block> subjects() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Subjects"));
    blocks.add(
        new Block.Paragraph(
            "All have the same processors, memory and storage, which was checked in the kernel"
                + " while they ran."));
    blocks.add(
        new Block.Table(
            List.of("subject", "is", "requested resources", "resources seen by its kernel"),
            findings.subjects().stream()
                .map(s -> List.of("`" + s.id() + "`", s.label(), s.asked(), s.observed()))
                .toList()));
    if (!findings.missing().isEmpty()) {
      blocks.add(new Block.Heading(3, "Not measured"));
      blocks.add(
          new Block.Bullets(
              findings.missing().stream().map(m -> "`" + m.name() + "`: " + m.reason()).toList()));
    }
    if (!findings.leftOut().isEmpty()) {
      blocks.add(new Block.Heading(3, "Left out by --quick"));
      blocks.add(new Block.Bullets(findings.leftOut()));
    }
    return blocks;
  }

  List<Block> method() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Failures"));
    blocks.add(failures());
    blocks.add(new Block.Heading(2, "The machine"));
    blocks.add(
        new Block.Table(
            List.of("what", "value"),
            findings.machine().entrySet().stream()
                .map(entry -> List.of(entry.getKey(), "`" + entry.getValue() + "`"))
                .toList()));
    blocks.add(new Block.Heading(2, "Method"));
    blocks.add(new Block.Bullets(rules()));
    return blocks;
  }

  private Block failures() {
    List<Sample> failures = results.failures();
    if (failures.isEmpty()) {
      return new Block.Paragraph("None.");
    }
    List<String> items = new ArrayList<>();
    items.add(failures.size() + " measurements gave no value; they are counted in the tables.");
    Map<String, Integer> counts = new LinkedHashMap<>();
    failures.forEach(f -> counts.merge(text(f), 1, Integer::sum));
    counts.entrySet().stream()
        .limit(SHOWN_FAILURES)
        .forEach(entry -> items.add(entry.getValue() + " × " + entry.getKey()));
    return new Block.Bullets(items);
  }

  private static String text(Sample sample) {
    return sample.suite() + " " + sample.test() + ", " + sample.subject() + ": " + sample.failure();
  }

  private List<String> rules() {
    return List.of(
        "Each round runs every test of every subject once, in a random order given by the seed."
            + " A warm-up round before the first does not count; cold starts, crowds, density"
            + " and `--quick` have none. The checks before have started each subject twice.",
        "Times are CLOCK_MONOTONIC. Timing starts just before the process of the runtime is"
            + " created; bare shows the minimum, a fork and exec from Java and a shell that"
            + " joins a cgroup.",
        "The first instruction reads the clock itself (`boot-mark`). A virtual machine has"
            + " another clock, so the host takes the time when the mark arrives on the guest's"
            + " console, after which the command starts.",
        "jcr's trace splits its own time, in separate runs, since tracing takes time. `kernel`"
            + " is the time in which at least one system call for the container was in"
            + " progress; the rest is Java.",
        "Percentiles interpolate between values (type 7), and are shown if at least two values"
            + " are expected beyond them: p90 from 20 values on, p99 from 200. Those of single"
            + " operations come from HdrHistogram, with three digits.",
        "*Times bare* is the median of the ratios over all pairs of a subject's round and a"
            + " bare round (the Hodges–Lehmann estimate, on a logarithmic scale). The interval"
            + " and p come from the two-sided Mann–Whitney–Wilcoxon rank test, which is exact"
            + " up to a thousand pairs. Instances started together count as one value, the"
            + " median of their round.",
        "bare is measured as two subjects. The others are compared with both together. Compared"
            + " with each other (A/A), they show the noise: a difference counts if its whole"
            + " interval is farther from 1 than their ratio. If the test finds a difference"
            + " even between the two, it must be farther than their interval.",
        "p refers to one comparison. Of twenty comparisons without a real difference, one has p"
            + " below 0.05 on average; the A/A comparisons show how many do on this machine.",
        "The load is the number of runnable threads (`procs_running`), read between tasks, when"
            + " jcr bench itself runs nothing.",
        "runc and crun get namespaces, masked paths and capabilities like jcr's defaults, but no seccomp filter;"
            + " bwrap and systemd-nspawn get their limits from a cgroup that their programs join first.",
        "A virtual machine's processors and memory are QEMU's `-smp` and `-m`; QEMU itself"
            + " takes memory and time in addition.");
  }
}
