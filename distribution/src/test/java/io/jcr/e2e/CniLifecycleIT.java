package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When the plugins of a CNI network are run, and with what: told by plugins that write down what
/// they are asked for.
@WithJcr
class CniLifecycleIT {
  /// Whatever goes wrong, DEL comes after the last ADD, and the namespace is still there for it.
  private static final String NAME = "cni-life";

  /// Notes the command, its own name, whether the network namespace is one, and whether there is a
  /// previous result.
  private static final String PLUGIN =
      """
      #!/bin/sh
      here=${0%/*} name=${0##*/}
      request=$(cat)
      netns=none previous=
      [ "$(stat -f -c %T "$CNI_NETNS")" = nsfs ] && netns=netns
      case $request in *prevResult*) previous=" previous" ;; esac
      echo "$CNI_COMMAND $name $netns$previous" >>"$here/log"
      if [ -e "$here/$name-fails-$CNI_COMMAND" ]; then
        echo '{"cniVersion": "1.0.0", "code": 7, "msg": "no such thing", "details": "as asked"}'
        exit 1
      fi
      if [ -e "$here/$name-hangs-$CNI_COMMAND" ]; then
        echo $$ >"$here/pid"
        exec sleep 1000
      fi
      [ "$CNI_COMMAND" != ADD ] ||
        echo '{"cniVersion": "1.0.0", "ips": [{"address": "10.9.8.7/24"}], "by": "'$name'"}'
      """;

  @TempDir Path directory;

  @BeforeEach
  void install() throws IOException {
    for (String name : List.of("one", "two", "three")) {
      Path plugin = Files.writeString(directory.resolve(name), PLUGIN);
      Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(
        directory.resolve("life.conflist"),
        """
        {"cniVersion": "1.0.0", "name": "life",
         "plugins": [{"type": "one"}, {"type": "two"}, {"type": "three"}]}
        """);
  }

  private String[] options(String... more) {
    String net = "--net=cni:life,conf=" + directory + ",path=" + directory;
    return Stream.concat(Stream.of(net, "--name", NAME), Stream.of(more)).toArray(String[]::new);
  }

  private List<String> log() {
    try {
      Path log = directory.resolve("log");
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void let(String what) throws IOException {
    Files.createFile(directory.resolve(what));
  }

  private static final List<String> ADDED =
      List.of("ADD one netns", "ADD two netns previous", "ADD three netns previous");

  private static final List<String> DELETED =
      List.of("DEL three netns previous", "DEL two netns previous", "DEL one netns previous");

  private static List<String> all(List<String> first, List<String> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  @Test
  void theyAddInOrderAndDeleteInReverse(Jcr jcr) {
    jcr.run(options("--", "true")).succeeded();
    assertEquals(all(ADDED, DELETED), log());
  }

  @Test
  void theContainerIsInTheirNamespaceAndItsStateHasTheResult(Jcr jcr) throws IOException {
    try (Started run = jcr.start(options("--", "sig-print"))) {
      run.awaitLine("ready.*");
      Path netns = Jcr.state(NAME).resolve("netns");
      String inode = run.container().link("ns/net").orElseThrow().replaceAll("\\D", "");
      assertEquals(inode, Files.getAttribute(netns, "unix:ino").toString());
      Json annotations =
          Json.parse(Files.readString(Jcr.state(NAME).resolve("state.json"))).get("annotations");
      assertEquals("10.9.8.7/24", annotations.get("address").text());
      assertEquals("three", Json.parse(annotations.get("cniResult").text()).get("by").text());
      assertEquals("life", annotations.get("cniNetwork").text());
      assertEquals(ADDED, log());
    }
  }

  @Test
  void aFailureInTheMiddleUndoesWhatWasDone(Jcr jcr) throws IOException {
    let("two-fails-ADD");
    jcr.run(options("--", "true"))
        .failed(
            125,
            "jcr: network cni: ADD of the plugin two of network 'life': no such thing: as asked"
                + " \\(code 7, invalid network configuration\\)");
    assertEquals(
        List.of(
            "ADD one netns", "ADD two netns previous", "DEL two netns previous", "DEL one netns"),
        log());
    assertFalse(Files.exists(Jcr.state(NAME)));
  }

  /// Else no later run could get rid of it.
  @Test
  void aPluginThatFailsToAddAndToDeleteIsToldOnce(Jcr jcr) throws IOException {
    let("two-fails-ADD");
    let("two-fails-DEL");
    jcr.run(options("--", "true")).failed(125, "jcr: .*; its DEL failed, too: no such thing.*");
    assertFalse(Files.exists(Jcr.state(NAME)));
  }

  @Test
  void aFailureAfterTheNetworkUndoesIt(Jcr jcr) {
    jcr.run(options("--", "/no/such/program")).exited(127);
    assertEquals(all(ADDED, DELETED), log());
  }

  @Test
  void checkIsAskedWhenAllHaveAdded(Jcr jcr) throws IOException {
    String[] options = options("--", "true");
    options[0] += ",check";
    let("two-fails-CHECK");
    jcr.run(options).failed(125, "jcr: network cni: CHECK of the plugin two of network 'life': .*");
    List<String> checked = List.of("CHECK one netns previous", "CHECK two netns previous");
    assertEquals(all(all(ADDED, checked), DELETED), log());
  }

  @Test
  void aDeleteThatFailsIsTriedAgain(Jcr jcr) throws IOException {
    let("one-fails-DEL");
    Result run = jcr.run(options("--", "true")).exited(0);
    assertTrue(run.errors().contains("no such thing"), run.errors());
    assertTrue(Files.exists(Jcr.state(NAME)));
    Files.delete(directory.resolve("one-fails-DEL"));
    Files.delete(directory.resolve("log"));

    jcr.gc();
    List<String> again =
        List.of("DEL three none previous", "DEL two none previous", "DEL one none previous");
    assertEquals(again, log());
    assertFalse(Files.exists(Jcr.state(NAME)));
  }

  @Test
  void whenAllAreKilledTheCollectorDeletes(Jcr jcr) {
    try (Started run = jcr.start(options("--", "sig-print"))) {
      run.awaitLine("ready.*");
      run.container();
      KillIT.Victim.ALL.kill(run);
      run.awaitEnd().exited(137);
    }
    assertEquals(ADDED, log());
    jcr.gc();
    assertEquals(all(ADDED, DELETED), log());
  }

  @Test
  void whenAllAreKilledTheNextRunDeletes(Jcr jcr) {
    try (Started run = jcr.start(options("--", "sig-print"))) {
      run.awaitLine("ready.*");
      run.container();
      run.signal(LibC.SIGKILL);
      run.awaitEnd().exited(137);
    }
    jcr.run(options("--", "true")).succeeded();
    assertEquals(all(all(ADDED, DELETED), all(ADDED, DELETED)), log());
  }

  /// A plugin does not go on when jcr is gone: it would add what was just deleted.
  @Test
  void aPluginAtWorkDiesWithJcr(Jcr jcr) throws IOException {
    let("two-hangs-ADD");
    try (Started run = jcr.start(options("--", "true"))) {
      Proc plugin = hanging();
      run.signal(LibC.SIGKILL);
      run.awaitEnd().exited(137);
      Await.until("the plugin has ended", () -> !plugin.isAlive());
    }
    jcr.gc();
    assertEquals(killedInTwo(), log());
  }

  @Test
  void whoInterruptsAPluginHasItsWorkUndone(Jcr jcr) throws IOException {
    let("two-hangs-ADD");
    try (Started run = jcr.start(options("--", "true"))) {
      Proc plugin = hanging();
      run.signal(LibC.SIGINT);
      run.awaitEnd().exited(130);
      assertFalse(plugin.isAlive());
      assertEquals(killedInTwo(), log());
    }
  }

  private static List<String> killedInTwo() {
    return List.of(
        "ADD one netns", "ADD two netns previous", "DEL two netns previous", "DEL one netns");
  }

  private Proc hanging() {
    Path file = directory.resolve("pid");
    Await.until("the plugin works", () -> Files.exists(file) && !Cgroups.read(file).isEmpty());
    return new Proc(Long.parseLong(Cgroups.read(file).strip()));
  }

  @Test
  void aDryRunShowsThePluginsAndRunsNone(Jcr jcr) {
    Result plan =
        jcr.call(
            Stream.concat(Stream.of("explain"), Stream.of(options("--", "true")))
                .toArray(String[]::new));
    assertTrue(plan.succeeded().output().contains("\"CNI_COMMAND=ADD\""), plan.output());
    assertTrue(plan.output().contains("undo: exec "), plan.output());
    assertTrue(plan.output().contains("CNI_COMMAND=DEL"), plan.output());
    assertEquals(List.of(), log());
    assertFalse(Files.exists(Jcr.state(NAME)));
  }

  @Test
  void whatIsNotThereOrNotRootsIsRefused(Jcr jcr) throws IOException {
    jcr.run("--net=cni:death,conf=" + directory, "--", "true")
        .failed(2, "jcr: --net=cni: no network 'death' in .*: choose from life");
    jcr.run("--net=cni:life,conf=" + directory, "--", "true")
        .failed(2, "jcr: --net=cni: .*wants the plugin 'one', which is not in .*");
    jcr.run(options("--userns=auto", "--", "true"))
        .failed(2, "jcr: --net=cni cannot be combined with a user namespace.*");
    Files.setPosixFilePermissions(
        directory.resolve("two"), PosixFilePermissions.fromString("rwxr-xrwx"));
    jcr.run(options("--", "true"))
        .failed(2, "jcr: --net=cni: .*/two can be changed by users other than root .*mode 757.*");
    assertEquals(List.of(), log());
  }
}
