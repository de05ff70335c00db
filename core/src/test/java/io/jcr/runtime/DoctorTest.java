package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Capability;
import io.jcr.linux.FfmLibc;
import io.jcr.runtime.Doctor.Finding;
import io.jcr.runtime.Doctor.Grade;
import io.jcr.spi.HostFacts;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path dir;

  private final Map<String, String> files =
      new HashMap<>(Map.of("/proc/sys/kernel/osrelease", "6.1.0-1-amd64\n"));

  private final HostFacts facts =
      new HostFacts() {
        @Override
        public List<CgroupHierarchy> cgroups() {
          return List.of(new CgroupHierarchy(2, Path.of("/sys/fs/cgroup"), Set.of("pids", "cpu")));
        }

        @Override
        public boolean hasFilesystem(String type) {
          return true;
        }

        @Override
        public boolean hasCapability(Capability capability) {
          return capability != Capability.CAP_SYS_RESOURCE;
        }

        @Override
        public Optional<String> read(Path file) {
          return Optional.ofNullable(files.get(file.toString()));
        }
      };

  private Finding finding(String subject) {
    return new Doctor(facts, StateRoot.of(dir), new FfmLibc())
        .examine().stream().filter(f -> f.subject().equals(subject)).findFirst().orElseThrow();
  }

  @Test
  void anOldKernelIsBad() {
    assertEquals(Grade.GOOD, finding("kernel").grade());
    files.put("/proc/sys/kernel/osrelease", "5.10.0-32-amd64\n");
    assertEquals(Grade.BAD, finding("kernel").grade());
  }

  @Test
  void missingCapabilitiesAreNamed() {
    assertEquals("missing: CAP_SYS_RESOURCE", finding("capabilities").detail());
  }

  @Test
  void aHierarchyIsListedWithItsControllers() {
    assertEquals("/sys/fs/cgroup: cpu pids", finding("cgroup v2").detail());
  }

  @Test
  void aKindOfNamespaceThatIsSwitchedOffIsBad() {
    assertEquals(Grade.GOOD, finding("namespaces").grade());
    files.put("/proc/sys/user/max_pid_namespaces", "0\n");
    Finding finding = finding("namespaces");
    assertEquals(Grade.BAD, finding.grade());
    assertEquals("switched off: pid", finding.detail());
    assertEquals("sysctl user.max_pid_namespaces=1000", finding.cure());
  }

  @Test
  void whatRestrictsUserNamespacesIsNoted() {
    files.put("/proc/sys/user/max_user_namespaces", "100\n");
    assertEquals(Grade.GOOD, finding("user namespaces").grade());
    files.put("/proc/sys/kernel/unprivileged_userns_clone", "0\n");
    assertEquals("for root only", finding("user namespaces").detail());
    files.put("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
    assertEquals("AppArmor allows them to root only", finding("user namespaces").detail());
    files.put("/proc/sys/user/max_user_namespaces", "0\n");
    Finding off = finding("user namespaces");
    assertEquals(Grade.NOTE, off.grade());
    assertEquals("sysctl user.max_user_namespaces=1000", off.cure());
  }

  @Test
  void forwardingIsNoted() {
    assertEquals(Grade.GOOD, finding("ip_forward").grade());
    files.put("/proc/sys/net/ipv4/ip_forward", "1\n");
    assertEquals(Grade.NOTE, finding("ip_forward").grade());
  }

  @Test
  void aLayerThatOverlayCanWriteToIsGood() {
    assertTrue(finding("layers").detail().startsWith(dir + " is on "), finding("layers").detail());
  }

  @Test
  void aCoveredProcIsNoted() {
    assertEquals(Grade.GOOD, finding("/proc").grade());
    files.put(
        "/proc/self/mountinfo",
        "30 23 0:26 / /proc rw - proc proc rw\n31 30 0:27 / /proc/kcore ro - tmpfs tmpfs rw\n");
    assertEquals("covered in part: /proc/kcore", finding("/proc").detail());
  }

  @Test
  void whatADeadContainerLeftIsNotedWithTheCure() throws IOException {
    assertEquals(Grade.GOOD, finding("leftovers").grade());
    Files.createDirectories(dir.resolve("containers/gone"));
    Files.writeString(dir.resolve("containers/gone/undo"), "");
    Finding finding = finding("leftovers");
    assertTrue(finding.detail().contains("gone"));
    assertEquals("jcr gc", finding.cure());
  }
}
