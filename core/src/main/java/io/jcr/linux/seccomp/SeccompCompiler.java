package io.jcr.linux.seccomp;

import io.jcr.api.Errno;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.LinuxSeccomp.Action;
import io.jcr.api.LinuxSeccomp.Arg;
import io.jcr.api.LinuxSeccomp.Rule;
import io.jcr.api.UnsupportedException;
import io.jcr.api.op.InitOp.SockFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compiles the rules of [LinuxSeccomp] into a program for seccomp(2).
///
/// The program checks the architecture, finds the call with a binary search on its number, and then
/// tries the call's rules in order. It is written back to front, see [BpfProgram]: each part
/// receives the labels of what comes after it.
public final class SeccompCompiler {
  private static final String TSYNC = "SECCOMP_FILTER_FLAG_TSYNC"; // jcr-init has one thread

  /// Offsets in struct seccomp_data. Arguments have 64 bits, little-endian on both architectures.
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;
  private static final int ALL_ONES = 0xffff_ffff;

  private final BpfProgram program = new BpfProgram();
  private final Map<Integer, Integer> returns = new HashMap<>();

  private SeccompCompiler() {}

  /// The program for calls made under `architecture`'s ABI; others fail with ENOSYS.
  ///
  /// @throws UnsupportedException for anything that jcr-init cannot install
  public static List<SockFilter> compile(Architecture architecture, LinuxSeccomp rules) {
    return new SeccompCompiler().program(architecture, rules);
  }

  private List<SockFilter> program(Architecture architecture, LinuxSeccomp seccomp) {
    requireSupported(seccomp);
    int unknown = answer(Action.ERRNO, Errno.ENOSYS);
    int fallback = answer(seccomp.defaultAction(), seccomp.defaultErrnoRet());
    Map<String, Integer> targets = targets(seccomp, fallback);
    int[] byNumber = new int[SyscallTable.NEWEST + 2];
    Arrays.fill(byNumber, seccomp.defaultAction() == Action.ALLOW ? fallback : unknown);
    SyscallTable.Cursor calls = SyscallTable.calls(architecture);
    while (calls.next()) {
      byNumber[calls.number()] = targets.getOrDefault(calls.name(), fallback);
    }
    int dispatch = program.load(NUMBER, program.select(byNumber));
    program.load(ARCHITECTURE, program.ifEqual(architecture.audit(), dispatch, unknown));
    return program.instructions();
  }

  private static void requireSupported(LinuxSeccomp seccomp) {
    for (String flag : seccomp.flags()) {
      if (!flag.equals(TSYNC)) {
        throw new UnsupportedException(
            "seccomp", "the flag " + flag + " is not supported", "leave it out of config.json");
      }
    }
  }

  /// The dispatch target for each call that a rule names. Rules without conditions share a label;
  /// the others are written from last to first, each continuing at the next one.
  private Map<String, Integer> targets(LinuxSeccomp seccomp, int fallback) {
    Map<String, Integer> targets = HashMap.newHashMap(500);
    List<Rule> reversed = new ArrayList<>(seccomp.syscalls()).reversed();
    for (Rule rule : reversed) {
      int answer = answer(rule.action(), rule.errnoRet());
      for (String name : rule.names()) {
        int next = targets.getOrDefault(name, fallback);
        targets.put(name, all(rule.args(), answer, next));
      }
    }
    return targets;
  }

  private int answer(Action action, @Nullable Integer errno) {
    int data = action == Action.ERRNO || action == Action.TRACE ? errnoOf(errno) : 0;
    return returns.computeIfAbsent(action.value() | data, program::ret);
  }

  private static int errnoOf(@Nullable Integer errno) {
    return errno == null || errno == 0 ? Errno.EPERM : errno;
  }

  /// Goes to `yes` when all conditions hold.
  private int all(List<Arg> args, int yes, int no) {
    int label = yes;
    for (Arg arg : args.reversed()) {
      label = condition(arg, label, no);
    }
    return label;
  }

  private int condition(Arg arg, int yes, int no) {
    return switch (arg.op()) {
      case EQ -> equal(arg, yes, no);
      case NE -> equal(arg, no, yes);
      case GE -> above(arg, low(arg.value()), yes, no);
      case LT -> above(arg, low(arg.value()), no, yes);
      case GT -> greater(arg, yes, no);
      case LE -> greater(arg, no, yes);
      case MASKED_EQ -> maskedEqual(arg, yes, no);
    };
  }

  private int equal(Arg arg, int yes, int no) {
    int low = program.load(offset(arg, false), program.ifEqual(low(arg.value()), yes, no));
    return program.load(offset(arg, true), program.ifEqual(high(arg.value()), low, no));
  }

  private int greater(Arg arg, int yes, int no) {
    if (low(arg.value()) != ALL_ONES) {
      return above(arg, low(arg.value()) + 1, yes, no);
    }
    int high = high(arg.value());
    return high == ALL_ONES
        ? no
        : program.load(offset(arg, true), program.ifAtLeast(high + 1, yes, no));
  }

  /// Whether the argument is at least the number with the upper half of `arg` and the lower half
  /// `low`.
  private int above(Arg arg, int low, int yes, int no) {
    int high = high(arg.value());
    int lower = program.load(offset(arg, false), program.ifAtLeast(low, yes, no));
    int same = program.ifEqual(high, lower, no);
    int upper = high == ALL_ONES ? same : program.ifAtLeast(high + 1, yes, same);
    return program.load(offset(arg, true), upper);
  }

  private int maskedEqual(Arg arg, int yes, int no) {
    int low = half(arg, false, yes, no);
    return half(arg, true, low, no);
  }

  private int half(Arg arg, boolean upper, int yes, int no) {
    int mask = upper ? high(arg.value()) : low(arg.value());
    int wanted = upper ? high(arg.valueTwo()) : low(arg.valueTwo());
    if (mask == 0) {
      return wanted == 0 ? yes : no;
    }
    int compare = program.ifEqual(wanted, yes, no);
    return program.load(
        offset(arg, upper), mask == ALL_ONES ? compare : program.and(mask, compare));
  }

  private static int offset(Arg arg, boolean upper) {
    return ARGUMENTS + 8 * arg.index() + (upper ? 4 : 0);
  }

  private static int low(long value) {
    return (int) value;
  }

  private static int high(long value) {
    return (int) (value >>> 32);
  }
}
