package io.jcr.linux.seccomp;

import io.jcr.api.op.InitOp.SockFilter;
import java.util.ArrayList;
import java.util.List;

/// A classic BPF program, written back to front. Jumps only go forward, so the target of a jump has
/// already been written and its distance is known. A label is the number that each writing method
/// returns.
final class BpfProgram {
  private static final int LD_W_ABS = 0x20;
  private static final int ALU_AND_K = 0x54;
  private static final int JMP_JA = 0x05;
  private static final int JMP_JEQ_K = 0x15;
  private static final int JMP_JGE_K = 0x35;
  private static final int RET_K = 0x06;

  /// The largest value of `jt` and `jf`.
  private static final int MAX_JUMP = 255;

  private final List<SockFilter> reversed = new ArrayList<>();

  /// Ends the program with a SECCOMP_RET_… value.
  int ret(int value) {
    return add(new SockFilter(RET_K, 0, 0, value));
  }

  /// Loads the word at `offset` of struct seccomp_data, then continues at `next`.
  int load(int offset, int next) {
    fallThroughTo(next);
    return add(new SockFilter(LD_W_ABS, 0, 0, offset));
  }

  /// Keeps only the bits of `mask` in the loaded word, then continues at `next`.
  int and(int mask, int next) {
    fallThroughTo(next);
    return add(new SockFilter(ALU_AND_K, 0, 0, mask));
  }

  /// Goes to `yes` if the loaded word is `k`, else to `no`.
  int ifEqual(int k, int yes, int no) {
    return branch(JMP_JEQ_K, k, yes, no);
  }

  /// Goes to `yes` if the loaded word, as an unsigned number, is at least `k`, else to `no`.
  int ifAtLeast(int k, int yes, int no) {
    return branch(JMP_JGE_K, k, yes, no);
  }

  /// A binary search: goes to `targets[i]` if the loaded word, as an unsigned number, is i, and to
  /// the last target if it is greater. Neighbours with the same target count as one range.
  int select(int[] targets) {
    int ranges = 0;
    int[] from = new int[targets.length];
    int[] to = new int[targets.length];
    for (int i = 0; i < targets.length; i++) {
      if (ranges == 0 || to[ranges - 1] != targets[i]) {
        from[ranges] = i;
        to[ranges++] = targets[i];
      }
    }
    return select(from, to, 0, ranges - 1);
  }

  private int select(int[] from, int[] to, int first, int last) {
    if (first == last) {
      return to[first];
    }
    int middle = (first + last) / 2;
    int above = select(from, to, middle + 1, last);
    int below = select(from, to, first, middle);
    return ifAtLeast(from[middle + 1], above, below);
  }

  /// The finished program, beginning with what was written last.
  List<SockFilter> instructions() {
    return List.copyOf(reversed.reversed());
  }

  private int branch(int code, int k, int yes, int no) {
    int nearNo = near(no);
    int nearYes = near(yes);
    return add(new SockFilter(code, distance(nearYes), distance(nearNo), k));
  }

  /// `label`, or a jump to it when it is too far away for a branch. The limit is reduced by one
  /// because the path to the other target may put one more instruction in between.
  private int near(int label) {
    return distance(label) < MAX_JUMP ? label : jump(label);
  }

  private void fallThroughTo(int label) {
    if (distance(label) > 0) {
      jump(label);
    }
  }

  private int jump(int label) {
    return add(new SockFilter(JMP_JA, 0, 0, distance(label)));
  }

  /// How many instructions the next one would have to skip to get to `label`.
  private int distance(int label) {
    return reversed.size() - 1 - label;
  }

  private int add(SockFilter instruction) {
    reversed.add(instruction);
    return reversed.size() - 1;
  }
}
