package io.jcr.api.op;

import static java.util.Map.entry;

import io.jcr.api.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The options of an OCI [Mount], in the form that the kernel expects.
///
/// @param flags MS_… flags of mount(2)
/// @param attributes the same flags as MOUNT_ATTR_… of mount_setattr(2)
/// @param recursive whether `rbind` was among them
/// @param data the options for the file system
public record MountFlags(long flags, long attributes, boolean recursive, String data) {
  public static final long MS_RDONLY = 1;
  public static final long MS_NOSUID = 2;
  public static final long MS_NODEV = 4;
  public static final long MS_NOEXEC = 8;
  public static final long MS_REMOUNT = 32;
  public static final long MS_REC = 0x4000;
  public static final long MS_PRIVATE = 1 << 18;
  public static final long MS_SLAVE = 1 << 19;
  public static final long MS_RELATIME = 1 << 21;
  public static final long MS_STRICTATIME = 1 << 24;
  public static final long MS_NOATIME = 0x400;

  public static final long MOUNT_ATTR_IDMAP = 0x10_0000;
  public static final long MOUNT_ATTR_RDONLY = 1;
  public static final long MOUNT_ATTR_NOSUID = 2;
  public static final long MOUNT_ATTR_NODEV = 4;
  public static final long MOUNT_ATTR_NOEXEC = 8;
  public static final long MOUNT_ATTR_NOATIME = 0x10;
  public static final long MOUNT_ATTR_STRICTATIME = 0x20;

  private record Flag(long mount, long attribute) {}

  private static final Map<String, Flag> BY_OPTION =
      Map.ofEntries(
          entry("ro", new Flag(MS_RDONLY, MOUNT_ATTR_RDONLY)),
          entry("nosuid", new Flag(MS_NOSUID, MOUNT_ATTR_NOSUID)),
          entry("nodev", new Flag(MS_NODEV, MOUNT_ATTR_NODEV)),
          entry("noexec", new Flag(MS_NOEXEC, MOUNT_ATTR_NOEXEC)),
          entry("noatime", new Flag(MS_NOATIME, MOUNT_ATTR_NOATIME)),
          entry("strictatime", new Flag(MS_STRICTATIME, MOUNT_ATTR_STRICTATIME)),
          entry("relatime", new Flag(MS_RELATIME, 0)),
          entry("remount", new Flag(MS_REMOUNT, 0)),
          entry("rw", new Flag(0, 0)),
          entry("bind", new Flag(0, 0)),
          entry("rbind", new Flag(0, 0)),
          entry("noidmap", new Flag(0, 0)));

  /// Splits the options of `mount`.
  public static MountFlags of(Mount mount) {
    long flags = 0;
    long attributes = 0;
    List<String> data = new ArrayList<>();
    for (String option : mount.options()) {
      Flag flag = BY_OPTION.get(option);
      if (flag == null) {
        data.add(option);
      } else {
        flags |= flag.mount;
        attributes |= flag.attribute;
      }
    }
    return new MountFlags(
        flags, attributes, mount.options().contains("rbind"), String.join(",", data));
  }

  /// The operation that makes `mount` below `root`.
  public static InitOp operation(Mount mount, String root) {
    MountFlags split = of(mount);
    return mount.isBind()
        ? new InitOp.BindMount(
            root, mount.source(), mount.destination(), split.attributes, split.recursive ? 1 : 0)
        : new InitOp.MountOp(
            root, mount.source(), mount.destination(), mount.type(), split.flags, split.data);
  }
}
