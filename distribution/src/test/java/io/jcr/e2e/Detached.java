package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A container in the background. Closing it removes it.
///
/// @param jcr whose it is
/// @param name its name
record Detached(Jcr jcr, String name) implements AutoCloseable {
  /// `jcr run -d --name=NAME ARGUMENTS`.
  static Detached run(Jcr jcr, String name, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-d", "--name=" + name));
    all.addAll(List.of(arguments));
    // a warning is fine: --fs=chroot has one
    String id = jcr.run(all.toArray(String[]::new)).exited(0).line();
    assertTrue(id.matches("[0-9a-f]{64}"), id);
    return new Detached(jcr, name);
  }

  /// The same without a network.
  static Detached offline(Jcr jcr, String name, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--net=none"));
    all.addAll(List.of(arguments));
    return run(jcr, name, all.toArray(String[]::new));
  }

  private Json state() {
    try {
      return Json.parse(Files.readString(file("state.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path file(String file) {
    return Jcr.state(name).resolve(file);
  }

  /// Its PID 1.
  Proc container() {
    return new Proc(state().get("pid").number());
  }

  Proc supervisor() {
    return new Proc(Long.parseLong(state().get("annotations.supervisor").text()));
  }

  /// `jcr exec ARGUMENTS`, the name being one of them.
  Result exec(String... arguments) {
    List<String> all = new ArrayList<>(List.of("exec"));
    all.addAll(List.of(arguments));
    return jcr.call(all.toArray(String[]::new));
  }

  /// `jcr COMMAND NAME`, which prints the name.
  void does(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.add(name);
    assertEquals(name, jcr.call(all.toArray(String[]::new)).succeeded().line());
  }

  /// Its exit status, when it has ended.
  int await() {
    return Integer.parseInt(jcr.call("wait", name).succeeded().line());
  }

  /// What its log says, without times.
  List<String> log() {
    try {
      return Files.readAllLines(file("log")).stream()
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .toList();
    } catch (IOException e) {
      return List.of(); // nothing was written yet
    }
  }

  void awaitLog(String regex) {
    Await.until(
        "the log of " + name + " has a line " + regex,
        () -> log().stream().anyMatch(line -> line.matches(regex)));
  }

  /// The JSON that `jcr-probe` printed, once for each time it was started.
  List<Json> probes() {
    String text =
        String.join(
            "\n",
            log().stream()
                .filter(line -> line.startsWith("stdout F "))
                .map(line -> line.substring("stdout F ".length()))
                .toList());
    return Arrays.stream(text.split("(?m)^end$\n?", -1))
        .filter(one -> !one.isBlank())
        .map(Json::parse)
        .toList();
  }

  /// By its id: a test may have given it another name before it failed.
  @Override
  public void close() {
    if (Files.exists(file("id"))) {
      jcr.call("rm", "-f", id()).exited(0);
    }
  }

  private String id() {
    try {
      return Files.readString(file("id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
