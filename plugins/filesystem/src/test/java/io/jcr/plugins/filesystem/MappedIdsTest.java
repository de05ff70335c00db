package io.jcr.plugins.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jcr.api.ContainerSpec;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.MountFlags;
import io.jcr.spi.Filesystem;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.SampleSpec;
import io.jcr.spi.contract.StubHostFacts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In a user namespace.
class MappedIdsTest {
  private static final ContainerSpec SPEC =
      SampleSpec.of("c1")
          .withNamespaces(List.of(LinuxNamespace.create(NamespaceType.USER)))
          .withIdMappings(List.of(new IdMapping(0, 100000, 65536)));

  static Stream<Filesystem> all() {
    return Stream.of(
        new OverlayFilesystem(),
        new TmpfsFilesystem(),
        new BindFilesystem(),
        new ChrootFilesystem());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theGivenRootIsSeenThroughAMountThatMapsIds(Filesystem filesystem) {
    assertEquals(
        List.of(SPEC.root().path().toString()),
        mount(filesystem).stream()
            .filter(op ->
                op instanceof InitOp.BindMount bind
                    && (bind.attrSet() & MountFlags.MOUNT_ATTR_IDMAP) != 0)
            .map(op -> ((InitOp.BindMount) op).source())
            .toList());
  }

  @ParameterizedTest
  @MethodSource("all")
  void aLayerOfItsOwnBelongsToTheContainersRoot(Filesystem filesystem) {
    String data = "/var/lib/jcr/containers/c1/";
    List<InitOp> expected =
        switch (filesystem) {
          case OverlayFilesystem _ -> List.of(new InitOp.Chown(data + "upper", 100000, 100000));
          case TmpfsFilesystem _ ->
              List.of(new InitOp.Chown(data + "memory/upper", 100000, 100000));
          default -> List.of();
        };
    assertEquals(
        expected, mount(filesystem).stream().filter(InitOp.Chown.class::isInstance).toList());
  }

  private static List<InitOp> mount(Filesystem filesystem) {
    return filesystem.prepare(SPEC, RecordingHost.of("c1", StubHostFacts.root())).mount();
  }
}
