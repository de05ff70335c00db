package io.jcr.plugins.bench.report;

import io.jcr.plugins.bench.sample.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one must know to judge the numbers: who was measured, with what resources, where and how.
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
            "All have the same processors, memory and storage, as was checked by asking the kernel while they ran."));
    blocks.add(
        new Block.Table(
            List.of("subject", "is", "resources as asked", "as its kernel says"),
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
        "In each round every test of every subject is run once, in an order drawn with the seed; a round of warm-up"
            + " before the first does not count (cold starts, crowds and density have none, and neither has `--quick`; the checks before have started each subject twice).",
        "Times are CLOCK_MONOTONIC. A request is the moment before the process of the runtime is started; the floor of"
            + " that, a fork and exec from Java and a shell that joins a cgroup, is what bare shows.",
        "The first instruction stamps the clock itself (`boot-mark`); in a virtual machine, whose clock is another, the"
            + " host takes the time when the mark arrives on the guest's console, after which the command starts.",
        "jcr's own time is split by its trace, in runs apart from the others since tracing costs time: `kernel` is when at"
            + " least one system call that makes the container was at work, the rest is Java.",
        "Percentiles interpolate between values (type 7), and are shown when at least two values are expected beyond them:"
            + " p90 of 20 values or more, p99 of 200. Those of single operations come from HdrHistogram, three digits.",
        "*Times bare* is the median of the ratios of all pairs of a subject's rounds with bare's (Hodges and Lehmann, on a"
            + " logarithmic scale); the interval and p belong to the two-sided rank test of Mann, Whitney and Wilcoxon, exact up"
            + " to a thousand pairs. Instances that were started at once count as one value, the median of their round.",
        "bare is measured as two subjects. Together they are what others are compared with; against each other (A/A) they"
            + " show the noise: a difference counts when its whole interval is farther from 1 than the ratio of the two."
            + " Where the test finds a difference even between those two, it has to be farther than their interval.",
        "p is that of one comparison. Of twenty in which nothing differs one has p below 0.05 all the same; the A/A"
            + " comparisons show how many that is on this machine.",
        "What else ran is the number of threads that the kernel calls runnable (`procs_running`), read between tasks, when"
            + " nothing of jcr bench's own runs.",
        "runc and crun get namespaces, masked paths and capabilities like jcr's defaults, but no seccomp filter;"
            + " bwrap and systemd-nspawn get their limits from a cgroup that their programs join first.",
        "A virtual machine's processors and memory are QEMU's `-smp` and `-m`: memory and time of QEMU itself come on top.");
  }
}
