package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.spi.contract.SampleSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumesTest {
  private static final Path STATE = Path.of("/run/jcr/containers/c1");
  private static final Mount DATA = bind("/srv/data", "/data", "rbind", "ro");
  private static final Mount FILE = bind("/srv/file", "/file", "bind");
  private static final Mount RAW = bind("/srv/raw", "/raw", "rbind", "noidmap");
  private static final Mount TMPFS = new Mount("/x", "tmpfs", "tmpfs", List.of("size=1m"));

  private static Mount bind(String source, String destination, String... options) {
    return new Mount(destination, "bind", source, List.of(options));
  }

  private static ContainerSpec spec(Mount... mounts) {
    ContainerSpec s = SampleSpec.of("c1");
    ContainerProcess process = s.process();
    return new ContainerSpec(
        s.id(),
        s.hostname(),
        s.root(),
        process,
        List.of(mounts),
        s.namespaces(),
        s.resources(),
        s.maskedPaths(),
        s.readonlyPaths(),
        s.seccomp(),
        s.backends());
  }

  private static ContainerSpec withUser(ContainerSpec spec) {
    return spec.withNamespaces(List.of(LinuxNamespace.create(NamespaceType.USER)))
        .withIdMappings(List.of(new IdMapping(0, 200_000, 65_536)));
  }

  @Test
  void withoutAUserNamespaceTheyAreMountedAsTheyAre() {
    Volumes volumes = new Volumes(spec(DATA, TMPFS, RAW), STATE);
    assertEquals(List.of(), volumes.mapping());
    assertEquals(List.of(DATA, TMPFS, RAW), volumes.mounts());
  }

  @Test
  void withOneTheirIdsAreMappedFirst() {
    Volumes volumes = new Volumes(withUser(spec(DATA, TMPFS, FILE)), STATE);
    assertEquals(List.of(mapped("/srv/data", 0, 1), mapped("/srv/file", 1, 0)), volumes.mapping());
    assertEquals(
        List.of(
            bind(STATE + "/volumes/0", "/data", "rbind", "ro"),
            TMPFS,
            bind(STATE + "/volumes/1", "/file", "bind")),
        volumes.mounts());
  }

  @Test
  void whatShallNotBeMappedIsNot() {
    Volumes volumes = new Volumes(withUser(spec(RAW)), STATE);
    assertEquals(List.of(), volumes.mapping());
    assertEquals(List.of(RAW), volumes.mounts());
  }

  private static InitOp mapped(String source, int place, long recursive) {
    return new InitOp.BindMount(
        "", source, STATE + "/volumes/" + place, MountFlags.MOUNT_ATTR_IDMAP, recursive);
  }
}
