package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.LinuxDevice;
import io.jcr.api.UsageException;
import io.jcr.runtime.OciDefaults;
import io.jcr.spi.SpiTable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
  private static final Set<Capability> GRANTABLE =
      EnumSet.complementOf(EnumSet.of(Capability.CAP_SYS_RESOURCE));

  private final RunOptions options = new RunOptions(SpiTable.STANDARD);

  private Privileges given(@Nullable BackendChoice namespaces) {
    return new Privileges(options, namespaces, GRANTABLE);
  }

  @Test
  void byDefaultItIsConfined() {
    Privileges privileges = given(null);
    assertEquals(Capability.DEFAULT, privileges.capabilities());
    assertTrue(privileges.noNewPrivileges());
    assertTrue(privileges.seccomp() != null);
    assertEquals(OciDefaults.devices(), privileges.devices());
    assertEquals(OciDefaults.mounts(), privileges.mounts());
    assertEquals(OciDefaults.READONLY_PATHS, privileges.readonlyPaths());
  }

  @Test
  void privilegedItHasAllThatJcrHas() {
    options.privileged = true;
    options.capDrop = List.of("NET_RAW");
    Privileges privileges = given(null);
    Set<Capability> expected = EnumSet.copyOf(GRANTABLE);
    expected.remove(Capability.CAP_NET_RAW);
    assertEquals(expected, privileges.capabilities());
    assertFalse(privileges.noNewPrivileges());
    assertNull(privileges.seccomp());
    assertEquals(List.of(), privileges.maskedPaths());
    assertEquals(List.of(), privileges.readonlyPaths());
    assertTrue(privileges.mounts().stream().noneMatch(mount -> mount.options().contains("ro")));
    List<String> paths = privileges.devices().stream().map(LinuxDevice::path).toList();
    assertEquals(paths.size(), paths.stream().distinct().count());
  }

  @Test
  void aDeviceReplacesTheUsualOneOfItsName() {
    options.devices = List.of("/dev/zero:/dev/null", "/dev/zero:/dev/more");
    List<LinuxDevice> devices = given(null).devices();
    assertEquals(OciDefaults.devices().size() + 1, devices.size());
    assertEquals(5, devices.getFirst().minor());
    assertEquals("/dev/more", devices.getLast().path());
  }

  @Test
  void aUserNamespaceContradictsIt() {
    options.privileged = true;
    BackendChoice user = BackendChoice.parse("--ns", "clone:user");
    String message = assertThrows(UsageException.class, () -> given(user)).getMessage();
    assertTrue(String.valueOf(message).startsWith("--privileged and a user namespace"), message);
  }
}
