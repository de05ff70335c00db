package io.jcr.linux.seccomp;

import io.jcr.api.op.InitOp.SockFilter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Runs a classic BPF program as the kernel does, and like the kernel's checker refuses one that
/// could leave its end. It has the instructions that seccomp filters here are made of.
record BpfInterpreter(List<SockFilter> program) {
  BpfInterpreter {
    if (program.isEmpty() || program.size() > 4096) {
      throw new IllegalArgumentException(program.size() + " instructions");
    }
    for (int i = 0; i < program.size(); i++) {
      SockFilter at = program.get(i);
      boolean fits =
          switch (at.code()) {
            case 0x06 -> true;
            case 0x05 -> at.k() >= 0 && i + 1L + at.k() < program.size();
            case 0x20 -> at.k() >= 0 && at.k() < 64 && at.k() % 4 == 0 && i + 1 < program.size();
            case 0x54 -> i + 1 < program.size();
            case 0x15, 0x35 ->
                isByte(at.jt())
                    && isByte(at.jf())
                    && i + 1 + Math.max(at.jt(), at.jf()) < program.size();
            default -> false;
          };
      if (!fits) {
        throw new IllegalArgumentException("instruction " + i + ": " + at);
      }
    }
  }

  private static boolean isByte(int jump) {
    return jump >= 0 && jump <= 255;
  }

  /// The SECCOMP_RET_… value for a call.
  int run(int arch, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(number).putInt(arch).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    int accumulator = 0;
    int at = 0;
    while (true) {
      SockFilter instruction = program.get(at++);
      int k = instruction.k();
      switch (instruction.code()) {
        case 0x06 -> {
          return k;
        }
        case 0x05 -> at += k;
        case 0x20 -> accumulator = data.getInt(k);
        case 0x15 -> at += accumulator == k ? instruction.jt() : instruction.jf();
        case 0x54 -> accumulator &= k;
        default ->
            at +=
                Integer.compareUnsigned(accumulator, k) >= 0 ? instruction.jt() : instruction.jf();
      }
    }
  }
}
