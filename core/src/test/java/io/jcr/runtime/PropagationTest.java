package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The numbers are those of linux/mount.h.
class PropagationTest {
  @ParameterizedTest
  @CsvSource({
    "private,0x40000", "slave,0x80000", "shared,0x100000", "unbindable,0x20000",
    "rprivate,0x44000", "rslave,0x84000", "rshared,0x104000", "runbindable,0x24000"
  })
  void eachWordHasItsFlags(String word, String flags) {
    assertEquals(Long.decode(flags), Propagation.of(word));
  }

  @Test
  void otherWordsAreRefused() {
    UsageException refusal = assertThrows(UsageException.class, () -> Propagation.of("rrshared"));
    assertEquals(
        "rootfsPropagation 'rrshared': allowed are private, slave, shared, unbindable, and these"
            + " with an r in front",
        refusal.getMessage());
  }

  /// Never shared at first: the container's own mounts would show up on the host.
  @ParameterizedTest
  @CsvSource({
    "private,0x44000", "rprivate,0x44000", "unbindable,0x44000", "runbindable,0x44000",
    "slave,0x84000", "rslave,0x84000", "shared,0x84000", "rshared,0x84000"
  })
  void nothingIsSharedWithTheHostAtFirst(String word, String flags) {
    assertEquals(Long.decode(flags), Propagation.first(word));
  }
}
