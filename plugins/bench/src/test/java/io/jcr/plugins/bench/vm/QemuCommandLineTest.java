package io.jcr.plugins.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class QemuCommandLineTest {
  private static final VmSize SIZE = new VmSize(2, 512L << 20);

  private static List<String> lineWith(Acceleration acceleration) {
    return new QemuCommandLine(Path.of("/usr/bin/qemu"), acceleration, SIZE)
        .kernel(Path.of("/vmlinuz"), Path.of("/initramfs"))
        .words();
  }

  private static String valueOf(String option, List<String> words) {
    return words.get(words.indexOf(option) + 1);
  }

  @Test
  void processorsAndMemoryAreThoseOfTheSize() {
    assertEquals("2", valueOf("-smp", lineWith(Acceleration.TCG)));
    assertEquals("512", valueOf("-m", lineWith(Acceleration.TCG)));
  }

  @Test
  void theProcessorFollowsTheAcceleration() {
    assertEquals("kvm", valueOf("-accel", lineWith(Acceleration.KVM)));
    assertEquals("host", valueOf("-cpu", lineWith(Acceleration.KVM)));
    assertEquals("tcg", valueOf("-accel", lineWith(Acceleration.TCG)));
    assertEquals("max", valueOf("-cpu", lineWith(Acceleration.TCG)));
  }

  @Test
  void onlyAnEmulatedCounterIsDistrusted() {
    assertTrue(lineWith(Acceleration.TCG).getLast().contains(" tsc=unstable "));
    assertFalse(lineWith(Acceleration.KVM).getLast().contains("tsc"));
  }

  @Test
  void theFirstProgramIsBootMarkAndBecomesTheScript() {
    assertTrue(lineWith(Acceleration.TCG).getLast().endsWith(" rdinit=/boot-mark -- /vm-init"));
  }

  @Test
  void aCommaInAPathEndsNoOption() {
    List<String> words =
        new QemuCommandLine(Path.of("/usr/bin/qemu"), Acceleration.TCG, SIZE)
            .dataDisk(Path.of("/a,b"), true)
            .words();
    assertTrue(words.contains("if=none,id=data,format=raw,cache=none,aio=native,file=/a,,b"));
  }

  @Test
  void aUserNetworkReachesNobodyAndIsReachedByLoopbackOnly() {
    List<String> words =
        new QemuCommandLine(Path.of("/usr/bin/qemu"), Acceleration.TCG, SIZE)
            .userNetwork(40000, 80)
            .words();
    assertTrue(words.contains("user,id=net0,restrict=on,hostfwd=tcp:127.0.0.1:40000-:80"));
  }
}
