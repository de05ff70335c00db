package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.BackendChoice;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.runtime.OciDefaults;
import io.jcr.runtime.SharedNamespaces;
import io.jcr.state.ContainerRecords;
import io.jcr.state.StateRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceOptionsTest {
  @TempDir Path directory;
  private final NamespaceOptions options = new NamespaceOptions();

  private ContainerRecords records() {
    return new ContainerRecords(StateRoot.of(directory), new LinuxHostFacts());
  }

  private void given(String... arguments) {
    Given.on(options::declare, arguments);
  }

  @Test
  void withoutThemAllAreItsOwn() {
    given("--pid=private");
    SharedNamespaces shared = options.parse(records());
    assertEquals(Map.of(), shared.annotations());
    assertEquals(
        List.of(LinuxNamespace.create(NamespaceType.PID)),
        NamespaceOptions.namespaces(List.of(NamespaceType.PID), shared, records()));
    assertEquals(OciDefaults.mounts(), NamespaceOptions.mounts(OciDefaults.mounts(), shared));
    assertEquals("c1", options.hostname("c1", records()));
  }

  @Test
  void theHostsAreLeftOut() throws Exception {
    given("--pid=host", "--ipc=host", "--uts=host");
    SharedNamespaces shared = options.parse(records());
    assertEquals(
        Map.of(
            "io.jcr.namespace.pid", "host",
            "io.jcr.namespace.ipc", "host",
            "io.jcr.namespace.uts", "host"),
        shared.annotations());
    assertEquals(
        List.of(LinuxNamespace.create(NamespaceType.MOUNT)),
        NamespaceOptions.namespaces(
            List.of(NamespaceType.MOUNT, NamespaceType.PID, NamespaceType.IPC, NamespaceType.UTS),
            shared,
            records()));
    assertEquals(
        List.of(
            new Mount(
                "/dev/shm", "bind", "/dev/shm", List.of("rbind", "nosuid", "noexec", "nodev"))),
        NamespaceOptions.mounts(OciDefaults.mounts(), shared).stream()
            .filter(mount -> mount.destination().equals("/dev/shm"))
            .toList());
    assertEquals(
        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
        options.hostname("c1", records()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--pid=", "--pid=hosts", "--ipc=container:", "--uts=shareable"})
  void otherValuesAreRefused(String option) {
    given(option);
    assertEquals(
        option + ": expected host, container:NAME or private",
        assertThrows(UsageException.class, () -> options.parse(records())).getMessage());
  }

  @Test
  void aContainerThatDoesNotRunIsRefused() {
    given("--ipc=container:web");
    assertEquals(
        "--ipc=container:web: no container of this name is running",
        assertThrows(UsageException.class, () -> options.parse(records())).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "--uts=host | x | - | - | --hostname=x and --uts=host: it would rename all that share the namespace (leave one of them out)",
        "--ipc=host | - | 1M | - | --shm-size=1M and --ipc=host: /dev/shm is the host's (leave one of them out)",
        "--pid=host | - | - | clone:user | --pid=host and a user namespace: it has no power over namespaces that were made outside (leave one of them out)",
        "--uts=container:a | - | - | unshare:user | --uts=container:a and a user namespace: it has no power over namespaces that were made outside (leave one of them out)",
      })
  void whatDoesNotGoWithThemIsRefused(
      String option,
      @Nullable String hostname,
      @Nullable String shmSize,
      @Nullable String ns,
      String sentence) {
    given(option);
    BackendChoice choice = ns == null ? null : BackendChoice.parse("--ns", ns);
    assertEquals(
        sentence,
        assertThrows(UsageException.class, () -> options.check(hostname, shmSize, choice))
            .getMessage());
  }

  @Test
  void aPrivateOneGoesWithAll() {
    given("--uts=private", "--ipc=private", "--pid=private");
    assertDoesNotThrow(() -> options.check("x", "1M", BackendChoice.parse("--ns", "clone:user")));
  }
}
