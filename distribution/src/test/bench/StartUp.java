import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;

/// How long `/bin/true` takes in a container, from the start of the command to its end, beside the
/// smallest Java program and, where they are installed, other runtimes with the same root file
/// system. The subjects take turns, so that what else the machine does hits all. As root, on a quiet
/// machine:
///
/// `java distribution/src/test/bench/StartUp.java [ROUNDS [JCR-HOME]]`
final class StartUp {
  private static final int WARM_UP = 3;

  private final Path jcr;
  private final Path scratch;
  private final Map<String, List<String>> subjects = new LinkedHashMap<>();
  private final Map<String, List<Double>> milliseconds = new LinkedHashMap<>();

  private StartUp(Path jcr, Path scratch) throws Exception {
    this.jcr = jcr.toAbsolutePath().normalize();
    this.scratch = scratch;
    subjects.put("java, hello world", hello());
    subjects.put("jcr --net=none", jcr("--net=none"));
    subjects.put("jcr --net=veth", jcr("--net=veth"));
    addBundle("runc", "run", "start-up");
    addBundle("crun", "run", "start-up");
    String rootfs = this.jcr.resolve("rootfs") + ":O"; // with an overlay, as jcr
    add("podman", List.of("run", "--rm", "--network=none", "--rootfs", rootfs, "/bin/true"));
  }

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 25;
    Path home = Path.of(args.length > 1 ? args[1] : "distribution/target/jcr");
    Path scratch = Files.createTempDirectory("start-up");
    try {
      new StartUp(home, scratch).measure(rounds);
    } finally {
      try (var files = Files.walk(scratch)) {
        files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private List<String> hello() throws IOException {
    Path source = scratch.resolve("Hello.java");
    Files.writeString(
        source, "class Hello { public static void main(String[] a) { System.out.println(1); } }");
    ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, source.toString());
    String java = jcr.resolve("runtime/bin/java").toString();
    return List.of(
        java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", scratch.toString(), "Hello");
  }

  private List<String> jcr(String network) {
    return List.of(jcr.resolve("bin/jcr").toString(), "run", network, "--", "/bin/true");
  }

  /// A runtime that wants a bundle: what it suggests itself, without a terminal.
  private void addBundle(String runtime, String... arguments) throws Exception {
    Path bundle = Files.createDirectory(scratch.resolve(runtime));
    if (isInstalled(runtime)) {
      run(List.of(runtime, "spec"), bundle);
      Path config = bundle.resolve("config.json");
      Files.writeString(
          config,
          Files.readString(config)
              .replaceFirst("\"terminal\": true", "\"terminal\": false")
              .replaceFirst("\"sh\"", "\"/bin/true\"")
              .replaceFirst("\"path\": \"rootfs\"", "\"path\": \"" + jcr.resolve("rootfs") + "\""));
      add(runtime, List.of(arguments));
    }
  }

  private void add(String runtime, List<String> arguments) {
    if (isInstalled(runtime)) {
      List<String> command = new ArrayList<>(List.of(runtime));
      command.addAll(arguments);
      subjects.put(runtime, command);
    }
  }

  private static boolean isInstalled(String program) {
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  private void measure(int rounds) throws Exception {
    for (String subject : List.copyOf(subjects.keySet())) {
      try {
        run(subjects.get(subject), directory(subject));
      } catch (IOException e) {
        System.err.println(subject + " is left out: " + e.getMessage());
        subjects.remove(subject);
      }
    }
    for (int round = -WARM_UP; round < rounds; round++) {
      for (var subject : subjects.entrySet()) {
        double took = run(subject.getValue(), directory(subject.getKey()));
        if (round >= 0) {
          milliseconds.computeIfAbsent(subject.getKey(), _ -> new ArrayList<>()).add(took);
        }
      }
    }
    System.out.printf("%-20s %8s %8s %8s   ms, %d rounds%n", "", "min", "median", "max", rounds);
    milliseconds.forEach((subject, times) -> {
      times.sort(null);
      System.out.printf(
          "%-20s %8.1f %8.1f %8.1f%n",
          subject, times.getFirst(), times.get(times.size() / 2), times.getLast());
    });
  }

  private Path directory(String subject) {
    Path bundle = scratch.resolve(subject);
    return Files.isDirectory(bundle) ? bundle : scratch;
  }

  private static double run(List<String> command, Path directory) throws Exception {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    int status = process.waitFor();
    double took = (System.nanoTime() - start) / 1e6;
    if (status != 0) {
      throw new IOException(String.join(" ", command) + ": exit status " + status);
    }
    return took;
  }
}
