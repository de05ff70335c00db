package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The defaults that nobody has to ask for.
@WithJcr
class SecurityIT {
  /// Docker's default set.
  private static final Set<String> DEFAULTS =
      Set.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_NET_RAW",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETFCAP",
          "CAP_SETPCAP",
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_CHROOT",
          "CAP_KILL",
          "CAP_AUDIT_WRITE");

  private static Json probe(Jcr jcr, String section, String... options) {
    List<String> arguments = new ArrayList<>(List.of("--net=none"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--", "jcr-probe", section));
    return jcr.inside(arguments.toArray(String[]::new)).json().get(section);
  }

  private static Set<String> names(Json capabilities, String set) {
    return Set.copyOf(capabilities.get(set).get("names").strings());
  }

  @Test
  void capabilitiesAreDockersDefaults(Jcr jcr) {
    Json capabilities = probe(jcr, "capabilities");

    for (String set : List.of("effective", "permitted", "bounding")) {
      assertEquals(DEFAULTS, names(capabilities, set), set);
    }
    assertEquals(Set.of(), names(capabilities, "inheritable"));
    assertEquals(Set.of(), names(capabilities, "ambient"));
  }

  @Test
  void capabilitiesAreAddedAndDropped(Jcr jcr) {
    Json capabilities =
        probe(jcr, "capabilities", "--cap-add=NET_ADMIN,cap_sys_nice", "--cap-drop=CHOWN,CAP_KILL");

    Set<String> expected = new TreeSet<>(DEFAULTS);
    expected.addAll(List.of("CAP_NET_ADMIN", "CAP_SYS_NICE"));
    expected.removeAll(List.of("CAP_CHOWN", "CAP_KILL"));
    assertEquals(expected, new TreeSet<>(names(capabilities, "effective")));
    assertEquals(expected, new TreeSet<>(names(capabilities, "bounding")));
  }

  @Test
  void allCapabilitiesAreDropped(Jcr jcr) {
    Json capabilities = probe(jcr, "capabilities", "--cap-drop=ALL");

    assertEquals(Set.of(), names(capabilities, "effective"));
    assertEquals(Set.of(), names(capabilities, "bounding"));
    jcr.run("--net=none", "--cap-drop=ALL", "--", "chown", "1", "/tmp").exited(1);
  }

  @Test
  void aCapabilityThatIsAddedWorks(Jcr jcr) {
    jcr.run("--net=none", "--", "ip", "link", "set", "lo", "down").exited(2);
    jcr.inside("--net=none", "--cap-add=NET_ADMIN", "--", "ip", "link", "set", "lo", "down");
  }

  @Test
  void noNewPrivilegesUnlessAskedFor(Jcr jcr) {
    assertTrue(probe(jcr, "noNewPrivileges").flag());
    assertFalse(probe(jcr, "noNewPrivileges", "--security-opt=new-privileges").flag());
  }

  @Test
  void systemCallsAreFiltered(Jcr jcr) {
    Json calls = probe(jcr, "syscalls");

    for (String call :
        List.of(
            "mount",
            "pivot_root",
            "setns",
            "init_module",
            "kexec_load",
            "bpf",
            "add_key",
            "keyctl",
            "open_by_handle_at",
            "perf_event_open",
            "reboot",
            "swapon",
            "unshare(CLONE_NEWNS)",
            "unshare(CLONE_NEWUSER)",
            "userfaultfd",
            "clock_settime",
            "move_mount",
            "fsopen")) {
      assertEquals("EPERM", calls.members().get(call), call);
    }
    assertEquals("ENOSYS", calls.members().get("clone3"));
    assertEquals("ENOSYS", calls.members().get("unknown"));
    assertEquals("filter", probe(jcr, "seccomp").get("mode").text());
  }

  /// The audit log has no namespaces: a container that could write to it could forge records, of
  /// logins for instance.
  @Test
  void theHostsAuditLogIsOutOfReach(Jcr jcr) {
    String socket = "socket(NETLINK_AUDIT)";
    assertEquals("EINVAL", outcome(jcr, socket));
    assertNotEquals("EINVAL", outcome(jcr, socket, "--cap-add=AUDIT_CONTROL"));
    assertNotEquals("EINVAL", outcome(jcr, socket, "--security-opt=seccomp=unconfined"));
  }

  @Test
  void xdpSocketsAreForThoseWhoMayLoadPrograms(Jcr jcr) {
    assertEquals("EPERM", outcome(jcr, "socket(AF_XDP)"));
    // what the kernel itself says: EAFNOSUPPORT where it was built without them
    assertNotEquals("EPERM", outcome(jcr, "socket(AF_XDP)", "--cap-add=BPF"));
  }

  /// They are docker's default, for ping and tcpdump; what can be sent with them is filtered
  /// (SpoofingIT).
  @Test
  void packetSocketsGoWithTheirCapability(Jcr jcr) {
    assertEquals("ok", outcome(jcr, "socket(AF_PACKET)"));
    assertEquals("EPERM", outcome(jcr, "socket(AF_PACKET)", "--cap-drop=NET_RAW"));
    assertEquals("EPERM", outcome(jcr, "socket(SOCK_RAW)", "--cap-drop=NET_RAW"));
  }

  private static String outcome(Jcr jcr, String call, String... options) {
    return String.valueOf(probe(jcr, "syscalls", options).members().get(call));
  }

  /// The audit log names who logged in by an id that each process inherits. The kernel lets anybody
  /// set one that was never set, and nobody without CAP_AUDIT_CONTROL change it.
  @Test
  void whoLoggedInStaysOnRecord(Jcr jcr) {
    Requires.file(Path.of("/proc/self/loginuid"), "the kernel has no audit");
    Jcr loggedIn =
        jcr.through("sh", "-c", "echo 1000 > /proc/self/loginuid; exec \"$@\"", "logged-in");
    String script = "echo 0 > /proc/self/loginuid; cat /proc/self/loginuid";

    Result result = loggedIn.run("--net=none", "--", "sh", "-c", script).exited(0);

    assertEquals("1000", result.output().strip());
    assertTrue(result.errors().contains("Operation not permitted"), result.errors());
  }

  @Test
  void theFilterCanBeTakenOff(Jcr jcr) {
    assertEquals(
        "disabled", probe(jcr, "seccomp", "--security-opt=seccomp=unconfined").get("mode").text());
  }

  @Test
  void mountingFails(Jcr jcr) {
    Result result = jcr.run("--net=none", "--", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
    assertNotEquals(0, result.status());
    assertTrue(result.errors().matches("(?si).*(not permitted|denied).*"), result.errors());

    Result allowed =
        jcr.run("--net=none", "--cap-add=SYS_ADMIN", "--", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
    allowed.exited(0);
  }

  /// All that can be read on this host, and is hidden by default.
  @Test
  void pathsAreMasked(Jcr jcr) {
    Map<String, String> outside =
        states(Json.parse(jcr.onHost("jcr-probe", "maskedPaths").awaitEnd().output()));
    Map<String, String> inside =
        states(jcr.inside("--net=none", "--", "jcr-probe", "maskedPaths").json());

    assertEquals(outside.keySet(), inside.keySet());
    inside.forEach((path, state) -> {
      if (!outside.get(path).equals("missing")) {
        assertTrue(Set.of("null", "empty").contains(state), path + " is " + state);
      }
    });
    for (String path : List.of("/proc/timer_list", "/proc/vmallocinfo", "/proc/key-users")) {
      assertEquals("readable", outside.get(path), path + " of the host");
    }
  }

  private static Map<String, String> states(Json probe) {
    return probe
        .get("maskedPaths")
        .elements()
        .collect(
            Collectors.toMap(path -> path.get("path").text(), path -> path.get("state").text()));
  }

  @Test
  void pathsAreReadOnly(Jcr jcr) {
    assertEquals(
        List.of(),
        probe(jcr, "readonlyPaths")
            .elements()
            .filter(path -> path.get("writable").flag())
            .map(path -> path.get("path").text())
            .toList());
  }

  @Test
  void onlyTheStandardDevicesAreThere(Jcr jcr) {
    Set<String> nodes =
        probe(jcr, "devices")
            .elements()
            .filter(device -> !device.get("type").text().equals("link"))
            .map(device -> device.get("path").text())
            .collect(Collectors.toSet());

    assertEquals(
        Set.of(
            "/dev/null",
            "/dev/zero",
            "/dev/full",
            "/dev/random",
            "/dev/urandom",
            "/dev/tty",
            "/dev/pts/ptmx"),
        nodes);
  }

  @Test
  void theSessionKeyringIsItsOwn(Jcr jcr) {
    Json[] keyrings = {
      probe(jcr, "keyring", "--security-opt=seccomp=unconfined"),
      Json.parse(jcr.onHost("jcr-probe", "keyring").awaitEnd().output()).get("keyring")
    };
    assertNotEquals(keyrings[1].get("session").value(), keyrings[0].get("session").value());
  }

  /// CVE-2019-5736: what a container can see of jcr-init is a sealed copy. That it cannot be opened
  /// for writing while it runs (ETXTBSY) would not help: it can be kept open and written to later.
  @Test
  void whatAContainerSeesOfJcrInitIsASealedCopy(Jcr jcr) {
    try (Started container = jcr.start("--net=none", "--init", "--", "sig-print")) {
      container.awaitLine("ready.*");
      Proc init = container.container();
      for (Proc process : List.of(init, container.proc())) {
        assertEquals(
            Optional.of("/memfd:jcr-init (deleted)"),
            process.link("exe"),
            "the program of " + process.name());
        assertEquals(
            LibC.SEAL_SEAL | LibC.SEAL_SHRINK | LibC.SEAL_GROW | LibC.SEAL_WRITE,
            LibC.seals("/proc/" + process.pid() + "/exe"),
            process.toString());
      }
    }
  }

  @Test
  void jcrInitCannotBeWrittenFromInside(Jcr jcr) throws IOException {
    Path program = Jcr.HOME.resolve("libexec/jcr-init");
    FileTime before = Files.getLastModifiedTime(program);
    String script = "echo x > /proc/1/exe; cat /proc/1/comm";
    Result result =
        jcr.run("--net=none", "--init", "--cap-add=SYS_PTRACE", "--", "sh", "-c", script);

    assertTrue(result.errors().matches("(?s).*/proc/1/exe.*"), result.errors());
    assertEquals(before, Files.getLastModifiedTime(program));
    jcr.inside("--net=none", "--", "true");
  }

  /// Not dumpable is only whoever joins namespaces, and only until the program is executed. The
  /// signal is that with which the program dies when its supervisor does.
  @Test
  void deathSignalDumpabilityAndScore(Jcr jcr) {
    Json process = probe(jcr, "process");
    assertEquals("SIGKILL", process.get("parentDeathSignal").text());
    assertTrue(process.get("dumpable").flag(), process.toString());
    assertEquals(0, process.get("oomScoreAdj").number());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/proc/sys/kernel/hostname", "/proc/sysrq-trigger", "/sys/kernel/uevent_helper"})
  void theKernelsSettingsAreOutOfReach(String file, Jcr jcr) {
    assertNotEquals(0, jcr.run("--net=none", "--", "sh", "-c", "echo x > " + file).status());
  }

  @Test
  void setUserIdProgramsGainNothingUnlessAskedFor(Jcr jcr, @TempDir Path directory) {
    Path program = directory.resolve("probe");
    Jcr.host("cp", jcr.rootfs().resolve("usr/local/bin/jcr-probe").toString(), "" + program);
    Jcr.host("chmod", "4755", "" + program);
    Path rootfs = directory.resolve("rootfs");
    Jcr.host("cp", "-a", jcr.rootfs().toString(), "" + rootfs);
    Jcr.host("mv", "" + program, rootfs.resolve("bin/set-user-id").toString());

    assertEquals(1000, effectiveUser(jcr, rootfs, "--init"));
    assertEquals(0, effectiveUser(jcr, rootfs, "--security-opt=new-privileges"));
  }

  private static long effectiveUser(Jcr jcr, Path rootfs, String option) {
    return jcr.inside(
            "--net=none",
            "-u",
            "student",
            "--rootfs",
            "" + rootfs,
            option,
            "--",
            "set-user-id",
            "ids")
        .json()
        .get("ids.uid.effective")
        .number();
  }
}
