package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import io.jcr.e2e.Walkthrough.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Does what a page says, in one shell with `jcr` on its PATH, as someone who follows it.
final class Reader {
  private static final String BEGIN = "\u0001begin ";
  private static final String END = "\u0001end ";

  /// As in `.mvn/jvm.config`: no Maven of a page runs long enough for more.
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Path directory;
  private final ReadersMachine machine;
  private final Duration patience;

  /// @param directory where the shell begins, empty
  /// @param machine what the reader has
  /// @param patience for the whole page
  Reader(Path directory, ReadersMachine machine, Duration patience) {
    this.directory = directory;
    this.machine = machine;
    this.patience = patience;
  }

  /// Fails at the first command that does not do what the page says.
  void follow(Walkthrough page) throws IOException, InterruptedException {
    Path script = Files.createTempFile("jcr-walkthrough", ".sh");
    Process shell = start(script, page);
    try (BufferedReader output = shell.inputReader(UTF_8)) {
      Thread watch = watch(shell);
      int number = 0;
      for (Step step : page.steps()) {
        if (step instanceof Step.Command command) {
          check(page, command, number++, output);
        }
      }
      watch.interrupt();
      shell.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.destroy();
      Files.delete(script);
    }
  }

  private Process start(Path script, Walkthrough page) throws IOException {
    Files.writeString(script, script(page));
    ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc", script.toString());
    var environment = builder.environment();
    environment.put("PATH", machine.bin() + ":" + environment.get("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("MAVEN_OPTS", SHORT_LIVED + " -Dmaven.repo.local=" + machine.repository());
    environment.put("JCR", machine.sources().toString());
    environment.put("LANG", "C.UTF-8");
    environment.putAll(Resident.environment());
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return builder.start();
  }

  /// Each command runs in the shell itself, so that `cd` and variables last, between two marks.
  private static String script(Walkthrough page) {
    StringBuilder script = new StringBuilder();
    int number = 0;
    for (Step step : page.steps()) {
      switch (step) {
        case Step.NewFile file ->
            script
                .append("mkdir -p \"$(dirname '" + file.name() + "')\"\n")
                .append("cat >'" + file.name() + "' <<'JCR_END_OF_FILE'\n")
                .append(String.join("\n", file.content()))
                .append("\nJCR_END_OF_FILE\n");
        case Step.Command command -> {
          script.append("printf '\\n\\001begin %d\\n' " + number + "\n");
          script.append("{ ").append(command.text()).append("\n}\n");
          script.append("printf '\\n\\001end %d %d\\n' " + number + " $?\n");
          number++;
        }
      }
    }
    return script.append("kill $(jobs -p) 2>/dev/null; wait\n").toString();
  }

  private Thread watch(Process shell) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            if (!shell.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
              shell.descendants().forEach(ProcessHandle::destroy);
              shell.destroy();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the page has come to its end
          }
        });
  }

  private static void check(
      Walkthrough page, Step.Command command, int number, BufferedReader output)
      throws IOException {
    List<String> printed = new ArrayList<>();
    boolean begun = false;
    int status = -1;
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals(BEGIN + number)) {
        begun = true;
      } else if (line.startsWith(END + number + " ")) {
        status = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
        break;
      } else if (begun) {
        printed.add(line);
      }
    }
    if (!printed.isEmpty() && printed.getLast().isEmpty()) {
      printed.removeLast(); // the mark begins on a line of its own
    }
    boolean asWritten =
        command.expected().isEmpty() || Walkthrough.matches(command.expected(), printed);
    if (status != 0 || !asWritten) {
      fail(
          "%s:%d: $ %s%nstatus %d, and it printed:%n%s%nwhere the page says:%n%s"
              .formatted(
                  page.page().getFileName(),
                  command.line(),
                  command.text(),
                  status,
                  String.join("\n", printed),
                  String.join("\n", command.expected())));
    }
  }
}
