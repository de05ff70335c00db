package io.jcr.cli;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ErrnoException;
import io.jcr.api.JcrException;
import io.jcr.cli.session.Session;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Goes through jcr's commands without doing anything: the build trains the JVM's AOT cache with
/// it. A command that this machine refuses, for instance one without cgroups, leaves out some of
/// what it would have trained, and nothing else.
final class AotTraining {
  private static final Session SESSION = Session.ofProcess(List.of());
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("run", "--dry-run", "--format=json", "--net=none", "--", "/bin/true"),
          List.of("run", "--dry-run", "--net=veth", "--limit=memory:100M", "--hostname=box"),
          List.of("run", "--dry-run", "--net=veth:nat", "--limit=cpu:0.5", "--limit=pids:64"),
          List.of("run", "--dry-run", "--fs=bind", "-e", "A=B", "-v", "/etc:/mnt:ro", "-u", "1"),
          List.of("run", "--dry-run", "--ns=unshare", "--net=host"),
          List.of("run", "--dry-run", "--fs=chroot"),
          List.of("plugins"),
          List.of("inspect", "no-such-container"),
          List.of("run", "--help"),
          List.of("run", "--no-such-option"),
          List.of("--version"));

  /// Stands for the directory of [#RUNS].
  private static final String STAGE = "STAGE";

  /// What is run for show, with state below a directory of its own.
  private static final List<List<String>> RUNS =
      List.of(
          List.of("--net=none", "--", "/bin/true"),
          List.of("--net=none", "--trace=" + STAGE + "/trace", "--", "/bin/true"),
          List.of("--net=none", "--trace=" + STAGE + "/trace.json", "--", "/bin/true"),
          List.of("--net=veth", "--", "/bin/true"),
          List.of(
              "--net=none", "--limit=memory:100M", "--hostname=box", "-t", "-v", "/etc:/mnt:ro"));

  private AotTraining() {}

  /// Runs all of them.
  ///
  /// @param args none
  /// @throws IOException when jcr's jars cannot be read
  /// @throws URISyntaxException when their place is no path
  public static void main(String[] args) throws IOException, URISyntaxException {
    for (List<String> command : COMMANDS) {
      tell(command, Main.run(SESSION.with(command)));
    }
    runForShow();
    loadAll(Main.class);
    loadAll(ContainerSpec.class);
  }

  /// A run with a kernel that does not do it: what has been linked on the way (lambdas above all)
  /// is in the cache.
  private static void runForShow() throws IOException {
    Path stage = Files.createTempDirectory("jcr-training");
    try {
      for (List<String> run : RUNS) {
        CommandLine line = new RunCommand(SESSION, () -> new TrainingLibc(stage)).line();
        line.setExecutionExceptionHandler((e, l, r) -> refused(e));
        List<String> words = new ArrayList<>(List.of("--root=" + stage));
        run.forEach(word -> words.add(word.replace(STAGE, stage.toString())));
        tell(words, line.execute(words.toArray(String[]::new)));
      }
    } finally {
      delete(stage);
    }
  }

  /// A machine that refuses a run is fine; a run that this stage is not made for is not.
  private static int refused(Exception e) {
    int status = Main.told(SESSION, e);
    if (!(e instanceof JcrException) && !(e instanceof ErrnoException)) {
      throw new AssertionError("the simulated kernel lacks something that a run needs", e);
    }
    return status;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void tell(List<String> command, int status) {
    System.err.println("training: " + String.join(" ", command) + ": status " + status);
  }

  /// Loads all classes of the jar that `member` is in: a cache has what was loaded, and a dry run
  /// does not come to those that change something.
  private static void loadAll(Class<?> member) throws IOException, URISyntaxException {
    Path path = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var jar = new JarFile(path.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.endsWith("-info.class")) {
          load(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
        }
      }
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, AotTraining.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
