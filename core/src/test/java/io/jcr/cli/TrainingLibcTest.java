package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.init.ControlSocket;
import io.jcr.init.LaunchPlan;
import io.jcr.linux.Libc;
import io.jcr.linux.netlink.LinuxLinks;
import io.jcr.linux.nftables.NfTables;
import io.jcr.spi.VethPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLibcTest {
  @TempDir Path directory;
  private Path stage;
  private TrainingLibc libc;

  @BeforeEach
  void start() throws IOException {
    stage = Files.createDirectory(directory.resolve("stage"));
    libc = new TrainingLibc(stage);
  }

  @Test
  void theSupervisorsPartIsPlayed() {
    ControlSocket init = ControlSocket.inherited(libc, Map.of("JCR_CONTROL", "3"));
    Path journal = stage.resolve("box/undo");
    LaunchPlan plan = new LaunchPlan(List.of(), List.of(), List.of(), false, false);
    init.begin(journal);
    assertTrue(Files.isRegularFile(journal));
    assertEquals(ProcessHandle.current().pid(), init.launch(plan).pid());
    init.proceed();
    init.awaitExec(plan);
    assertEquals(List.of(), init.stepTimes(plan));
    assertEquals(List.of(), init.dead(journal.getParent()));
    assertTrue(init.reclaim(journal));
  }

  @Test
  void onTheStageFilesAreReal() throws IOException {
    libc.mkdir(stage.resolve("d"), 0700);
    write(stage.resolve("d/f"));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(stage.resolve("d/f")));
  }

  @Test
  void elsewhereNothingIsChanged() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[] {7});
    write(file);
    libc.mkdir(directory.resolve("d"), 0700);
    libc.chmod(file, 0777);
    libc.unlink(file);
    libc.rmdir(stage);
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
    assertFalse(Files.isExecutable(file));
    assertFalse(Files.exists(directory.resolve("d")));
    assertTrue(Files.exists(stage));
  }

  @Test
  void linksAreMadeOfNothing() {
    Ipv4Prefix gateway = Ipv4Prefix.parse("10.88.0.1/16");
    try (LinuxLinks links = new LinuxLinks(libc)) {
      assertEquals(Optional.empty(), links.find("jcr0"));
      links.ensureBridge("jcr0", gateway);
      assertEquals("bridge", links.find("jcr0").orElseThrow().kind());
      MacAddress mac = MacAddress.of(gateway.address());
      links.createVeth(new VethPair("jcrtest", "jcr0", 1500, "eth0", 10, mac, 4242));
    }
    new NfTables(libc).masquerade("jcr-test", gateway, "jcr0");
    assertFalse(Files.exists(Path.of("/sys/class/net/jcrtest")));
  }

  private void write(Path file) {
    int fd = libc.open(file, Libc.O_WRONLY | Libc.O_CREAT, 0600);
    libc.write(fd, new byte[] {1}, file);
    libc.close(fd);
  }
}
