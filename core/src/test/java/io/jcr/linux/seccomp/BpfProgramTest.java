package io.jcr.linux.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpfProgramTest {
  @Test
  void comparesUnsigned() {
    BpfProgram program = new BpfProgram();
    int low = program.ret(1);
    int high = program.ret(2);
    program.load(0, program.ifAtLeast(0x8000_0000, high, low));
    BpfInterpreter interpreter = new BpfInterpreter(program.instructions());
    assertEquals(1, interpreter.run(0, 0x7fff_ffff));
    assertEquals(2, interpreter.run(0, 0x8000_0000));
    assertEquals(2, interpreter.run(0, -1));
  }

  @Test
  void loadJumpsWhenItsSuccessorIsNotTheNext() {
    BpfProgram program = new BpfProgram();
    int target = program.ret(1);
    program.ret(2);
    program.load(0, target);
    assertEquals(1, new BpfInterpreter(program.instructions()).run(0, 0));
  }

  /// Both targets of a branch at every distance around the limit of 255.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 252, 253, 254, 255, 256, 257, 300, 1000})
  void jumpsAnyDistance(int distance) {
    for (int more = 0; more < 3; more++) {
      BpfProgram program = new BpfProgram();
      int yes = program.ret(1);
      fill(program, more);
      int no = program.ret(2);
      fill(program, distance);
      program.load(0, program.ifEqual(7, yes, no));
      BpfInterpreter interpreter = new BpfInterpreter(program.instructions());
      assertEquals(1, interpreter.run(0, 7));
      assertEquals(2, interpreter.run(0, 8));

      BpfProgram reverse = new BpfProgram();
      no = reverse.ret(2);
      fill(reverse, more);
      yes = reverse.ret(1);
      fill(reverse, distance);
      reverse.load(0, reverse.ifEqual(7, yes, no));
      interpreter = new BpfInterpreter(reverse.instructions());
      assertEquals(1, interpreter.run(0, 7));
      assertEquals(2, interpreter.run(0, 8));
    }
  }

  private static void fill(BpfProgram program, int instructions) {
    for (int i = 0; i < instructions; i++) {
      program.ret(99);
    }
  }

  @Test
  void selectFindsEachOfManyRanges() {
    BpfProgram program = new BpfProgram();
    int[] ends = new int[1000];
    Arrays.setAll(ends, i -> program.ret(i));
    int[] targets = new int[3000];
    Arrays.setAll(targets, i -> ends[i / 3]);
    program.load(0, program.select(targets));
    BpfInterpreter interpreter = new BpfInterpreter(program.instructions());
    for (int number = 0; number < 3000; number++) {
      assertEquals(number / 3, interpreter.run(0, number));
    }
    assertEquals(999, interpreter.run(0, -1));
  }

  @Test
  void selectMergesNeighboursOfOneTarget() {
    BpfProgram program = new BpfProgram();
    int a = program.ret(1);
    int b = program.ret(2);
    program.load(0, program.select(new int[] {a, a, a, b, b}));
    // two ends, one comparison, one load
    assertEquals(4, program.instructions().size());
    BpfInterpreter interpreter = new BpfInterpreter(program.instructions());
    assertEquals(1, interpreter.run(0, 2));
    assertEquals(2, interpreter.run(0, 3));
    assertEquals(2, interpreter.run(0, 5));
  }

  @Test
  void selectOfOneRangeNeedsNoComparison() {
    BpfProgram program = new BpfProgram();
    int only = program.ret(1);
    program.load(0, program.select(new int[] {only}));
    assertTrue(program.instructions().size() == 2);
    assertEquals(1, new BpfInterpreter(program.instructions()).run(0, 12));
  }
}
