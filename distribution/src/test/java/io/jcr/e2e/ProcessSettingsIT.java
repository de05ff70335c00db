package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// User, directory, environment and the like of the process.
@WithJcr
class ProcessSettingsIT {
  @ParameterizedTest
  @CsvSource({
    "student, 1000, 1000",
    "1000, 1000, 1000",
    "student:users, 1000, 100",
    "nobody, 65534, 65534",
    "4321, 4321, 0",
    "4321:4322, 4321, 4322",
    "root:tty, 0, 5"
  })
  void userByNameOrNumber(String user, long uid, long gid, Jcr jcr) {
    Json ids = jcr.inside("--net=none", "-u", user, "--", "jcr-probe", "ids").json().get("ids");

    for (String kind : List.of("real", "effective", "saved", "filesystem")) {
      assertEquals(uid, ids.get("uid").get(kind).number(), kind);
      assertEquals(gid, ids.get("gid").get(kind).number(), kind);
    }
  }

  @Test
  void anotherUserHasNoCapabilitiesAndItsOwnHome(Jcr jcr) {
    Json seen =
        jcr.inside("--net=none", "-u", "student", "--", "jcr-probe", "capabilities", "environment")
            .json();

    for (String set : List.of("effective", "permitted", "inheritable", "ambient")) {
      assertEquals(List.of(), seen.get("capabilities").get(set).get("names").strings(), set);
    }
    assertEquals("/home/student", seen.get("environment.HOME").text());
    jcr.run("--net=none", "-u", "student", "--", "cat", "/etc/shadow").exited(1);
  }

  @Test
  void rootHasNoSupplementaryGroupsOfTheCaller(Jcr jcr) {
    Requires.command("setpriv", "util-linux");
    Jcr member = jcr.through("setpriv", "--groups=4242,4243");
    Json ids = member.inside("--net=none", "--", "jcr-probe", "ids").json().get("ids");

    assertFalse(ids.get("groups").value().toString().contains("424"), ids.toString());
  }

  @Test
  void environmentIsWhatWasAskedForAndNothingOfTheCallers(Jcr jcr, @TempDir Path directory)
      throws Exception {
    Path file =
        Files.writeString(directory.resolve("env"), "# a comment\nFROM_FILE=1\nTWICE=file\n");
    Json seen =
        jcr.with("SECRET", "of the caller")
            .with("PASSED", "on")
            .inside(
                "--net=none",
                "--env-file",
                "" + file,
                "-e",
                "TWICE=option",
                "-e",
                "PASSED",
                "-e",
                "NOT_SET",
                "-e",
                "EMPTY=",
                "-e",
                "LINES=a\nb=c",
                "--",
                "jcr-probe",
                "environment")
            .json()
            .get("environment");

    assertEquals("1", seen.get("FROM_FILE").text());
    assertEquals("option", seen.get("TWICE").text());
    assertEquals("on", seen.get("PASSED").text());
    assertEquals("", seen.get("EMPTY").text());
    assertEquals("a\nb=c", seen.get("LINES").text());
    assertFalse(seen.members().containsKey("NOT_SET"));
    assertFalse(seen.members().containsKey("SECRET"));
    assertFalse(seen.members().containsKey("LANG"));
    assertFalse(seen.members().containsKey("JCR_CONTROL"));
    assertEquals("/root", seen.get("HOME").text());
    assertTrue(seen.get("PATH").text().startsWith("/usr/local/sbin:"), seen.toString());
  }

  @Test
  void pathOfTheContainerFindsTheCommand(Jcr jcr) {
    jcr.run("--net=none", "-e", "PATH=/sbin", "--", "jcr-probe", "cwd").exited(127);
    jcr.inside("--net=none", "-e", "PATH=/usr/local/bin", "--", "jcr-probe", "cwd");
  }

  @Test
  void workingDirectory(Jcr jcr) {
    assertEquals("/etc", jcr.inside("--net=none", "-w", "/etc", "--", "pwd").line());
    jcr.run("--net=none", "-w", "/etc/passwd", "--", "pwd")
        .failed(125, "jcr: .*chdir /etc/passwd: ENOTDIR.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C.UTF-8", "C"})
  void argumentsArriveAsTheyAre(String locale, Jcr jcr) {
    assertEquals(
        List.of("a  b", "", "*", "--name", "ü", "$HOME", "-v"),
        jcr.with("LC_ALL", locale)
            .inside(
                "--net=none",
                "--",
                "sh",
                "-c",
                "for a; do echo \"$a\"; done",
                "sh",
                "a  b",
                "",
                "*",
                "--name",
                "ü",
                "$HOME",
                "-v")
            .lines());
  }

  @Test
  void optionsBehindTheCommandAreTheCommands(Jcr jcr) {
    assertEquals("-n --net=x", jcr.inside("--net=none", "echo", "-n --net=x").line());
  }

  @Test
  void umaskSignalsAndSessionAreFresh(Jcr jcr) {
    Jcr odd = jcr.through("sh", "-c", "umask 077; trap '' USR1 PIPE HUP; exec \"$@\"", "sh");
    Json seen = odd.inside("--net=none", "--", "jcr-probe", "umask", "signals", "process").json();

    assertEquals("0022", seen.get("umask").text());
    assertEquals(List.of(), seen.get("signals.blocked").strings());
    assertEquals(List.of(), seen.get("signals.ignored").strings());
    assertEquals(1, seen.get("process.sid").number());
    assertEquals(1, seen.get("process.pgid").number());
  }

  /// The container's processes believe to run on a 32-bit machine, those of `jcr exec` too.
  @Test
  void thePersonalityOfAConfigJson(Jcr jcr) throws IOException {
    String machine = System.getProperty("os.arch").equals("amd64") ? "i686" : "armv8l";
    jcr.call("create", "--net=none", "--name=narrow", "--", "sh", "-c", "uname -m; sleep 1000")
        .succeeded();
    try (Detached one = new Detached(jcr, "narrow")) {
      Path config = one.file("config.json");
      String linux = "\"linux\" : {";
      String text = Files.readString(config);
      String wide = linux + "\"personality\" : {\"domain\" : \"LINUX\", \"flags\" : [\"X\"]},";
      Files.writeString(config, text.replace(linux, wide));
      jcr.call("start", "narrow")
          .failed(2, "jcr: .*: linux\\.personality\\.flags: 'X' is unknown: there are none");
      String narrow = linux + "\"personality\" : {\"domain\" : \"LINUX32\"},";
      Files.writeString(config, text.replace(linux, narrow));
      one.does("start");
      one.awaitLog("stdout F " + machine);
      assertEquals(machine, one.exec("narrow", "uname", "-m").succeeded().line());
      assertEquals(machine, one.exec("--privileged", "narrow", "uname", "-m").succeeded().line());
      assertEquals("00000008", one.container().read("personality").orElse("").strip());
      Result plan = jcr.call("explain", "exec", "narrow", "true").succeeded();
      assertTrue(plan.output().contains(" personality(PER_LINUX32)\n"), plan.output());
    }
  }

  @Test
  void standardErrorIsItsOwnStream(Jcr jcr) {
    Result result = jcr.run("--net=none", "--", "sh", "-c", "echo out; echo err >&2").exited(0);

    assertEquals("out\n", result.output());
    assertEquals("err\n", result.errors());
  }

  /// On a file system of its own, as a directory below /home may be.
  @Test
  void anotherRootDirectoryForState(Jcr jcr, @TempDir Path directory) {
    Path root = directory.resolve("with a blank");
    Jcr apart = jcr.with("JCR_ROOT", root.toString());
    try (StateDisk disk = StateDisk.mount(directory)) {
      try (Started container = apart.start("--net=veth", "--name", "apart", "--", "sig-print")) {
        container.awaitLine("ready.*");
        assertTrue(Files.exists(root.resolve("containers/apart/undo")));
        assertFalse(Files.exists(Jcr.state("apart")));
        // Another root, another container: the name is free there.
        jcr.inside("--net=veth", "--name", "apart", "--limit=pids:5", "--", "true");
      }
      assertFalse(Files.exists(root.resolve("containers/apart")));
      assertFalse(Files.exists(root.resolve("data/containers/apart")));
      assertTrue(Files.isDirectory(disk.directory().resolve("with a blank")), "it was there");
    }
  }
}
