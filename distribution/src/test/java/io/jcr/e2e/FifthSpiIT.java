package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A kind of backend is one entry of the table of SPIs: a jcr with a fifth entry selects, lists,
/// explains and records its backends, and nothing of jcr was changed for it.
@WithJcr
class FifthSpiIT {
  private static final String GREETER =
      """
      package io.jcr.spi;

      public interface Greeter extends Backend {}
      """;

  /// `io.jcr.cli.Main` with one more entry.
  private static final String MAIN =
      """
      package io.jcr.cli;

      import io.jcr.cli.session.Installation;
      import io.jcr.cli.session.Session;
      import io.jcr.spi.*;
      import java.util.List;

      final class GreetingMain {
        public static void main(String[] arguments) {
          Session s = Session.ofProcess(List.of(arguments));
          SpiTable spis =
              SpiTable.STANDARD.with(
                  new Spi<>(Greeter.class, "greet", "greeter", "How it greets.", List.of("mute")));
          Runtime.getRuntime().halt(
              Main.run(
                  new Session(
                      s.arguments(), s.environment(), s.directory(), s.in(), s.out(), s.err(),
                      new Installation(s.jcr().home(), spis), s.descriptors())));
        }
      }
      """;

  private static final String BACKEND =
      """
      import io.jcr.api.ContainerSpec;
      import io.jcr.spi.*;

      public final class Polite implements Greeter {
        @Override public String name() {
          return "NAME";
        }

        @Override public Support probe(HostFacts facts) {
          return Support.yes();
        }

        @Override public void validate(ContainerSpec spec) {
          BackendOptions options = BackendOptions.of("--greet=NAME", spec.options("greet"));
          options.value("words", "TEXT");
          options.refuseOthers();
        }
      }
      """;

  @TempDir Path directory;
  private Path plugins;
  private Path classes;

  @BeforeEach
  void compile() throws IOException {
    classes = Files.createDirectories(directory.resolve("classes"));
    plugins = Files.createDirectories(directory.resolve("plugins"));
    PluginJar.compile("io.jcr.spi.Greeter", GREETER, installed(), classes);
    PluginJar.compile("io.jcr.cli.GreetingMain", MAIN, installed() + ":" + classes, classes);
    for (String name : List.of("mute", "polite")) {
      new PluginJar(name, "~0.1.0", "io.jcr.spi.Greeter", "Polite", BACKEND.replace("NAME", name))
          .writeTo(plugins.resolve(name + ".jar"), directory, installed() + ":" + classes);
    }
  }

  @Test
  void itsBackendsAreListed(Jcr jcr) throws IOException {
    String listed = greeting(jcr, "plugins", "--plugin-dir=" + plugins).exited(0).output();
    assertTrue(listed.matches("(?s).*--greet=polite +runs here.*"), listed);
    String doctor = greeting(jcr, "doctor", "--plugin-dir=" + plugins).output();
    assertTrue(doctor.matches("(?s).*yes +--greet=mute +default\\R.*"), doctor);
    assertTrue(doctor.matches("(?s).*yes +--greet=polite *\\R.*"), doctor);
    String help = greeting(jcr, "run", "--help").exited(0).output();
    assertTrue(help.matches("(?s).*--greet=BACKEND +How it greets\\..*"), help);
  }

  @Test
  void oneIsSelectedAndExplained(Jcr jcr) throws IOException {
    assertEquals("mute", explained(jcr, "run"));
    assertEquals("polite", explained(jcr, "run", "--greet=polite:words=hello"));
    assertEquals("polite", explained(jcr, "run", "--greet=polite/polite"));
    greeting(jcr, "run", "--plugin-dir=" + plugins, "--greet=rude")
        .failed(2, "jcr: --greet=rude: no such backend: choose from mute, polite");
    greeting(jcr, "run", "--plugin-dir=" + plugins, "--greet=polite:word=x")
        .failed(2, "jcr: --greet=polite: .*'word'.*");
    greeting(jcr, "explain", "run").failed(2, "jcr: --greet=mute: no such backend: .*");
  }

  @Test
  void oneThatWasSelectedIsRecorded(Jcr jcr) throws IOException {
    greeting(
            jcr,
            "run",
            "-d",
            "--name=fifth",
            "--plugin-dir=" + plugins,
            "--greet=polite:words=a",
            "--",
            "sleep",
            "1000")
        .exited(0);
    Json container =
        jcr.call("inspect", "fifth").succeeded().json().elements().findFirst().orElseThrow();
    assertEquals("polite", container.get("annotations.greet").value());
    assertEquals("none", container.get("annotations.net").value());
    jcr.call("rm", "-f", "fifth").succeeded();
  }

  private String explained(Jcr jcr, String... line) throws IOException {
    List<String> words = new ArrayList<>(List.of("explain", "--format=json"));
    words.addAll(List.of(line));
    words.add(3, "--plugin-dir=" + plugins);
    Json plan = greeting(jcr, words.toArray(String[]::new)).succeeded().json();
    return String.valueOf(plan.get("backends.greet").value());
  }

  /// Runs the jcr that has five kinds, as `bin/jcr` would.
  private Result greeting(Jcr jcr, String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(Jcr.HOME + "/libexec/jcr-init", "supervise", "--"));
    line.add(System.getProperty("java.home") + "/bin/java");
    try (Stream<String> options = Files.lines(Jcr.HOME.resolve("lib/jvm.options"))) {
      options
          .filter(option -> option.startsWith("-D") || option.startsWith("--"))
          .forEach(line::add);
    }
    line.addAll(List.of("-Djcr.home=" + Jcr.HOME, "-cp", installed() + ":" + classes));
    line.add("io.jcr.cli.GreetingMain");
    line.addAll(List.of(arguments));
    try (Started started = jcr.launch(line)) {
      return started.awaitEnd();
    }
  }

  private static String installed() throws IOException {
    try (Stream<Path> jars = Files.list(Jcr.HOME.resolve("lib"))) {
      return String.join(
          ":", jars.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList());
    }
  }
}
