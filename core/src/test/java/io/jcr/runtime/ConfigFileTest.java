package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.HostException;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.Rlimit;
import io.jcr.api.Root;
import io.jcr.api.User;
import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.ResourceLimiter;
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

class ConfigFileTest {
  private static final ContainerSpec FULL =
      new ContainerSpec(
          "box",
          "box.example",
          new Root(Path.of("/srv/root"), true),
          new ContainerProcess(
              true,
              new User(1000, 100, List.of(5L)),
              List.of("/bin/sh", "-c", "echo \"a\""),
              List.of("A=b"),
              "/tmp",
              Set.of(Capability.CAP_KILL, Capability.CAP_CHOWN),
              true,
              List.of(new Rlimit(Rlimit.Resource.NOFILE, 10, Rlimit.INFINITY)),
              true),
          List.of(new Mount("/src", "bind", "/home/me", List.of("rbind", "ro"))),
          List.of(
              LinuxNamespace.create(NamespaceType.PID),
              LinuxNamespace.join(NamespaceType.NETWORK, Path.of("/run/netns/blue"))),
          new LinuxResources(
              new LinuxMemory(104857600),
              new LinuxCpu(50000, 100000, "0-1"),
              new LinuxPids(64),
              new LinuxBlockIO(0, 1048576, 0, 100)),
          List.of("/proc/kcore"),
          List.of("/proc/sys"),
          false,
          List.of(new IdMapping(0, 100000, 65536)),
          Map.of("net", new BackendChoice("netns", Map.of("blue", ""))));

  @TempDir Path bundle;

  @Test
  void isTheConfigOfTheOciRuntimeSpecWithTheBackends() throws IOException {
    ConfigFile.write(bundle, FULL, backends());
    assertEquals(
        """
        {
          "ociVersion" : "1.2.0",
          "process" : {
            "terminal" : true,
            "user" : {
              "uid" : 1000,
              "gid" : 100,
              "additionalGids" : [ 5 ]
            },
            "args" : [ "/bin/sh", "-c", "echo \\"a\\"" ],
            "env" : [ "A=b" ],
            "cwd" : "/tmp",
            "capabilities" : {
              "bounding" : [ "CAP_CHOWN", "CAP_KILL" ],
              "effective" : [ ],
              "permitted" : [ ]
            },
            "rlimits" : [ {
              "type" : "RLIMIT_NOFILE",
              "hard" : 18446744073709551615,
              "soft" : 10
            } ],
            "noNewPrivileges" : true
          },
          "root" : {
            "path" : "/srv/root",
            "readonly" : true
          },
          "hostname" : "box.example",
          "mounts" : [ {
            "destination" : "/src",
            "type" : "bind",
            "source" : "/home/me",
            "options" : [ "rbind", "ro" ]
          } ],
          "linux" : {
            "uidMappings" : [ {
              "containerID" : 0,
              "hostID" : 100000,
              "size" : 65536
            } ],
            "gidMappings" : [ {
              "containerID" : 0,
              "hostID" : 100000,
              "size" : 65536
            } ],
            "namespaces" : [ {
              "type" : "pid"
            }, {
              "type" : "network",
              "path" : "/run/netns/blue"
            } ],
            "resources" : {
              "memory" : {
                "limit" : 104857600
              },
              "cpu" : {
                "quota" : 50000,
                "period" : 100000,
                "cpus" : "0-1"
              },
              "pids" : {
                "limit" : 64
              },
              "blockIO" : {
                "throttleWriteBps" : 1048576,
                "throttleWriteIops" : 100
              }
            },
            "maskedPaths" : [ "/proc/kcore" ],
            "readonlyPaths" : [ "/proc/sys" ]
          },
          "init" : true,
          "seccomp" : "unconfined",
          "backends" : {
            "ns" : {
              "name" : "clone",
              "options" : { }
            },
            "fs" : {
              "name" : "overlay",
              "options" : { }
            },
            "net" : {
              "name" : "netns",
              "options" : {
                "blue" : ""
              }
            },
            "limiter" : {
              "name" : "cgroup-v2",
              "options" : { }
            }
          }
        }\
        """,
        text());
  }

  /// The environment may hold passwords.
  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    ConfigFile.write(bundle, SampleSpec.of("box"), backends());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(ConfigFile.in(bundle))));
  }

  @Test
  void rootHoldsWhatItIsBoundedBy() throws IOException {
    ConfigFile.write(bundle, SampleSpec.of("box"), backends());
    assertTrue(text().contains("\"permitted\" : [ \"CAP_"), this::text);
    assertTrue(text().contains("\"resources\" : { }"), this::text);
  }

  @Test
  void whatCannotBeWrittenIsOneSentence() {
    Path nowhere = bundle.resolve("nowhere");
    HostException failure =
        assertThrows(
            HostException.class, () -> ConfigFile.write(nowhere, SampleSpec.of("box"), backends()));
    assertTrue(
        failure.getMessage().startsWith("write " + nowhere.resolve("config.json") + ": "),
        failure.getMessage());
  }

  private static Backends backends() {
    return new Backends(
        named(Namespace.class, "clone"),
        named(Filesystem.class, "overlay"),
        named(Network.class, "netns"),
        named(ResourceLimiter.class, "cgroup-v2"));
  }

  private static <T extends Backend> T named(Class<T> type, String name) {
    T backend = mock(type);
    when(backend.name()).thenReturn(name);
    return backend;
  }

  private String text() {
    try {
      return Files.readString(ConfigFile.in(bundle));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
