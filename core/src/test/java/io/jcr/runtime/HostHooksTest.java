package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ContainerState;
import io.jcr.api.Hook;
import io.jcr.api.Hooks;
import io.jcr.api.HostException;
import io.jcr.host.Effects;
import io.jcr.host.HostLog;
import io.jcr.host.HostProgram;
import io.jcr.spi.contract.SampleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostHooksTest {
  private final HostHooks hooks =
      new HostHooks(new HostProgram(Path.of("target/jcr-init").toAbsolutePath()));
  private final HostLog log = new HostLog(true);

  @TempDir Path bundle;

  private static Hook sh(String script, int timeout) {
    return new Hook("/bin/sh", List.of("named", "-c", script, "zero", "1 2"), List.of(), timeout);
  }

  private static Hooks creating(Hook... all) {
    return new Hooks(
        List.of(),
        List.of(all),
        List.of(),
        List.of(),
        List.of(sh("echo 3 >> order", 0)),
        List.of());
  }

  private ContainerState process() {
    return new ContainerState(
        "c1", ContainerState.Status.RUNNING, 42, 7, "boot", bundle, Map.of("address", "10.0.0.1"));
  }

  private void create(Hooks wanted, Effects effects) {
    ContainerSpec spec = SampleSpec.of("c1").withAnnotations(Map.of("a", "b")).withHooks(wanted);
    hooks.create(spec, process(), effects);
  }

  private String file(String name) throws IOException {
    return Files.readString(bundle.resolve(name));
  }

  @Test
  void aHookGetsWhatTheSpecSaysAndNothingElse() throws IOException {
    Hook hook =
        new Hook(
            "/bin/sh",
            List.of(
                "a name",
                "-c",
                "cat >state; tr '\\0' '\\n' </proc/$$/cmdline >words;"
                    + " tr '\\0' '\\n' </proc/$$/environ >env"),
            List.of("A=b=c", "PATH=/usr/bin:/bin"),
            10);
    create(creating(hook), Effects.made());
    assertEquals(
        "{\"ociVersion\":\"1.2.0\",\"id\":\"c1\",\"status\":\"creating\",\"pid\":42,\"bundle\":\""
            + bundle
            + "\",\"annotations\":{\"a\":\"b\"}}\n",
        file("state"));
    assertEquals("a name", file("words").lines().findFirst().orElseThrow());
    assertEquals(List.of("A=b=c", "PATH=/usr/bin:/bin"), file("env").lines().sorted().toList());
  }

  @Test
  void theyRunInTheirOrder() throws IOException {
    Hooks wanted =
        new Hooks(
            List.of(sh("echo 1 >> order", 0)),
            List.of(sh("echo 2 >> order", 0)),
            List.of(),
            List.of(),
            List.of(sh("echo 3 >> order; grep -o running", 0)),
            List.of());
    create(wanted, Effects.made());
    assertEquals("1\n2\n", file("order"));
    hooks.started(SampleSpec.of("c1").withHooks(wanted), process(), Effects.made());
    assertEquals("1\n2\n3\n", file("order"));
  }

  @Test
  void theFirstThatFailsIsNamedWithTheReason() {
    Hooks wanted =
        creating(sh("exit 0", 0), sh("echo why >&2; echo; exit 3", 0), sh("echo > late", 0));
    HostException failure = assertThrows(HostException.class, () -> create(wanted, Effects.made()));
    assertEquals("hooks.createRuntime[1] /bin/sh: ended with status 3: why", failure.getMessage());
    assertFalse(Files.exists(bundle.resolve("late")));
  }

  @Test
  void aHookThatTakesTooLongIsKilled() {
    Hooks wanted = creating(sh("exec sleep 100", 1));
    HostException failure =
        assertThrows(HostException.class, () -> create(wanted, Effects.observed(log)));
    assertEquals("hooks.createRuntime[0] /bin/sh: has not ended within 1 s", failure.getMessage());
    assertEquals("ETIMEDOUT", log.entries().getFirst().error());
  }

  @Test
  void aProgramThatIsNotThere() {
    Hooks wanted = creating(new Hook("/no/such", List.of(), List.of(), 0));
    HostException failure = assertThrows(HostException.class, () -> create(wanted, Effects.made()));
    assertEquals(
        "hooks.createRuntime[0] /no/such: ended with status 127: jcr-init: execute /no/such: No such"
            + " file or directory",
        failure.getMessage());
  }

  @Test
  void aPlanOnlyNamesThem() {
    Hook hook = new Hook("/no/such", List.of("x", "1 2"), List.of("A=b"), 7);
    create(creating(hook), Effects.pretended(log));
    HostLog.Entry entry = log.entries().getFirst();
    assertEquals("hook createRuntime", entry.backend());
    assertEquals("RunHook", entry.call().method());
    assertEquals(
        "execve(\"/no/such\", [\"x\", \"1 2\"], [\"A=b\"]) < the container's state"
            + " /* createRuntime, at most 7 s */",
        entry.call().syscall());
  }
}
