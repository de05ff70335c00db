package io.jcr.linux.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallTableTest {
  static Map<String, Integer> numbers(Architecture architecture) {
    Map<String, Integer> numbers = new HashMap<>();
    SyscallTable.Cursor calls = SyscallTable.calls(architecture);
    while (calls.next()) {
      assertEquals(null, numbers.put(calls.name(), calls.number()), calls.name());
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource
  void eachNumberBelongsToOneCall(Architecture architecture) {
    Map<String, Integer> numbers = numbers(architecture);
    Set<Integer> distinct = new HashSet<>(numbers.values());
    assertEquals(numbers.size(), distinct.size());
    assertTrue(distinct.stream().allMatch(n -> n >= 0 && n <= SyscallTable.NEWEST));
    assertTrue(distinct.contains(SyscallTable.NEWEST));
  }

  @Test
  void namesAreComplete() {
    assertEquals(384, numbers(Architecture.X86_64).size());
    assertEquals(326, numbers(Architecture.AARCH64).size());
    assertTrue(numbers(Architecture.X86_64).keySet().stream().allMatch(n -> n.matches("\\w+")));
  }

  @Test
  void wellKnownNumbers() {
    Map<String, Integer> x86 = numbers(Architecture.X86_64);
    Map<String, Integer> arm = numbers(Architecture.AARCH64);
    assertEquals(0, x86.get("read"));
    assertEquals(63, arm.get("read"));
    assertEquals(59, x86.get("execve"));
    assertEquals(221, arm.get("execve"));
    assertEquals(165, x86.get("mount"));
    assertEquals(40, arm.get("mount"));
    assertEquals(null, arm.get("open"));
    // since 424 the numbers are the same everywhere
    for (String call : Set.of("pidfd_send_signal", "clone3", "mseal", "listns")) {
      assertEquals(x86.get(call), arm.get(call), call);
    }
  }

  @Test
  void agreesWithTheKernelsHeader() throws IOException {
    Path header = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
    assumeTrue(Files.exists(header), "requires linux-libc-dev on x86-64");
    Matcher define =
        Pattern.compile("#define __NR_(\\w+) (\\d+)").matcher(Files.readString(header));
    Map<String, Integer> numbers = numbers(Architecture.X86_64);
    int compared = 0;
    while (define.find()) {
      int number = Integer.parseInt(define.group(2));
      if (number <= SyscallTable.NEWEST) {
        assertEquals(number, numbers.get(define.group(1)), define.group(1));
        compared++;
      }
    }
    assertTrue(compared > 350, compared + " compared");
  }
}
