package io.jcr.api;

/// One entry of `linux.devices` in the OCI runtime spec: a device node in the container.
///
/// @param path absolute path inside the container
/// @param type the kind of node, for mknod(2)
/// @param major major number; 0 for a FIFO
/// @param minor minor number; 0 for a FIFO
/// @param fileMode permission bits
/// @param uid its owner inside the container
/// @param gid its group inside the container
public record LinuxDevice(
    String path, Type type, long major, long minor, int fileMode, long uid, long gid) {
  /// The kinds of nodes, with their letters in the spec.
  public enum Type {
    /// A character device.
    CHAR("c", 0020000),
    /// A block device.
    BLOCK("b", 0060000),
    /// A named pipe.
    FIFO("p", 0010000);

    private final String letter;
    private final long mode;

    Type(String letter, long mode) {
      this.letter = letter;
      this.mode = mode;
    }

    /// Its letter in the spec.
    public String letter() {
      return letter;
    }

    /// The S_IF… bits of mknod(2).
    public long mode() {
      return mode;
    }

    /// The kind with this letter; `u` is a synonym of `c`.
    ///
    /// @throws UsageException when there is none
    public static Type of(String letter) {
      return switch (letter) {
        case "c", "u" -> CHAR;
        case "b" -> BLOCK;
        case "p" -> FIFO;
        default -> throw new UsageException("device type '" + letter + "': allowed are c, b and p");
      };
    }
  }

  public LinuxDevice {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("device path '" + path + "' is not absolute");
    }
  }
}
