package io.jcr.plugins.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MemoryTakenTest {
  private static final long MIB = 1 << 20;

  @Test
  void aQuietMachineSaysWhatEachTook() {
    MemoryTaken taken = new MemoryTaken(1000 * MIB, 900 * MIB, 998 * MIB, 10);
    assertEquals(9.9 * MIB, taken.each().orElseThrow(), 1);
  }

  /// Others gave more back than five instances took: -3.33 MiB each, by subtraction.
  @Test
  void itIsNeverNegative() {
    MemoryTaken taken = new MemoryTaken(1000 * MIB, 1016 * MIB, 1020 * MIB, 5);
    assertEquals(OptionalDouble.empty(), taken.each());
    assertEquals(20 * MIB, taken.drift(), 0);
  }

  @Test
  void whatIsLessThanTheDriftIsUnknown() {
    assertEquals(
        OptionalDouble.empty(), new MemoryTaken(1000 * MIB, 995 * MIB, 1020 * MIB, 5).each());
    assertEquals(
        OptionalDouble.empty(), new MemoryTaken(1000 * MIB, 990 * MIB, 980 * MIB, 5).each());
    assertTrue(new MemoryTaken(1000 * MIB, 900 * MIB, 980 * MIB, 5).each().isPresent());
  }

  /// Memory that grew is as much a drift as memory that shrank.
  @Test
  void theDriftHasNoSign() {
    assertEquals(30 * MIB, new MemoryTaken(1000 * MIB, 0, 970 * MIB, 1).drift(), 0);
    assertEquals(30 * MIB, new MemoryTaken(970 * MIB, 0, 1000 * MIB, 1).drift(), 0);
  }

  @Test
  void withoutInstancesNothingIsTaken() {
    assertEquals(OptionalDouble.empty(), new MemoryTaken(1000, 0, 1000, 0).each());
  }
}
