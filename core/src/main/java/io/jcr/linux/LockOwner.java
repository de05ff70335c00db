package io.jcr.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process that took a flock(2), as `/proc/locks` names it. A lock outlives that process as long
/// as one of its children has the descriptor; then no owner is reported.
///
/// @param pid the process
/// @param parent its parent
/// @param name its command name
/// @param dying whether it is a zombie, is exiting, or has a SIGKILL pending
public record LockOwner(long pid, long parent, String name, boolean dying) {
  /// The fields of `/proc/PID/stat` after the name, and the bit that the kernel sets in `flags`
  /// when do_exit() begins.
  private static final int STATE = 0;

  private static final int PARENT = 1;
  private static final int FLAGS = 6;
  private static final long PF_EXITING = 4;

  private static final long SIGKILL_BIT = 1L << (9 - 1);
  private static final int HEXADECIMAL = 16;

  /// The processes that hold a lock on `file`, except those that have ended or live in a PID
  /// namespace that is not visible from here.
  public static List<LockOwner> of(Path file) {
    List<LockOwner> owners = new ArrayList<>();
    try {
      // The inode is enough: for a btrfs subvolume, stat(2) reports a different device number.
      String inode = ":" + Files.getAttribute(file, "unix:ino");
      for (String line : read(Path.of("/proc/locks")).lines().toList()) {
        // 1: FLOCK  ADVISORY  WRITE 4711 00:19:1234 0 EOF
        List<String> fields = words(line);
        if (fields.contains("FLOCK") && !fields.contains("->")) {
          int at = fields.size() - 3;
          if (at > 0 && fields.get(at).endsWith(inode)) {
            add(Long.parseLong(fields.get(at - 1)), owners);
          }
        }
      }
    } catch (IOException e) {
      return List.of(); // the file has just gone
    }
    return owners;
  }

  private static void add(long pid, List<LockOwner> owners) {
    try {
      String stat = read(Path.of("/proc/" + pid + "/stat"));
      owners.add(parse(pid, stat, read(Path.of("/proc/" + pid + "/status"))));
    } catch (IOException e) {
      // it has just ended
    }
  }

  /// @param stat in the format of proc_pid_stat(5)
  /// @param status in the format of proc_pid_status(5)
  static LockOwner parse(long pid, String stat, String status) {
    int end = stat.lastIndexOf(')');
    List<String> fields = words(stat.substring(end + 1));
    String state = fields.get(STATE);
    boolean ends = (Long.parseLong(fields.get(FLAGS)) & PF_EXITING) != 0;
    return new LockOwner(
        pid,
        Long.parseLong(fields.get(PARENT)),
        stat.substring(stat.indexOf('(') + 1, end),
        state.equals("Z") || state.equals("X") || ends || isKilled(status));
  }

  /// Whether a SIGKILL is pending: when one is sent to any thread, the kernel makes it pending on
  /// all of them.
  private static boolean isKilled(String status) {
    for (String line : status.lines().toList()) {
      if (line.startsWith("SigPnd:") || line.startsWith("ShdPnd:")) {
        String mask = line.substring(line.indexOf(':') + 1).strip();
        if ((Long.parseUnsignedLong(mask, HEXADECIMAL) & SIGKILL_BIT) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || Character.isWhitespace(line.charAt(i))) {
        if (i > begin) {
          words.add(line.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    return words;
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
