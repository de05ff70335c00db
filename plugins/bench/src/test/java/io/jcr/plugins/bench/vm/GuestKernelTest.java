package io.jcr.plugins.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuestKernelTest {
  @Test
  void aModuleBringsWhatItDependsOn() {
    List<String> index =
        List.of(
            "kernel/drivers/virtio/virtio.ko:",
            "kernel/drivers/net/virtio_net.ko: kernel/net/core/failover.ko kernel/drivers/virtio/virtio.ko",
            "kernel/fs/xfs/xfs.ko: kernel/lib/libcrc32c.ko",
            "kernel/drivers/firmware/qemu_fw_cfg.ko:");
    Set<String> wanted =
        Set.of(
            "kernel/drivers/net/virtio_net.ko",
            "kernel/net/core/failover.ko",
            "kernel/drivers/virtio/virtio.ko",
            "kernel/drivers/firmware/qemu_fw_cfg.ko");
    assertEquals(wanted, GuestKernel.needed(index));
  }
}
