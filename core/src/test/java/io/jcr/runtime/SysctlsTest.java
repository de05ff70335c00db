package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Linux;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.spi.contract.SampleSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SysctlsTest {
  @ParameterizedTest
  @CsvSource({
    "net.ipv4.ip_forward, NETWORK, /proc/sys/net/ipv4/ip_forward",
    "net/ipv4/conf/eth0.5/forwarding, NETWORK, /proc/sys/net/ipv4/conf/eth0.5/forwarding",
    "fs.mqueue.msg_max, IPC, /proc/sys/fs/mqueue/msg_max",
    "kernel.shm_rmid_forced, IPC, /proc/sys/kernel/shm_rmid_forced",
    "kernel/sem, IPC, /proc/sys/kernel/sem",
    "kernel.domainname, UTS, /proc/sys/kernel/domainname"
  })
  void eachBelongsToAKindOfNamespace(String name, NamespaceType type, String file) {
    assertEquals(type, Sysctls.namespace(name));
    assertEquals(file, Sysctls.file(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "net",
        "net.",
        ".net",
        "net..x",
        "net/..",
        "net/../x",
        "net/./x",
        "net//x",
        "net.a b",
        "net.\n",
        "/net/x",
        "net.x\u00e9",
        "kernel.core_pattern",
        "kernel.hostname",
        "vm.swappiness",
        "netx.y",
        "fs.file-max",
        "kernel.shmmax.x",
        "kernel/../net/x"
      })
  void whatIsNotAContainersOwnIsRefused(String name) {
    String message = assertThrows(UsageException.class, () -> Sysctls.namespace(name)).getMessage();
    assertTrue(String.valueOf(message).startsWith("sysctl '" + name + "'"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "net.core.somaxconn, network, NETWORK",
    "kernel.msgmax, IPC, IPC",
    "kernel.domainname, UTS, UTS"
  })
  void thoseOfTheHostsNamespacesAreRefused(String name, String word, NamespaceType type) {
    String start = "--sysctl=" + name + ": the container shares the host's " + word + " namespace";
    String absent = refusal(spec(name));
    assertTrue(absent.startsWith(start), absent);
    String joined =
        refusal(spec(name, LinuxNamespace.join(type, Path.of("/proc/self/ns", type.procName()))));
    assertTrue(joined.startsWith(start), joined);
    assertDoesNotThrow(() -> Sysctls.check(spec(name, LinuxNamespace.create(type))));
  }

  private static String refusal(ContainerSpec spec) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> Sysctls.check(spec)).getMessage());
  }

  @Test
  void withoutParametersAllIsWell() {
    ContainerSpec spec = SampleSpec.of("box").withNamespaces(List.of());
    assertDoesNotThrow(() -> Sysctls.check(spec));
  }

  private static ContainerSpec spec(String name, LinuxNamespace... namespaces) {
    Linux none = Linux.NOTHING;
    return SampleSpec.of("box")
        .withLinux(
            new Linux(
                List.of(namespaces),
                List.of(),
                List.of(),
                "",
                none.resources(),
                "",
                null,
                Map.of(name, "1"),
                List.of(),
                List.of(),
                Map.of(),
                null));
  }
}
