package io.jcr.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Hook;
import io.jcr.api.Hooks;
import io.jcr.api.HostException;
import io.jcr.api.IdMapping;
import io.jcr.api.Linux;
import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxCapabilities;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxDevice;
import io.jcr.api.LinuxDeviceCgroup;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxPersonality;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.LinuxTimeOffset;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.Root;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import io.jcr.spi.contract.SampleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
  private static final ContainerSpec FULL =
      new ContainerSpec(
          "box",
          "box.example",
          "example",
          new Root(Path.of("/srv/root"), true, false),
          new ContainerProcess(
              true,
              new User(1000, 100, List.of(5L)),
              List.of("/bin/sh", "-c", "echo \"a\""),
              List.of("A=b"),
              "/tmp",
              LinuxCapabilities.forUser(Set.of(Capability.CAP_KILL, Capability.CAP_CHOWN), 1000),
              true,
              List.of(new Rlimit(Rlimit.Resource.NOFILE, 10, Rlimit.INFINITY)),
              true,
              0077,
              -5),
          List.of(new Mount("/src", "bind", "/home/me", List.of("rbind", "ro"))),
          new Hooks(
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(new Hook("/bin/hook", List.of("hook", "a"), List.of("B=c"), 7)),
              List.of()),
          new Linux(
              List.of(
                  LinuxNamespace.create(NamespaceType.PID),
                  LinuxNamespace.join(NamespaceType.NETWORK, Path.of("/run/netns/blue"))),
              List.of(new IdMapping(0, 100000, 65536)),
              List.of(new LinuxDevice("/dev/null", LinuxDevice.Type.CHAR, 1, 3, 0666, 0, 0)),
              "/lab/box",
              new LinuxResources(
                  new LinuxMemory(104857600),
                  new LinuxCpu(50000, 100000, "0-1"),
                  new LinuxPids(64),
                  new LinuxBlockIO(0, 1048576, 0, 100)),
              "rslave",
              new LinuxSeccomp(
                  LinuxSeccomp.Action.ERRNO,
                  1,
                  List.of("SCMP_ARCH_X86_64"),
                  List.of("SECCOMP_FILTER_FLAG_TSYNC"),
                  List.of(
                      new LinuxSeccomp.Rule(
                          List.of("clone"),
                          LinuxSeccomp.Action.ALLOW,
                          null,
                          List.of(
                              new LinuxSeccomp.Arg(0, -1, 0, LinuxSeccomp.Operator.MASKED_EQ))))),
              Map.of("net.ipv4.ip_forward", "1"),
              List.of("/proc/kcore"),
              List.of("/proc/sys"),
              Map.of("monotonic", new LinuxTimeOffset(-5, 7)),
              LinuxPersonality.LINUX32),
          Map.of("org.example.key", "value"),
          Map.of("net", new BackendChoice("netns", Map.of("blue", ""))));

  @TempDir Path bundle;

  @Test
  void isTheConfigOfTheOciRuntimeSpec() throws IOException {
    Bundle.write(bundle, FULL);
    Path expected = Path.of("src/test/resources/io/jcr/oci/config.json");
    assertEquals(Files.readString(expected).strip(), text());
  }

  @Test
  void whatWasWrittenIsReadAsTheSame() {
    Bundle.write(bundle, FULL);
    assertEquals(FULL, Bundle.read(bundle, "box"));
  }

  /// The environment may hold passwords.
  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    Bundle.write(bundle, SampleSpec.of("box"));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(Bundle.config(bundle))));
  }

  @Test
  void rootHoldsWhatItIsBoundedBy() throws IOException {
    Bundle.write(bundle, SampleSpec.of("box"));
    assertTrue(text().contains("\"permitted\" : [ \"CAP_"), this::text);
    assertTrue(text().contains("\"resources\" : { }"), this::text);
  }

  @Test
  void whatCannotBeWrittenIsOneSentence() {
    Path nowhere = bundle.resolve("nowhere");
    HostException failure =
        assertThrows(HostException.class, () -> Bundle.write(nowhere, SampleSpec.of("box")));
    assertTrue(
        failure.getMessage().startsWith("write " + nowhere.resolve("config.json") + ": "),
        failure.getMessage());
  }

  private UsageException refused(String config) {
    return assertThrows(
        UsageException.class, () -> Bundle.parse(config, Path.of("/b"), "box"), config);
  }

  @Test
  void whatIsWrongIsNamedWithItsPlace() {
    assertTrue(refused("{").getMessage().contains("/b/config.json is not JSON: "));
    assertTrue(refused("{}").getMessage().endsWith("root is missing"));
    String start = "{\"root\": {\"path\": \"rootfs\"}, \"process\": {\"cwd\": \"/\", \"args\": ";
    assertTrue(
        refused(start + "[\"a\", 5]}}")
            .getMessage()
            .endsWith("process.args[1]: '5' is not a string"));
    assertTrue(refused(start + "[]}}").getMessage().endsWith("a process needs a command"));
    String linux = start + "[\"a\"]}, \"linux\": ";
    assertTrue(
        refused(linux + "{\"seccomp\": {\"defaultAction\": \"SCMP_ACT_NOTIFY\"}}}")
            .getMessage()
            .contains("linux.seccomp.defaultAction: 'SCMP_ACT_NOTIFY' is not known; allowed are"));
    assertTrue(
        refused(linux + "{\"uidMappings\": [{\"size\": 1}]}}")
            .getMessage()
            .contains("linux.gidMappings differ"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"timeout\": 0 | hooks.poststart[0].timeout: 0 is out of range: expected 1 to 2147483647 seconds",
        "\"timeout\": 4294967296 | hooks.poststart[0].timeout: 4294967296 is out of range: expected 1 to 2147483647 seconds",
        "\"env\": [\"A\"] | hook '/h': env 'A' is not NAME=VALUE",
        "\"env\": [\"=A\"] | hook '/h': env '=A' is not NAME=VALUE",
      })
  void aHookThatCannotBeIsRefused(String member, String message) throws IOException {
    Bundle.write(bundle, SampleSpec.of("box"));
    Path config = bundle.resolve("config.json");
    String hooks = "{\"hooks\": {\"poststart\": [{\"path\": \"/h\", " + member + "}]},";
    Files.writeString(config, Files.readString(config).replaceFirst("\\{", hooks));
    UsageException refusal = assertThrows(UsageException.class, () -> Bundle.read(bundle));
    assertEquals(config + ": " + message, refusal.getMessage());
  }

  @Test
  void whatOthersWriteIsRead() throws IOException {
    ContainerSpec spec =
        Bundle.parse(
            """
            {"ociVersion": "1.0.2", "unknown": {"a": [1]},
             "root": {"path": "rootfs"}, "process": {"cwd": "/", "args": ["sh"]},
             "mounts": [{"destination": "/d", "source": "/s", "options": ["rbind"]}],
             "linux": {"resources": {"memory": {"limit": -1}, "devices": [{"allow": false}]}}}
            """,
            Path.of("/b"),
            "c_1");
    assertEquals(Path.of("/b/rootfs"), spec.root().path());
    assertTrue(spec.root().given());
    assertEquals("c-1", spec.hostname());
    assertTrue(spec.mounts().getFirst().isBind());
    assertFalse(spec.resources().limited());
    assertEquals(
        List.of(new LinuxDeviceCgroup(false, "a", null, null, "rwm")), spec.resources().devices());
  }

  private String text() {
    try {
      return Files.readString(Bundle.config(bundle));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
