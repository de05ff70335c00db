package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hooks of a config.json.
@WithJcr
class HooksIT {
  /// Writes down what it sees: its state, name, environment and namespaces, and of the container's
  /// process what its root is and which program it runs.
  private static final String LOOK =
      """
      #!/bin/sh
      cd "$OUT" || exit 1
      kind=$1
      cat >$kind.state
      pid=$(sed 's/.*"pid":\\([0-9]*\\).*/\\1/' $kind.state)
      tr '\\0' '\\n' </proc/$$/environ >$kind.env
      for ns in mnt net pid uts ipc; do readlink /proc/$$/ns/$ns; done >$kind.ns
      readlink /proc/$pid/exe >$kind.exe
      readlink /proc/$pid/ns/net >$kind.net
      test -e /proc/$pid/root$OUT && echo host >$kind.root || echo own >$kind.root
      grep -c ' - proc ' /proc/$pid/mountinfo >$kind.procs
      echo $kind >>order
      """;

  @TempDir Path directory;

  /// A container that was created, with hooks.
  private static Detached created(Jcr jcr, String name, String hooks) throws IOException {
    jcr.call("create", "--net=none", "--name=" + name, "--label=app=x", "--", "sleep", "1000")
        .succeeded();
    Detached one = new Detached(jcr, name);
    configure(one, hooks);
    return one;
  }

  private static void configure(Detached one, String hooks) throws IOException {
    Path config = one.file("config.json");
    String text = Files.readString(config).replaceFirst("\\{\"hooks\": .*},\n", "{");
    Files.writeString(config, "{\"hooks\": {" + hooks + "},\n" + text.substring(1));
  }

  private Path script(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  private String hook(String kind, String text) throws IOException {
    return "\"" + kind + "\": [{\"path\": \"" + script(kind, text) + "\"}]";
  }

  private String looking(String kind) throws IOException {
    return "\""
        + kind
        + "\": [{\"path\": \""
        + script("look", LOOK)
        + "\", \"args\": [\"looker\", \""
        + kind
        + "\"], \"timeout\": 60, \"env\": [\"PATH=/usr/bin:/bin\", \"OUT="
        + directory
        + "\"]}]";
  }

  private String seen(String file) throws IOException {
    return Files.readString(directory.resolve(file)).strip();
  }

  @Test
  void theyRunInTheRuntimesNamespacesAroundTheStart(Jcr jcr) throws IOException {
    String hooks =
        looking("poststart") + "," + looking("createRuntime") + "," + looking("prestart");
    try (Detached one = created(jcr, "hooked", hooks)) {
      one.does("start");
      assertEquals("prestart\ncreateRuntime\npoststart", seen("order"));
      List<String> kinds = List.of("prestart", "createRuntime", "poststart");
      for (String kind : kinds) {
        Json state = Json.parse(seen(kind + ".state"));
        assertEquals("1.2.0", state.get("ociVersion").text());
        assertEquals("hooked", state.get("id").text());
        assertEquals(one.container().pid(), state.get("pid").number());
        assertEquals(one.file("").toString(), state.get("bundle").text());
        assertEquals(kind.equals("poststart") ? "running" : "creating", state.get("status").text());
        assertTrue(seen(kind + ".state").contains("\"x\""), seen(kind + ".state"));
        assertEquals(
            List.of("OUT=" + directory, "PATH=/usr/bin:/bin"),
            seen(kind + ".env").lines().sorted().toList());
        Proc self = Proc.self();
        assertEquals(
            List.of("mnt", "net", "pid", "uts", "ipc").stream()
                .map(type -> self.link("ns/" + type).orElseThrow())
                .toList(),
            seen(kind + ".ns").lines().toList());
        assertEquals(one.container().link("ns/net").orElseThrow(), seen(kind + ".net"));
        assertNotEquals("0", seen(kind + ".procs"));
      }
      // before pivot_root, and with the program
      assertEquals("host", seen("createRuntime.root"));
      assertEquals("own", seen("poststart.root"));
      assertFalse(seen("createRuntime.exe").contains("busybox"), seen("createRuntime.exe"));
      assertTrue(seen("poststart.exe").contains("busybox"), seen("poststart.exe"));
      one.does("restart", "-t", "0");
      assertEquals(6, seen("order").lines().count());
    }
  }

  @Test
  void oneThatFailsEndsTheStart(Jcr jcr) throws IOException {
    String hooks =
        hook("createRuntime", "#!/bin/sh\necho of no use; echo broken >&2; exit 3\n")
            + ","
            + looking("poststart");
    try (Detached one = created(jcr, "hook-fails", hooks)) {
      jcr.call("start", "hook-fails")
          .failed(
              125,
              "jcr: hooks\\.createRuntime\\[0\\] .*/createRuntime: ended with status 3: broken");
      assertFalse(Files.exists(directory.resolve("order")));
      configure(one, looking("createRuntime"));
      one.does("start");
      assertEquals("createRuntime", seen("order"));
    }
  }

  /// As the spec has it since 1.2.1.
  @Test
  void oneThatFailsWhenTheProgramRunsEndsIt(Jcr jcr) throws IOException {
    String hooks = hook("poststart", "#!/bin/sh\nexit 4\n");
    try (Detached one = created(jcr, "hook-fails-late", hooks)) {
      jcr.call("start", "hook-fails-late")
          .failed(125, "jcr: hooks\\.poststart\\[0\\] .*/poststart: ended with status 4");
      assertEquals(137, one.await());
    }
  }

  @Test
  void oneThatTakesTooLongIsKilled(Jcr jcr) throws IOException {
    String hooks =
        hook("createRuntime", "#!/bin/sh\necho $$ >" + directory + "/pid; exec sleep 1000\n")
            .replace("}", ", \"timeout\": 1}");
    try (Detached one = created(jcr, "hook-lasts", hooks)) {
      jcr.call("start", one.name())
          .failed(125, "jcr: hooks\\.createRuntime\\[0\\] .*: has not ended within 1 s");
      Proc hook = new Proc(Long.parseLong(seen("pid")));
      Await.until("the hook is gone", () -> !hook.isAlive());
    }
  }

  @Test
  void oneThatIsNotThere(Jcr jcr) throws IOException {
    try (Detached one = created(jcr, "hook-none", "\"prestart\": [{\"path\": \"/no/such\"}]")) {
      jcr.call("start", one.name())
          .failed(
              125,
              "jcr: hooks\\.prestart\\[0\\] /no/such: ended with status 127: .*No such file or"
                  + " directory");
    }
  }

  @Test
  void whenAllIsGoneTheLastOnesRun(Jcr jcr) throws IOException {
    Path fails = script("fails", "#!/bin/sh\necho no >&2; exit 5\n");
    Path ends =
        script(
            "ends",
            "#!/bin/sh\ncat >$OUT/end; test -e $DIR && echo there >$OUT/left || echo gone >$OUT/left\n");
    Path state = Jcr.state("hook-ends");
    String hooks =
        "\"poststop\": [{\"path\": \""
            + fails
            + "\"}, {\"path\": \""
            + ends
            + "\", \"env\": [\"PATH=/usr/bin:/bin\", \"OUT="
            + directory
            + "\", \"DIR="
            + state
            + "\"]}]";
    try (Detached one = created(jcr, "hook-ends", hooks)) {
      one.does("start");
      one.does("stop", "-t", "0");
      assertFalse(Files.exists(directory.resolve("end")));
      Result plan = jcr.call("explain", "rm", one.name()).succeeded();
      assertTrue(plan.output().contains("hook poststop         execve(\"" + ends), plan.output());
      assertFalse(Files.exists(directory.resolve("end")));
      Result removed = jcr.call("rm", one.name()).exited(0);
      assertEquals(
          "jcr: hooks.poststop[0] " + fails + ": ended with status 5: no\n", removed.errors());
      assertEquals("gone", seen("left"));
      Json seen = Json.parse(seen("end"));
      assertEquals("stopped", seen.get("status").text());
      assertEquals(0, seen.get("pid").number());
      assertEquals("hook-ends", seen.get("id").text());
    }
  }

  @Test
  void aDamagedConfigurationKeepsNoContainerFromBeingRemoved(Jcr jcr) throws IOException {
    try (Detached one = created(jcr, "hook-damaged", looking("poststop"))) {
      Files.writeString(one.file("config.json"), "{\"hooks\": {\"poststop\"");
      one.does("rm");
      assertFalse(Files.exists(Jcr.state(one.name())));
    }
  }

  /// What a container does before it meets the hooks may fail, too.
  @Test
  void theyDoNotRunIfTheirContainerFailsBefore(Jcr jcr) throws IOException {
    try (Detached one = created(jcr, "hook-late", looking("createRuntime"))) {
      Path config = one.file("config.json");
      Files.writeString(
          config,
          Files.readString(config)
              .replaceFirst(
                  "\"mounts\" : \\[",
                  "\"mounts\" : [{\"destination\": \"/x\", \"type\": \"nosuchfs\", \"source\": \"x\"},"));
      jcr.call("start", one.name()).failed(125, "jcr: mount nosuchfs on .*");
      assertFalse(Files.exists(directory.resolve("order")));
    }
  }

  @Test
  void aTraceTimesThem(Jcr jcr) throws IOException {
    String hooks = looking("createRuntime") + "," + looking("poststart");
    try (Detached one = created(jcr, "hook-trace", hooks)) {
      Path trace = directory.resolve("trace");
      jcr.call("start", "--trace=" + trace, one.name()).succeeded();
      List<String> lines = Files.readAllLines(trace);
      for (String kind : List.of("createRuntime", "poststart")) {
        assertEquals(
            1,
            lines.stream()
                .filter(line -> line.contains("hook " + kind) && line.contains("execve("))
                .count(),
            String.join("\n", lines));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"startContainer\": [{\"path\": \"/x\"}] | config.json has hooks.startContainer: jcr runs no .*",
        "\"prestart\": [{\"path\": \"x\"}] | .*: hook 'x' is not an absolute path",
        "\"prestart\": [{\"path\": \"/x\", \"timeout\": 0}] | .*: hooks.prestart.0..timeout: 0 is out of .*",
      })
  void whatCannotBeRunIsRefused(String hooks, String sentence, Jcr jcr) throws IOException {
    try (Detached one = created(jcr, "hook-refused", hooks)) {
      jcr.call("start", one.name()).failed(2, "jcr: " + sentence);
    }
  }
}
