package io.jcr.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process that took a flock(2), as `/proc/locks` names it. A lock outlives the process that took
/// it as long as a child of that process has the descriptor: then nobody is named.
///
/// @param pid the process
/// @param parent its parent
/// @param name what it calls itself
/// @param dying whether it is a zombie, is on its way out, or is about to see a SIGKILL
public record LockOwner(long pid, long parent, String name, boolean dying) {
  /// The fields of `/proc/PID/stat` behind the name, and the bit that the kernel sets in `flags`
  /// when do_exit() begins.
  private static final int STATE = 0;

  private static final int PARENT = 1;
  private static final int FLAGS = 6;
  private static final long PF_EXITING = 4;

  private static final long SIGKILL_BIT = 1L << (9 - 1);
  private static final int HEXADECIMAL = 16;

  /// Those that hold a lock on `file`, unless they have ended or live in a PID namespace that
  /// cannot be seen from here.
  public static List<LockOwner> of(Path file) {
    List<LockOwner> owners = new ArrayList<>();
    try {
      // The inode is enough: the device of a btrfs subvolume has another number in stat(2).
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

  /// @param stat what proc_pid_stat(5) describes
  /// @param status what proc_pid_status(5) describes
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

  /// Whether a SIGKILL is on its way: as soon as one is sent to any thread, the kernel puts it on
  /// every one.
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
