package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be is refused before anything is changed. The state root is one that does not exist:
/// the first thing that a run makes is in it, and the directories above a container's stay when it
/// is undone. So where it does not exist afterwards there was neither state nor journal.
@WithJcr
class RefusalsIT {
  @TempDir Path dir;

  /// The ids of a user namespace have to get through.
  @BeforeEach
  void open() throws IOException {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /// @param options with PID for a process of the host
  private Result refused(Jcr jcr, String options) {
    Path root = dir.resolve("root");
    String process = "" + Proc.self().pid();
    List<String> words = new ArrayList<>(List.of(options.replace("PID", process).split(" ", -1)));
    words.addAll(List.of("--", "true"));
    Result result = jcr.with("JCR_ROOT", root.toString()).run(words.toArray(String[]::new));
    assertFalse(Files.exists(root), () -> root + " was made by: " + result);
    return result;
  }

  /// Each ends with `=> ` and what the sentence says.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ns=setns:pid=2147483647 => .*no such process",
        "--ns=setns:container=jcr-none => .*no container of this name is running",
        "--ns=setns:net=/proc/self/ns/uts => .*of kind uts, not net",
        "--ns=setns:net=/proc/PID/ns/net --net=veth => .*network namespace.*--net=veth wants another.*",
        "--ns=setns:uts=/proc/PID/ns/uts --hostname=x => .*UTS namespace.*--hostname=x.*",
        "--ns=setns:pid=PID,mnt --tmpfs=/x => .*mount namespace.*there is no --volume and --tmpfs.*",
        "--ns=setns:pid=PID,mnt --read-only => .*mount namespace.*there is no --read-only.*",
        "--ns=setns:mnt => .*'mnt' of which process.*",
        "--ns=setns:user,net=/proc/PID/ns/net => .*net namespace.*new user namespace has no power.*",
        "--ns=setns:user,ipc=/proc/PID/ns/ipc => .*ipc namespace.*new user namespace has no power.*",
        "--ns=clone:uid=5 => .*'uid' and 'count' are of a user namespace: add 'user'",
        "--userns=auto --net=host => .*user namespace.*--net=host cannot be combined with it.*",
        "--userns=200000:1000 --user=1000 => .*user 1000 is not among the ids.*",
        "--userns=auto --ns=unshare:user => .*--userns=auto: --ns has 'user' too.*",
        "--net=container:jcr-none => .*no container 'jcr-none' is running",
        "--net=netns:jcr-none => .*no network namespace 'jcr-none'.*",
        "--limit=cpuset:4711 => .*4711.*"
      })
  void aCombinationThatCannotBe(String line, Jcr jcr) {
    String[] parts = line.split(" => ", 2);
    refused(jcr, parts[0]).failed(2, "jcr: " + parts[1]);
  }

  @Test
  void aControllerThatIsElsewhere(Jcr jcr) {
    Requires.controller("memory");
    int version = Cgroups.hierarchy("memory").orElseThrow().version();
    String other = "--limiter=cgroup-v" + (3 - version);
    refused(jcr, other + " --limit=memory:100M").failed(125, "jcr: limiter cgroup-v.*");
  }

  /// The limit counts for the user namespace in which it is written: the host's own stays.
  @Test
  void userNamespacesThatAreSwitchedOff(Jcr jcr) {
    String limit = "echo 0 >/proc/sys/user/max_user_namespaces && exec \"$@\"";
    Jcr without =
        jcr.through("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", limit, "sh");
    for (String options : List.of("--userns=auto", "--ns=unshare:user", "--ns=setns:user")) {
      refused(without, options)
          .failed(
              125,
              "jcr: namespace [a-z]+: user namespaces are switched off on this host"
                  + " \\(sysctl user.max_user_namespaces=1000\\)");
    }
    String told = without.call("doctor").output();
    assertTrue(told.contains("user namespaces            switched off (sysctl user."), told);
  }

  @Test
  void aDryRunRefusesInTheSameWords(Jcr jcr) {
    String options = "--userns=auto --net=host";
    Result planned = refused(jcr, options + " --dry-run");
    assertEquals(refused(jcr, options).errors(), planned.errors());
    assertEquals(2, planned.status());
  }

  /// That the state root would be there if something had been made.
  @Test
  void aRunThatIsNotRefusedMakesIt(Jcr jcr) {
    Path root = dir.resolve("root");
    jcr.with("JCR_ROOT", root.toString()).run("--", "no-such-command").exited(127);
    assertTrue(Files.isDirectory(root.resolve("containers")));
  }
}
