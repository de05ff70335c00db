package io.jcr.linux.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.LinuxSeccomp;
import io.jcr.api.LinuxSeccomp.Action;
import io.jcr.api.LinuxSeccomp.Arg;
import io.jcr.api.LinuxSeccomp.Operator;
import io.jcr.api.LinuxSeccomp.Rule;
import io.jcr.api.UnsupportedException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompCompilerTest {
  private static final int ALLOW = 0x7fff_0000;
  private static final int EPERM = 0x0005_0001;
  private static final int ENOSYS = 0x0005_0026;
  private static final int KILL_PROCESS = 0x8000_0000;

  private static int run(LinuxSeccomp seccomp, String call, long... arguments) {
    int number = SyscallTableTest.numbers(Architecture.X86_64).get(call);
    return interpreter(seccomp).run(Architecture.X86_64.audit(), number, arguments);
  }

  private static BpfInterpreter interpreter(LinuxSeccomp seccomp) {
    return new BpfInterpreter(SeccompCompiler.compile(Architecture.X86_64, seccomp));
  }

  private static LinuxSeccomp rules(Action defaultAction, Rule... rules) {
    return new LinuxSeccomp(defaultAction, 0, List.of(), List.of(), List.of(rules));
  }

  private static Rule rule(Action action, Integer errno, Arg... args) {
    return new Rule(List.of("read", "nosuchcall"), action, errno, List.of(args));
  }

  @Test
  void theFirstRuleWhoseConditionsHoldAnswers() {
    LinuxSeccomp seccomp =
        rules(
            Action.ALLOW,
            rule(Action.ERRNO, 5, new Arg(0, 1, 0, Operator.EQ), new Arg(5, 7, 0, Operator.GT)),
            rule(Action.KILL_PROCESS, null, new Arg(0, 1, 0, Operator.EQ)),
            rule(Action.ERRNO, null, new Arg(0, 2, 0, Operator.EQ)));
    assertEquals(0x0005_0005, run(seccomp, "read", 1, 0, 0, 0, 0, 8));
    assertEquals(KILL_PROCESS, run(seccomp, "read", 1, 0, 0, 0, 0, 7));
    assertEquals(EPERM, run(seccomp, "read", 2, 0, 0, 0, 0, 8));
    assertEquals(ALLOW, run(seccomp, "read", 3, 0, 0, 0, 0, 8));
    assertEquals(ALLOW, run(seccomp, "write", 1, 0, 0, 0, 0, 8));
  }

  @Test
  void unknownNumbersAreAsOnAnOlderKernelUnlessAllIsAllowed() {
    int number = SyscallTable.NEWEST + 40;
    int arch = Architecture.X86_64.audit();
    assertEquals(ENOSYS, interpreter(rules(Action.ERRNO)).run(arch, number));
    assertEquals(ENOSYS, interpreter(rules(Action.KILL_PROCESS)).run(arch, number));
    assertEquals(ALLOW, interpreter(rules(Action.ALLOW)).run(arch, number));
    assertEquals(ENOSYS, interpreter(rules(Action.ALLOW)).run(Architecture.AARCH64.audit(), 0));
  }

  @ParameterizedTest
  @EnumSource
  void argumentsAreComparedAsUnsignedNumbersOf64Bits(Operator operator) {
    long[] values = {
      0,
      1,
      2,
      0x7fff_ffffL,
      0x8000_0000L,
      0xffff_ffffL,
      0x1_0000_0000L,
      0x1_ffff_ffffL,
      0xffff_ffff_0000_0000L,
      -2,
      -1
    };
    Random random = new Random(20261128);
    for (long value : values) {
      long two = operator == Operator.MASKED_EQ ? value & random.nextLong() : 0;
      Arg arg = new Arg(3, value, two, operator);
      LinuxSeccomp seccomp = rules(Action.ALLOW, rule(Action.ERRNO, 1, arg));
      for (long actual : values) {
        int expected = holds(operator, actual, value, two) ? EPERM : ALLOW;
        assertEquals(expected, run(seccomp, "read", 0, 0, 0, actual), actual + " " + arg);
      }
    }
  }

  private static boolean holds(Operator operator, long actual, long value, long two) {
    int order = Long.compareUnsigned(actual, value);
    return switch (operator) {
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case EQ -> order == 0;
      case GE -> order >= 0;
      case GT -> order > 0;
      case MASKED_EQ -> (actual & value) == two;
    };
  }

  @Test
  void flagsThatJcrInitCannotSetAreRefused() {
    LinuxSeccomp logged =
        new LinuxSeccomp(Action.ALLOW, 0, List.of(), List.of("SECCOMP_FILTER_FLAG_LOG"), List.of());
    assertThrows(
        UnsupportedException.class, () -> SeccompCompiler.compile(Architecture.X86_64, logged));
  }
}
