package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.OwnLimits;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import io.jcr.cli.session.Sessions;
import io.jcr.linux.FfmLibc;
import io.jcr.rootfs.Accounts;
import io.jcr.rootfs.RootfsArchive;
import io.jcr.rootfs.tar.ArchiveLimits;
import io.jcr.runtime.OciDefaults;
import io.jcr.spi.SpiTable;
import io.jcr.state.Identity;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecBuilderTest {
  private static final byte[] EMPTY_TAR = new byte[1024];

  @TempDir Path directory;
  private final RunOptions options = new RunOptions(SpiTable.STANDARD);
  private Path rootfs;
  private boolean terminal;

  @BeforeEach
  void start() throws IOException {
    rootfs = Files.createDirectories(directory.resolve("rootfs"));
    Files.createDirectories(rootfs.resolve("etc"));
    Files.writeString(
        rootfs.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\nalice:x:1000:100::/home/alice:/bin/sh\n");
    Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\nusers:x:100:\n");
  }

  @Test
  void whatIsNotGivenHasDefaults() {
    ContainerSpec spec = build();
    assertTrue(spec.id().matches("[a-z]+_[a-z]+"), spec.id());
    assertEquals(spec.id().replace('_', '-'), spec.hostname());
    assertTrue(Identity.of(spec).id().matches("[0-9a-f]{64}"), Identity.of(spec).id());
    assertEquals(rootfs, spec.root().path());
    assertFalse(spec.root().readonly());
    assertEquals(OciDefaults.mounts(), spec.mounts());
    assertEquals(OciDefaults.devices(), spec.linux().devices());
    assertEquals(LinuxResources.UNLIMITED, spec.resources());
    assertEquals(OciDefaults.READONLY_PATHS, spec.readonlyPaths());
    assertTrue(spec.maskedPaths().contains("/proc/kcore"));
    assertTrue(spec.seccomp());
    assertEquals(Map.of(), spec.backends());
    ContainerProcess process = spec.process();
    assertEquals(List.of("/bin/sh"), process.args());
    assertEquals(User.ROOT, process.user());
    assertEquals("/", process.cwd());
    assertEquals(Capability.DEFAULT, process.capabilities());
    assertTrue(process.noNewPrivileges());
    assertFalse(process.init());
    assertTrue(process.env().containsAll(List.of("HOME=/root", "container=jcr")), "" + process);
  }

  @Test
  void everyContainerHasANameOfItsOwn() {
    assertNotEquals(build().id(), build().id());
  }

  /// The network backend says whose network namespace it is.
  @Test
  void theNamespacesAreNewButThatOfTheNetwork() {
    assertEquals(
        Stream.of(
                NamespaceType.MOUNT,
                NamespaceType.PID,
                NamespaceType.UTS,
                NamespaceType.IPC,
                NamespaceType.CGROUP)
            .map(LinuxNamespace::create)
            .toList(),
        build().namespaces());
  }

  @ParameterizedTest
  @CsvSource({
    "web, web",
    "a_b, a-b",
    "a_, a",
    "a._-, a",
    "a.b, a.b",
    "A__b, A--b",
    "x.-., x",
    "7, 7"
  })
  void theHostNameIsMadeFromTheName(String name, String hostname) {
    options.name = name;
    assertEquals(hostname, build().hostname());
  }

  @Test
  void theLongestNameIsAHostNameToo() {
    options.name = "x".repeat(63) + "_";
    assertEquals("x".repeat(63), build().hostname());
    options.name = "x".repeat(64);
    assertEquals(options.name, build().hostname());
  }

  @Test
  void aGivenHostNameIsTakenAndTold() {
    options.hostname = "box";
    ContainerSpec spec = build();
    assertEquals("box", spec.hostname());
    assertTrue(spec.process().env().contains("HOSTNAME=box"), spec.process().env().toString());
    assertNotEquals("box", spec.id());
  }

  @Test
  void theTerminalIsTheCallersUnlessItIsAskedFor() {
    assertFalse(build().process().terminal());
    terminal = true;
    assertTrue(build().process().terminal());
    assertTrue(build().process().env().contains("TERM=xterm"));
    options.tty = false;
    assertFalse(build().process().terminal());
    terminal = false;
    options.tty = true;
    assertTrue(build().process().terminal());
  }

  @Test
  void volumesAndTmpfsAreMountsInThisOrder() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    options.tmpfs = List.of("/scratch");
    options.volumes = List.of(data + ":/data:ro");
    assertEquals(
        List.of("/data", "/scratch"),
        build().mounts().stream()
            .map(Mount::destination)
            .skip(OciDefaults.mounts().size())
            .toList());
  }

  @Test
  void laterVariablesWin() throws IOException {
    Path file = Files.writeString(directory.resolve("env"), "A=file\nB=file\nHOME=/f\n");
    options.envFiles = List.of(file);
    options.env = List.of("A=option", "CALLER", "MISSING", "PATH=/p");
    List<String> env = build().process().env();
    assertAll(
        Stream.of("A=option", "B=file", "HOME=/f", "CALLER=yes", "PATH=/p")
            .map(variable -> () -> assertTrue(env.contains(variable), variable + " in " + env)));
    assertTrue(env.stream().noneMatch(variable -> variable.startsWith("MISSING")), "" + env);
    assertEquals(1, env.stream().filter(variable -> variable.startsWith("PATH=")).count());
  }

  @ParameterizedTest
  @CsvSource({"alice, 1000, 100, /home/alice", "1000, 1000, 100, /home/alice", "4242, 4242, 0, /"})
  void theUserIsLookedUpInTheContainersRoot(String user, long uid, long gid, String home) {
    options.user = user;
    ContainerProcess process = build().process();
    assertEquals(uid, process.user().uid());
    assertEquals(gid, process.user().gid());
    assertTrue(process.env().contains("HOME=" + home), process.env().toString());
  }

  @Test
  void anUnknownUserIsRefused() {
    options.user = "nobody-here";
    assertRefused("nobody-here");
  }

  @Test
  void backendsLimitsAndSecurityAreTakenOver() {
    options.networks.add("veth:nat");
    options.backends.put("fs", "bind");
    options.limits = List.of("pids:64");
    options.securityOptions = List.of("seccomp=unconfined", "new-privileges");
    options.capDrop = List.of("ALL");
    options.capAdd = List.of("KILL");
    options.readOnly = true;
    options.init = true;
    options.workdir = "/tmp";
    options.command = List.of("ls", "-l");
    ContainerSpec spec = build();
    assertEquals(
        Map.of(
            "net", new BackendChoice("veth", Map.of("nat", "")),
            "fs", new BackendChoice("bind", Map.of())),
        spec.backends());
    assertEquals(new LinuxPids(64), spec.resources().pids());
    assertFalse(spec.seccomp());
    assertFalse(spec.process().noNewPrivileges());
    assertEquals(List.of(Capability.CAP_KILL), List.copyOf(spec.process().capabilities()));
    assertTrue(spec.root().readonly() && spec.process().init());
    assertEquals("/tmp", spec.process().cwd());
    assertEquals(List.of("ls", "-l"), spec.process().args());
  }

  @ParameterizedTest
  @ValueSource(strings = {"seccomp", "seccomp=", "SECCOMP=unconfined", "", "apparmor=unconfined"})
  void anUnknownSecurityOptionIsRefusedWithTheKnownOnes(String option) {
    options.securityOptions = List.of(option);
    assertRefused("--security-opt=" + option + ": choose from seccomp=unconfined");
  }

  @Test
  void aRelativeRootIsTakenFromTheWorkingDirectory() throws IOException {
    options.rootfs = Path.of("src/../src/test");
    assertEquals(Path.of("src/test").toAbsolutePath(), build().root().path());
  }

  @Test
  void whatIsNeitherDirectoryNorArchiveIsRefused() throws IOException {
    options.rootfs = Files.writeString(directory.resolve("file"), "hello");
    assertRefused("neither a directory nor a tar archive");
    options.rootfs = directory.resolve("missing");
    assertRefused("no such file or directory");
    options.rootfs = Path.of("");
    assertRefused("--rootfs=: a directory or an archive is missing");
    options.rootfs = Path.of("/dev/null");
    assertRefused("--rootfs=/dev/null: neither a directory nor a file");
  }

  @Test
  void anArchiveIsForOverlayOnly() throws IOException {
    options.rootfs = Files.write(directory.resolve("root.tar"), tar());
    options.backends.put("fs", "bind");
    assertRefused("--fs=bind with --rootfs=" + options.rootfs + ": what is written would be lost");
    options.backends.put("fs", "overlay");
    Path unpacked = build().root().path();
    assertTrue(unpacked.startsWith(directory.resolve("state")), unpacked.toString());
    assertTrue(Files.isDirectory(unpacked));
  }

  @Test
  void aPlanUnpacksNothing() throws IOException {
    options.rootfs = Files.write(directory.resolve("root.tar"), tar());
    builder().withoutUnpacking().build();
    assertFalse(Files.exists(directory.resolve("state")));
  }

  /// One empty directory in ustar's format.
  private static byte[] tar() {
    byte[] header = new byte[512];
    put(header, 0, "etc/");
    put(header, 100, "0000755\0" + "0000000\0" + "0000000\0" + "00000000000\0" + "00000000000\0");
    put(header, 148, "        5");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    byte[] archive = new byte[512 + EMPTY_TAR.length];
    System.arraycopy(header, 0, archive, 0, header.length);
    return archive;
  }

  private static void put(byte[] target, int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      target[offset + i] = (byte) text.charAt(i);
    }
  }

  @Test
  void theLimitersOwnLimitsAreAskedForBeforeAnArchiveIsUnpacked() throws IOException {
    options.rootfs = Files.writeString(directory.resolve("no.tar"), "not a tar archive");
    options.limits = List.of("gpu:2,pids:5");
    UsageException refusal =
        assertThrows(
            UsageException.class,
            () ->
                builder()
                    .checking((limiter, limits) -> {
                      throw new UsageException(limiter + " " + limits.values());
                    })
                    .build());
    assertEquals("null {gpu=2}", refusal.getMessage());
  }

  @Test
  void aLimiterIsAskedOnlyIfItMattersWhatLimitsItHas() {
    List<String> asked = new ArrayList<>();
    LimitCheck check = (limiter, limits) -> asked.add(limiter + " " + limits.values());
    options.limits = List.of("pids:5");
    builder().checking(check).build();
    assertEquals(List.of(), asked);
    options.backends.put("limiter", "mine");
    builder().checking(check).build();
    assertEquals(List.of("BackendChoice[name=mine, options={}] {}"), asked);
    options.limits = List.of("gpu:2");
    assertEquals(Map.of("gpu", "2"), OwnLimits.of(builder().checking(check).build()).values());
  }

  private void assertRefused(String reason) {
    UsageException refusal = assertThrows(UsageException.class, this::build);
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  private ContainerSpec build() {
    return builder().build();
  }

  private SpecBuilder builder() {
    FfmLibc libc = new FfmLibc();
    return new SpecBuilder(
        options,
        new Accounts(libc),
        new RootfsArchive(libc, directory.resolve("leases"), ArchiveLimits.DEFAULT),
        StateRoot.of(directory.resolve("state")),
        rootfs,
        Sessions.of(Map.of("CALLER", "yes")),
        terminal);
  }
}
