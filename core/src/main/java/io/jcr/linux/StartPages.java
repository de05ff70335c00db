package io.jcr.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Pages of the JVM's library and of the AOT cache that start-up touched and nothing will touch
/// again: some 7 MB of a planner's 73. A long-running JVM gives them back to the kernel, which has
/// them in its page cache.
public final class StartPages {
  private static final int MADV_DONTNEED = 4;
  private static final int SMAPS_PATH = 5;
  private static final String KIND = "Anonymous:";

  private final Path smaps;
  private final Advice advice;

  /// madvise(2) with MADV_DONTNEED.
  interface Advice {
    void dontNeed(long address, long length);
  }

  StartPages(Path smaps, Advice advice) {
    this.smaps = smaps;
    this.advice = advice;
  }

  /// The pages of this process.
  public static StartPages ofProcess() {
    return new StartPages(
        Path.of("/proc/self/smaps"),
        (address, length) ->
            NativeCall.call(
                Syscall.MADVISE, "MADV_DONTNEED", null, address, length, MADV_DONTNEED));
  }

  /// Gives them back. This is limited to private mappings that nobody can write and that are
  /// identical to their file: where the dynamic linker or the JVM has changed something, the change
  /// would be lost.
  ///
  /// @throws IOException when the kernel does not report the mappings
  public void release() throws IOException {
    long begin = 0;
    long end = 0;
    for (String line : Files.readAllLines(smaps)) {
      if (line.startsWith(KIND)) {
        if (end > begin && line.substring(KIND.length()).strip().equals("0 kB")) {
          advice.dontNeed(begin, end - begin);
        }
        end = begin;
      } else if (line.indexOf('-') > 0
          && line.indexOf('-') < line.indexOf(' ')) { // its first line: BEGIN-END MODE …
        String[] words = line.split(" +", SMAPS_PATH + 1);
        boolean isFixed = words[1].startsWith("r-") && words[1].endsWith("p");
        boolean isOfFile = words.length > SMAPS_PATH && words[SMAPS_PATH].startsWith("/");
        int dash = words[0].indexOf('-');
        begin = Long.parseUnsignedLong(words[0].substring(0, dash), 16);
        end =
            isFixed && isOfFile ? Long.parseUnsignedLong(words[0].substring(dash + 1), 16) : begin;
      }
    }
  }
}
