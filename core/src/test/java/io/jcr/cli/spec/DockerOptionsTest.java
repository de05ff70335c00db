package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerOptionsTest {
  private final DockerOptions options = new DockerOptions();

  @Test
  void limitsAreThoseOfLimit() {
    options.memory = "100m";
    options.cpus = "0.5";
    options.cpusetCpus = "0";
    options.pidsLimit = "64";
    LinuxResources same =
        LimitOption.parse(List.of("memory:100M", "cpu:0.5", "cpuset:0", "pids:64")).resources();
    assertEquals(same, options.limits(List.of()).resources());
    assertEquals(same, options.limits(List.of()).resources(), "asked again");
  }

  @Test
  void noughtIsNoLimit() {
    options.memory = "0";
    options.cpus = "0";
    options.pidsLimit = "-1";
    assertEquals(LinuxResources.UNLIMITED, options.limits(List.of()).resources());
  }

  @ParameterizedTest
  @CsvSource({"-1, -1", "100M, 104857600", "150M, 157286400", "0, 104857600"})
  void swapIsCountedWithMemory(String text, long swap) {
    options.memory = "100M";
    options.memorySwap = text;
    assertEquals(new LinuxMemory(100L << 20, swap), options.limits(List.of()).resources().memory());
  }

  @ParameterizedTest
  @CsvSource({
    "50M, cannot be less than memory alone",
    "x, is not a number of bytes",
    "-2, is not a number of bytes"
  })
  void swapThatCannotBeIsRefused(String text, String reason) {
    options.memorySwap = text;
    assertRefused("--memory-swap=" + text, reason, List.of("memory:100M"));
    assertRefused("--memory-swap", text.equals("50M") ? "add --memory" : "", List.of());
  }

  @Test
  void oneLimitInBothSpellingsIsRefused() {
    options.memory = "100M";
    assertRefused("--memory=100M and --limit=memory:1G are the same", "", List.of("memory:1G"));
    options.memory = null;
    options.pidsLimit = "5";
    assertRefused("--pids-limit=5 and --limit=pids:6 are the same", "", List.of("pids:6"));
  }

  @Test
  void aBadValueIsRefusedInTheWordsThatWereTyped() {
    options.cpus = "50%";
    assertRefused("--cpus=50%: expected a number", "", List.of());
    options.cpus = "x";
    assertRefused("--cpus=x: 'x' is not a number of CPUs", "", List.of());
  }

  private void assertRefused(String start, String reason, List<String> limits) {
    String message = assertThrows(UsageException.class, () -> options.limits(limits)).getMessage();
    assertTrue(message.startsWith(start) && message.contains(reason), message);
  }

  @ParameterizedTest
  @CsvSource({"none, none", "host, host", "bridge, veth:nat", "container:web, container:web"})
  void networksAreBackends(String network, String backend) {
    options.networks = List.of(network, "bridge");
    assertEquals(List.of(backend, "veth:nat"), options.networks(List.of()));
    assertThrows(UsageException.class, () -> options.networks(List.of("none")));
  }

  @Test
  void theEntryPointComesFirst() {
    options.entrypoint = "/bin/echo";
    assertEquals(List.of("/bin/echo", "a"), options.command(List.of("a")));
    assertEquals(List.of("/bin/echo"), options.command(List.of()));
    options.entrypoint = "";
    assertEquals(List.of("a"), options.command(List.of("a")));
  }

  @Test
  void mountsAreVolumesAndTmpfs() {
    options.mounts = List.of("type=bind,src=/tmp,dst=/x,ro", "type=tmpfs,target=/y,tmpfs-size=1m");
    List<Mount> mounts = options.mounts(Path.of("/"));
    assertEquals(new Mount("/x", "bind", "/tmp", List.of("ro", "rbind")), mounts.getFirst());
    assertEquals(TmpfsOption.parse("/y:size=1m"), mounts.getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type=bind,source=/tmp => 'target' is missing",
        "type=bind,target=/x => 'source' is missing",
        "type=bind,source=/tmp,target=x => not an absolute path",
        "type=bind,source=/no/such,target=/x => does not exist",
        "type=bind,src=/tmp,source=/tmp,target=/x => given twice",
        "type=bind,src=/tmp,dst=/x,tmpfs-size=1m => unknown key 'tmpfs-size'",
        "type=bind,src=/tmp,dst=/x,bind-propagation=shared => never reaches the host",
        "type=bind,src=/tmp,dst=/x,ro=maybe => expected true or false",
        "type=nfs,src=/tmp,dst=/x => choose from bind and tmpfs",
        "src=data,dst=/x => no named volumes",
        "type=tmpfs,dst=/x,tmpfs-mode=9 => mode",
        "bind => is not KEY=VALUE"
      })
  void aMountThatCannotBeIsRefused(String line) {
    String[] parts = line.split(" => ", 2);
    options.mounts = List.of(parts[0]);
    String message =
        assertThrows(UsageException.class, () -> options.mounts(Path.of("/"))).getMessage();
    assertTrue(message.startsWith("--mount " + parts[0] + ": "), message);
    assertTrue(message.contains(parts[1]), message);
  }

  @Test
  void dockersWordsForNewPrivileges() {
    for (String word : List.of("no-new-privileges", "no-new-privileges:true")) {
      assertEquals(new SecurityOptions(true, false), SecurityOptions.parse(List.of(word)));
    }
    assertEquals(
        new SecurityOptions(true, true), SecurityOptions.parse(List.of("no-new-privileges:false")));
    assertThrows(
        UsageException.class,
        () -> SecurityOptions.parse(List.of("no-new-privileges", "new-privileges")));
  }
}
