import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `--trace=FILE` adds to a run: to the launch, which is the time from the start of `jcr` to
/// the first instruction of the program, and to the whole run. With and without take turns, and
/// each run is compared with the one without of the same round. As root, on a quiet machine:
///
/// `java distribution/src/test/bench/TraceOverhead.java [ROUNDS [JCR-HOME [OPTION...]]]`
final class TraceOverhead {
  private static final int WARM_UP = 3;
  private static final String WITHOUT = "without";
  private static final String MARK = "boot-mark ";
  private static final double NANOS_PER_MILLI = 1e6;

  private final Path jcr;
  private final Path scratch;
  private final List<String> options;
  private final Map<String, List<String>> subjects = new LinkedHashMap<>();
  private final Map<String, List<Double>> launches = new LinkedHashMap<>();
  private final Map<String, List<Double>> runs = new LinkedHashMap<>();

  private TraceOverhead(Path home, Path scratch, List<String> options) {
    this.jcr = home.resolve("bin/jcr").toAbsolutePath().normalize();
    this.scratch = scratch;
    this.options = options;
    subjects.put(WITHOUT, List.of());
    subjects.put("--trace=FILE", List.of("--trace=" + scratch.resolve("trace")));
    subjects.put("--trace=FILE.json", List.of("--trace=" + scratch.resolve("trace.json")));
    subjects.keySet().forEach(name -> launches.put(name, new ArrayList<>()));
    subjects.keySet().forEach(name -> runs.put(name, new ArrayList<>()));
  }

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    Path home = Path.of(args.length > 1 ? args[1] : "distribution/target/jcr");
    List<String> options = Arrays.asList(args).subList(Math.min(2, args.length), args.length);
    Path scratch = Files.createTempDirectory("trace-overhead");
    try {
      new TraceOverhead(home, scratch, options).measure(rounds);
    } finally {
      Files.deleteIfExists(scratch.resolve("trace"));
      Files.deleteIfExists(scratch.resolve("trace.json"));
      Files.delete(scratch);
    }
  }

  private void measure(int rounds) throws Exception {
    List<String> turns = new ArrayList<>(subjects.keySet());
    for (int round = -WARM_UP; round < rounds; round++) {
      for (String subject : turns) {
        run(subject, round >= 0);
      }
      turns.add(turns.removeFirst());
    }
    System.out.printf("%d rounds of jcr run %s -- boot-mark%n", rounds, String.join(" ", options));
    report("launch", launches);
    report("whole run", runs);
  }

  private void run(String subject, boolean keep) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jcr.toString(), "run"));
    command.addAll(subjects.get(subject));
    command.addAll(options);
    command.addAll(List.of("--", "boot-mark"));
    long begin = System.nanoTime(); // CLOCK_MONOTONIC, as in boot-mark
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    int status = process.waitFor();
    long end = System.nanoTime();
    if (status != 0 || !output.startsWith(MARK)) {
      throw new IllegalStateException(command + " ended with " + status + ": " + output);
    }
    if (keep) {
      long mark = Long.parseLong(output.substring(MARK.length()));
      launches.get(subject).add((mark - begin) / NANOS_PER_MILLI);
      runs.get(subject).add((end - begin) / NANOS_PER_MILLI);
    }
  }

  private static void report(String what, Map<String, List<Double>> times) {
    List<Double> without = times.get(WITHOUT);
    double base = median(without);
    times.forEach((name, values) -> {
      List<Double> more = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        more.add(values.get(i) - without.get(i));
      }
      System.out.printf(
          Locale.ROOT,
          "%-9s  %-18s median %7.1f ms  min %7.1f ms  pairs %+6.2f ms = %+5.1f %%%n",
          what,
          name,
          median(values),
          values.stream().min(Double::compare).orElseThrow(),
          median(more),
          100 * median(more) / base);
    });
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
