package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A shell in a terminal: job control works inside, and the caller's terminal is given back on
/// every way out.
@WithJcr
class TerminalIT {
  private static final String PROMPT = "root@box:/# ";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String CTRL_Z = "\u001a";

  private Pty terminal;
  private String modes;

  @BeforeEach
  void open() {
    Requires.command("setsid", "util-linux");
    terminal = new Pty(33, 111);
    modes = terminal.modes();
  }

  @AfterEach
  void close() {
    terminal.close();
  }

  /// Starts jcr as the session's leader in the terminal.
  private Started start(Jcr jcr, String... arguments) {
    List<String> command = new ArrayList<>(List.of("setsid", "--ctty"));
    command.addAll(jcr.command(arguments));
    return jcr.launchIn(terminal, command);
  }

  private Started shell(Jcr jcr, String... options) {
    List<String> arguments = new ArrayList<>(List.of("run", "--net=none", "--hostname=box"));
    arguments.addAll(List.of(options));
    Started started = start(jcr, arguments.toArray(String[]::new));
    terminal.await(PROMPT);
    return started;
  }

  private void requireModesAsBefore() {
    assertEquals(modes, terminal.modes(), "the modes of the caller's terminal");
  }

  @Test
  void theDefaultIsAShellInATerminalOfItsOwn(Jcr jcr) {
    try (Started shell = shell(jcr)) {
      terminal.type("tty\n| tail -n 1\n");
      terminal.await("/dev/(pts/0|console)\r\n");
      terminal.type("jcr-probe terminal process | tr -d '\\n '; echo\n");
      String line = terminal.await("(\\{\"terminal\".*\\})\r\n").group(1);
      Json seen = Json.parse(line);
      for (String fd : List.of("stdin", "stderr")) {
        assertTrue(seen.get("terminal").get(fd).get("isTerminal").flag(), fd);
      }
      assertEquals("136:0", seen.get("terminal.controlling").text(), "the first of its devpts");
      assertEquals(1, seen.get("process.sid").number());
      assertNotEquals(modes, terminal.modes(), "raw while the container has it");
      terminal.type("exit 7\n");

      shell.awaitEnd().exited(7);
    }
    requireModesAsBefore();
  }

  @Test
  void hasTheSizeBeforeTheProgramRuns(Jcr jcr) {
    try (Started stty = start(jcr, "run", "--net=none", "--", "stty", "size")) {
      terminal.await("33 111\r*\n");
      stty.awaitEnd().exited(0);
    }
    requireModesAsBefore();
  }

  @Test
  void followsTheSize(Jcr jcr) {
    String script = "trap 'stty size; exit 3' WINCH; echo up; while :; do read line; done";
    try (Started program = start(jcr, "run", "--net=none", "--", "sh", "-c", script)) {
      terminal.await("up");
      program.container();
      // The kernel tells jcr, which is in the foreground of the terminal.
      terminal.resize(44, 55);

      terminal.await("44 55");
      program.awaitEnd().exited(3);
    }
  }

  @Test
  void ctrlCEndsTheProgramAndNotTheShell(Jcr jcr) {
    try (Started shell = shell(jcr)) {
      Proc inside = shell.container();
      terminal.type("sleep 1000\n");
      // a shell that is about to become the program may keep the signal to itself
      Await.until(
          "sleep runs",
          () ->
              inside.children().stream()
                  .anyMatch(child -> child.name().equals(Optional.of("sleep"))));
      terminal.type(CTRL_C);
      terminal.await(PROMPT);
      terminal.type("echo status $?\n");
      terminal.await("status 130");
      terminal.await(PROMPT);
      terminal.type("(exit 5)\n");
      terminal.await(PROMPT);
      terminal.type(CTRL_D); // at the prompt: busy, the shell would not read it as an end

      shell.awaitEnd().exited(5);
    }
    requireModesAsBefore();
  }

  @Test
  void ctrlZStopsTheProgramAndItGoesOn(Jcr jcr) {
    try (Started shell = shell(jcr)) {
      terminal.type("sh -c 'echo b''egun; read line; echo got $line'\n");
      terminal.await("begun");
      terminal.type(CTRL_Z);
      terminal.await("Stopped");
      terminal.await(PROMPT);
      assertNotEquals("T", shell.proc().state().orElseThrow(), "jcr itself is stopped");
      terminal.type("jobs\n");
      terminal.await("\\[1\\]\\+ +Stopped");
      terminal.type("fg\n");
      terminal.await("sh -c");
      terminal.type("something\n");
      terminal.await("got something");
      terminal.type("exit\n");

      shell.awaitEnd().exited(0);
    }
    requireModesAsBefore();
  }

  @Test
  void theKilledShellGivesTheTerminalBack(Jcr jcr) {
    try (Started shell = shell(jcr)) {
      LibC.kill(shell.container().pid(), LibC.SIGKILL);

      shell.awaitEnd().exited(137);
    }
    requireModesAsBefore();
  }

  @ParameterizedTest
  @ValueSource(ints = {LibC.SIGTERM, LibC.SIGHUP})
  void theSignalledJcrGivesTheTerminalBack(int signal, Jcr jcr) {
    try (Started program = start(jcr, "run", "--net=none", "--", "sh", "-c", "echo up; cat")) {
      terminal.await("up");
      program.container();
      program.signal(signal);

      program.awaitEnd().exited(128 + signal);
    }
    requireModesAsBefore();
  }

  /// PID 1 without a handler: the kernel would drop the signal that the terminal sends it. (A shell
  /// that is to become the program has a handler until then, and outlives the signal.)
  @Test
  void ctrlCEndsAProgramThatIsPid1(Jcr jcr) {
    try (Started program = start(jcr, "run", "--net=none", "--", "sleep", "1000")) {
      Proc sleep = program.container();
      Await.until("sleep runs", () -> sleep.name().equals(Optional.of("sleep")));
      terminal.type(CTRL_C);

      program.awaitEnd().exited(130);
    }
    requireModesAsBefore();
  }

  @Test
  void ctrlCDuringTheStartEndsAll() {
    try (Started program = start(Jcr.cold(), "run", "--net=none", "--", "sleep", "1000")) {
      Await.value("the JVM is there", program::java);
      terminal.type(CTRL_C);

      program.awaitEnd().exited(130);
    }
    requireModesAsBefore();
  }

  @Test
  void aFailedStartLeavesTheModesAlone(Jcr jcr) {
    try (Started program = start(jcr, "run", "--net=none", "--", "no-such-command")) {
      terminal.await("jcr: command 'no-such-command' not found");
      program.awaitEnd().exited(127);
    }
    requireModesAsBefore();
  }

  @Test
  void bigOutputIsComplete(Jcr jcr) {
    int lines = 50_000;
    try (Started program = start(jcr, "run", "--net=none", "--", "seq", "-w", "1", "" + lines)) {
      program.awaitEnd().exited(0);
      terminal.await("^" + lines + "\r*\n");
    }
    List<String> shown = terminal.shown().replace("\r", "").lines().toList();
    assertEquals(lines, shown.size());
    for (int i = 0; i < lines; i++) {
      assertEquals("%05d".formatted(i + 1), shown.get(i));
    }
  }

  @Test
  void bigInputIsComplete(Jcr jcr) {
    int lines = 2_000;
    try (Started program =
        start(jcr, "run", "--net=none", "--", "sh", "-c", "stty -echo; echo up; wc -l; md5sum")) {
      terminal.await("up\r*\n");
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < lines; i++) {
        text.append("typed ahead, line ").append(i).append('\n');
      }
      terminal.type(text.toString());
      terminal.type(CTRL_D);
      terminal.await("^" + lines + "\r\n");
      terminal.type("abc\n" + CTRL_D);
      terminal.await("0bee89b07a248e27c83fc3d5951213c1  -");

      program.awaitEnd().exited(0);
    }
  }

  @Test
  void aTerminalCanBeDeclined(Jcr jcr) {
    try (Started program = start(jcr, "run", "--net=none", "--no-tty", "--", "jcr-probe", "fds")) {
      terminal.await("\"target\": \"" + terminal.name() + "\"");
      program.awaitEnd().exited(0);
    }
  }

  @Test
  void aHungUpTerminalEndsIt(Jcr jcr) {
    Pty other = new Pty(24, 80);
    List<String> command = new ArrayList<>(List.of("setsid", "--ctty"));
    command.addAll(jcr.command("run", "--net=none", "--", "sh", "-c", "echo up; cat"));
    try (Started program = jcr.launchIn(other, command)) {
      other.await("up");
      program.container();
      other.hangUp();

      program.awaitEnd().exited(129);
    }
  }

  /// jcr as a job of the user's shell.
  @Test
  void stoppedAndContinuedByTheCallersShell(Jcr jcr) {
    Requires.command("bash", "bash");
    List<String> bash = List.of("setsid", "--ctty", "bash", "--norc", "--noprofile", "-i");
    try (Started caller = jcr.with("PS1", "caller> ").launchIn(terminal, bash)) {
      terminal.await("caller> ");
      String callersModes = terminal.modes();
      terminal.type(String.join(" ", jcr.command("run", "--net=none", "--hostname=box")) + "\n");
      terminal.await(PROMPT);
      Proc supervisor = caller.proc().children().getFirst();
      LibC.kill(supervisor.pid(), LibC.SIGTSTP);
      terminal.await("Stopped");
      terminal.await("caller> ");
      terminal.type("echo c''ooked\n");
      terminal.await("cooked\r\n");
      terminal.type("fg\n");
      terminal.await("bin/jcr run.*\r\n");
      terminal.type("hostname\n");
      terminal.await("box\r\n");
      terminal.type("exit 3\n");
      terminal.await("caller> ");
      terminal.type("echo status $?\n");
      terminal.await("status 3");
      terminal.type("\n");
      terminal.await("caller> ");
      terminal.await("caller> ");
      assertEquals(callersModes, terminal.modes());
      terminal.type("exit\n");
      caller.awaitEnd();
    }
  }
}
