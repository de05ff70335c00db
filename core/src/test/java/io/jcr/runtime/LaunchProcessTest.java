package io.jcr.runtime;

import static io.jcr.runtime.PlannedLaunch.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Capability;
import io.jcr.api.Linux;
import io.jcr.api.LinuxPersonality;
import io.jcr.api.User;
import io.jcr.api.op.InitOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The order in which the process becomes what was asked for.
class LaunchProcessTest {
  private final PlannedLaunch launch = new PlannedLaunch();

  /// Without no_new_privs the kernel takes a filter from CAP_SYS_ADMIN only.
  @Test
  void whereNewPrivilegesAreAllowedTheFilterComesBeforeTheCapabilitiesGo() {
    launch.newPrivileges = true;
    launch.spec = launch.spec(true, true, true, User.ROOT);
    List<InitOp> ops = launch.inside();
    assertTrue(ops.stream().noneMatch(InitOp.NoNewPrivs.class::isInstance));
    assertTrue(only(ops, InitOp.Seccomp.class) < only(ops, InitOp.SetUser.class));
    assertTrue(only(ops, InitOp.Seccomp.class) < only(ops, InitOp.Capset.class));
  }

  @Test
  void theSessionHasATerminalIfAsked() {
    launch.assertOrder(launch.pivot, new InitOp.Setsid(), new InitOp.Terminal(1000, 100, 1));
    assertTrue(launch.plan().terminal());
    launch.spec = launch.spec(true, false, true, User.ROOT);
    assertTrue(launch.inside().stream().noneMatch(InitOp.Terminal.class::isInstance));
    assertFalse(launch.plan().terminal());
  }

  @Test
  void privilegesAreDroppedInTheOrderInWhichTheyAreNeeded() {
    long bounding = Capability.mask(Capability.DEFAULT);
    launch.assertOrder(
        launch.connected,
        new InitOp.Sethostname("c1"),
        new InitOp.Setrlimit(7, 10, 20),
        new InitOp.CapBounding(bounding),
        new InitOp.SetUser(1000, 100, List.of(5L)),
        new InitOp.Capset(0, 0, 0, 0),
        new InitOp.Chdir("/"),
        new InitOp.NoNewPrivs());
  }

  /// The filter may forbid personality(2).
  @Test
  void thePersonalityIsSetBeforeTheFilter() {
    assertTrue(launch.inside().stream().noneMatch(InitOp.Personality.class::isInstance));
    Linux linux = launch.spec.linux();
    launch.spec =
        launch.spec.withLinux(
            new Linux(
                linux.namespaces(),
                linux.idMappings(),
                linux.devices(),
                linux.cgroupsPath(),
                linux.resources(),
                linux.rootfsPropagation(),
                linux.seccomp(),
                linux.sysctl(),
                linux.maskedPaths(),
                linux.readonlyPaths(),
                linux.timeOffsets(),
                LinuxPersonality.LINUX32));
    List<InitOp> ops = launch.inside();
    assertEquals(new InitOp.Personality(8), ops.get(only(ops, InitOp.Personality.class)));
    assertTrue(only(ops, InitOp.Personality.class) < only(ops, InitOp.Seccomp.class));
  }

  @Test
  void rootKeepsTheCapabilitiesOfTheContainer() {
    launch.spec = launch.spec(true, true, true, User.ROOT);
    long mask = Capability.mask(Capability.DEFAULT);
    assertTrue(launch.inside().contains(new InitOp.Capset(mask, mask, 0, 0)));
  }

  @Test
  void theFilterComesLastAndTheCommandEndsIt() {
    List<InitOp> ops = launch.inside();
    int filter = only(ops, InitOp.Seccomp.class);
    assertEquals(ops.size() - 3, filter, ops.toString());
    assertEquals(new InitOp.Init(), ops.get(ops.size() - 2));
    assertEquals(
        new InitOp.Execve("/bin/true", List.of("/bin/true", "x"), List.of("A=b")), ops.getLast());
  }

  @Test
  void withoutInitOrSeccompTheyAreNotThere() {
    launch.spec = launch.spec(true, true, false, User.ROOT);
    List<InitOp> ops = launch.inside();
    assertTrue(
        ops.stream().noneMatch(op -> op instanceof InitOp.Init || op instanceof InitOp.Seccomp));
    assertTrue(ops.getLast() instanceof InitOp.Execve);
  }
}
