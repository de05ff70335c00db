package io.jcr.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.cli.session.Session;
import io.jcr.cli.session.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Session session =
      Sessions.of(Map.of(), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));

  private int run(String... arguments) {
    return Main.run(session.with(List.of(arguments)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-such-command | jcr: unknown command 'no-such-command': choose from run, ",
        "--no-such-option | jcr: Unknown option: '--no-such-option'",
        "run --memry=1G true | jcr: Unknown option: '--memry=1G' (did you mean --memory?)",
        "create --hostnam x | jcr: Unknown option: '--hostnam' (did you mean --hostname?)",
        "explain run --hostnam x | jcr: Unknown option: '--hostnam' (did you mean --hostname?)",
        "run --gpus all | jcr: Unknown option: '--gpus' (jcr does not set up GPUs)",
        "run --cpu-shares=5 | jcr: Unknown option: '--cpu-shares=5' (--limit=cpu:NUMBER or --cpus",
        "pull alpine | jcr: unknown command 'pull': jcr has no images yet: --rootfs=DIR|TAR takes",
        "network ls | jcr: unknown command 'network': networks are not created in advance",
        "rnu | jcr: unknown command 'rnu' (did you mean run?): choose from run, ",
        "run --network=lan | jcr: --network=lan: choose from none, host, bridge and container:NAME",
        "run --no-such-option | jcr: Unknown option: '--no-such-option'",
        "run --name | jcr: Missing required parameter for option '--name' (NAME)",
        "run --name a/b | jcr: container name 'a/b': allowed are",
        "run --name a --name b | jcr: option '--name' (NAME) should be specified only once",
        "run --rootfs / --hostname a_b | jcr: host name 'a_b': allowed are",
        "run --rootfs /no/such | jcr: --rootfs=/no/such: no such file or directory",
        "run --rootfs= | jcr: --rootfs=: a directory or an archive is missing",
        "run --rootfs / --limit memory | jcr: --limit memory: expected NAME:VALUE",
        "run --rootfs / --net : | jcr: --net=:: the backend's name is missing",
        "run --rootfs / --workdir tmp | jcr: --workdir=tmp: not an absolute path",
        "run --rootfs / --security-opt x | jcr: --security-opt=x: choose from",
        "run --rootfs / --cap-add NONE | jcr: --cap-add NONE: unknown capability 'NONE'",
        "run --rootfs / -v /no/such:/x | jcr: --volume /no/such:/x: /no/such does not exist",
        "run --rootfs / --trace=/no/such/file | jcr: --trace=/no/such/file: cannot be written",
        "inspect a/b | jcr: no container 'a/b': ",
        "inspect --root /no/such | jcr: inspect: a container's name is missing: there is none below /no/such/containers",
        "inspect --root /no/such web | jcr: no container 'web': there is none below /no/such/containers",
        "gc --root= | jcr: --root=: a directory is missing",
        "gc --root | jcr: Missing required parameter for option '--root' (DIR)",
        "wait no-such --root /no/such | jcr: no container 'no-such': there is none below /no/such/containers",
        "stop no-such -t | jcr: Missing required parameter for option '--time' (SECONDS)",
        "stats no-such --no-steam | jcr: Unknown option: '--no-steam'",
        "gc surplus | jcr: Unmatched argument",
      })
  void aCommandLineThatMakesNoSenseIsOneSentence(String line, String sentence) {
    assertEquals(2, run(line.strip().split(" ")), () -> err());
    assertTrue(err().startsWith(sentence), () -> "'" + err() + "' begins with " + sentence);
    assertEquals("", out.toString(UTF_8));
    String[] lines = err().strip().split("\n");
    assertTrue(lines.length <= 2, () -> Arrays.toString(lines));
    assertFalse(lines[0].endsWith("."), lines[0]);
  }

  @Test
  void withoutACommandItShowsTheHelp() {
    assertEquals(2, run());
    assertTrue(err().contains("Usage: jcr") && err().contains("run"), err());
    assertEquals(0, run("--help"));
    assertEquals(out.toString(UTF_8), err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "run --help", "inspect --help", "gc --help"})
  void helpIsNoError(String line) {
    assertEquals(0, run(line.split(" ")));
    assertTrue(out.size() > 5 && err.size() == 0, () -> out + "|" + err());
  }

  @Test
  void anUnknownContainerIsToldTheKnownOnes(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("containers/web"));
    Files.createDirectories(root.resolve("containers/db"));
    assertEquals(2, run("inspect", "--root", root.toString(), "web", "www"));
    assertEquals("jcr: no container 'www': there are db, web\n", err());
    assertEquals("", out.toString(UTF_8));
  }

  @Test
  void whatStandsBehindTheCommandIsTheCommands() {
    assertEquals(2, run("run", "--rootfs", "/no/such", "ls", "--no-such-option"));
    assertTrue(err().startsWith("jcr: --rootfs=/no/such"), err());
  }

  @Test
  void withoutSupervisorItSaysHowToStartJcr() {
    assertEquals(125, run("gc"));
    assertTrue(err().startsWith("jcr: no supervisor: JCR_CONTROL is not set"), err());
    assertEquals(1, err().strip().split("\n").length, err());
  }

  @Test
  void aFailureIsASentenceHoweverDeepItIs() {
    HostException known = new HostException("limiter cgroup-v2: no room");
    assertEquals(
        125, Main.told(session, new IllegalStateException("guice", new IOException(known))));
    assertEquals("jcr: limiter cgroup-v2: no room\n", err());
  }

  @Test
  void aRefusalOfTheKernelNamesTheCure() {
    assertEquals(
        125, Main.told(session, new ErrnoException("open", "/run/jcr/lock", Errno.EACCES)));
    assertEquals("jcr: open /run/jcr/lock: EACCES (run as root)\n", err());
  }

  @Test
  void anInternalErrorSaysHowToLearnMore() {
    assertEquals(125, Main.told(session, new StackOverflowError()));
    assertEquals(
        "jcr: internal error: java.lang.StackOverflowError"
            + " (run with --debug for the stack trace)\n",
        err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--debug run --name a/b", "run --debug --name a/b"})
  void aStackTraceIsThereWhenAsked(String line) {
    assertEquals(2, run(line.split(" ")));
    assertTrue(err().contains("UsageException") && err().contains("\tat "), err());
    assertTrue(err().contains("jcr: container name 'a/b'"), err());
  }

  private String err() {
    return err.toString(UTF_8);
  }
}
