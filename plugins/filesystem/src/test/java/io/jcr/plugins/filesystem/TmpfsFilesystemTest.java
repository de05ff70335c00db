package io.jcr.plugins.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.op.InitOp;
import io.jcr.spi.Filesystem;
import io.jcr.spi.contract.FilesystemContract;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.StubHostFacts;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TmpfsFilesystemTest extends FilesystemContract {
  @Override
  protected Filesystem backend() {
    return new TmpfsFilesystem();
  }

  @Override
  protected Map<String, String> goodOptions() {
    return Map.of("size", "10%");
  }

  @Override
  protected List<Map<String, String>> badOptions() {
    return Stream.of("0", "M", "-1", "1T", "1.5G", "", "12345678901234567890")
        .map(size -> Map.of("size", size))
        .toList();
  }

  /// The layer is mounted before overlayfs uses it, as large as was asked for.
  @Test
  void theLayerIsInMemory() {
    List<InitOp> mount =
        backend()
            .prepare(
                spec("c1", Map.of("size", "16M")), RecordingHost.of("c1", StubHostFacts.root()))
            .mount();
    InitOp.MountOp first = (InitOp.MountOp) mount.getFirst();
    assertEquals("tmpfs", first.type());
    assertEquals("mode=0700,size=16M", first.data());
    InitOp.MountOp last = (InitOp.MountOp) mount.getLast();
    assertTrue(last.data().contains("upperdir=" + first.target() + "/upper,"), last.data());
  }
}
