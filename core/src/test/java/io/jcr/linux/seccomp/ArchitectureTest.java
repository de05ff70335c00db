package io.jcr.linux.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UnsupportedException;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void architectureByTheJvmsName() {
    assertEquals(Architecture.X86_64, Architecture.of("amd64"));
    assertEquals(Architecture.AARCH64, Architecture.of("aarch64"));
    assertEquals(Architecture.of(System.getProperty("os.arch")), Architecture.current());
    assertEquals(
        "seccomp: no filter for the architecture riscv64 (x86_64 and aarch64 have one)",
        assertThrows(UnsupportedException.class, () -> Architecture.of("riscv64")).getMessage());
  }
}
