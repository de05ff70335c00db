package io.jcr.rootfs;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The users and groups of a root file system, from its own `/etc/passwd` and `/etc/group`.
///
/// The root file system is not trusted, and another container may be writing to it. So the kernel
/// resolves paths inside it (`/etc/passwd` may be a symbolic link, but never leads to the host's
/// file), anything but a regular file is not opened (a fifo would block, and opening a device can
/// have effects), and the file that was checked is the one that is read.
public final class Accounts {
  private static final String PASSWD = "/etc/passwd";
  private static final String GROUP = "/etc/group";
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_ID_DIGITS = 10;
  private static final long MAX_ID = 0xffff_fffeL;

  private final Libc libc;

  public Accounts(Libc libc) {
    this.libc = libc;
  }

  /// The user that `-u` means, as in docker: a user by name or number, and optionally a group by
  /// name or number. Without a group, it is the user's own group from `/etc/passwd`, plus the
  /// groups that list the user in `/etc/group`; a number without an entry gets group 0. With a
  /// group, there are no others.
  ///
  /// @param spec `USER[:GROUP]`; anything consisting of digits is a number
  /// @throws UsageException when a name is unknown or a number is out of range
  /// @throws HostException when the files cannot be read
  public User resolve(Path rootfs, String spec) {
    int colon = spec.indexOf(':');
    String userName = colon < 0 ? spec : spec.substring(0, colon);
    if (userName.isEmpty() || colon == spec.length() - 1) {
      throw new UsageException("--user " + spec + ": expected UID, NAME, UID:GID or NAME:GROUP");
    }
    Long uid = id(spec, userName);
    List<String> entry =
        find(read(rootfs, PASSWD), uid == null ? 0 : 2, uid == null ? userName : uid.toString());
    if (uid == null && entry.isEmpty()) {
      throw unknown(spec, "user", userName, PASSWD);
    }
    long userId = uid == null ? entryId(entry, 2) : uid;
    if (colon >= 0) {
      return new User(userId, group(rootfs, spec, spec.substring(colon + 1)), List.of());
    }
    if (entry.isEmpty()) {
      return new User(userId, 0, List.of());
    }
    return new User(userId, entryId(entry, 3), groupsOf(rootfs, entry.getFirst()));
  }

  /// The home directory of `uid` in `/etc/passwd`.
  ///
  /// @throws HostException when the file cannot be read
  public Optional<String> home(Path rootfs, long uid) {
    List<String> entry = find(read(rootfs, PASSWD), 2, Long.toString(uid));
    return entry.size() > 5 && entry.get(5).startsWith("/")
        ? Optional.of(entry.get(5))
        : Optional.empty();
  }

  private long group(Path rootfs, String spec, String name) {
    Long gid = id(spec, name);
    if (gid != null) {
      return gid;
    }
    List<String> entry = find(read(rootfs, GROUP), 0, name);
    if (entry.isEmpty()) {
      throw unknown(spec, "group", name, GROUP);
    }
    return entryId(entry, 2);
  }

  private List<Long> groupsOf(Path rootfs, String user) {
    List<Long> groups = new ArrayList<>();
    for (List<String> entry : read(rootfs, GROUP)) {
      boolean member = entry.size() > 3 && List.of(entry.get(3).split(",")).contains(user);
      if (member && !groups.contains(entryId(entry, 2))) {
        groups.add(entryId(entry, 2));
      }
    }
    return groups;
  }

  /// The number that `text` represents, or null when it is a name.
  private static @Nullable Long id(String spec, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    if (text.length() > 18 || Long.parseLong(text) > MAX_ID) {
      throw new UsageException(
          "--user " + spec + ": the id " + text + " is not between 0 and " + MAX_ID);
    }
    return Long.valueOf(text);
  }

  private static long entryId(List<String> entry, int field) {
    return Long.parseLong(entry.get(field));
  }

  private static UsageException unknown(String spec, String kind, String name, String file) {
    return new UsageException(
        "--user "
            + spec
            + ": unknown "
            + kind
            + " '"
            + name
            + "': neither a number nor in "
            + file
            + " of the root file system");
  }

  /// The first entry with this value, or an empty list.
  private static List<String> find(List<List<String>> entries, int field, String value) {
    for (List<String> entry : entries) {
      if (entry.get(field).equals(value)) {
        return entry;
      }
    }
    return List.of();
  }

  /// The fields of all well-formed lines: those without a NUL, which no path or variable can hold,
  /// and whose ids are numbers in the usual form.
  private List<List<String>> read(Path rootfs, String file) {
    List<List<String>> entries = new ArrayList<>();
    for (String line : content(rootfs, file).split("\n", -1)) {
      String[] fields = line.split(":", -1);
      boolean passwd = file.equals(PASSWD);
      if (fields.length >= (passwd ? 4 : 3)
          && line.indexOf('\0') < 0
          && !fields[0].isEmpty()
          && isId(fields[2])
          && (!passwd || isId(fields[3]))) {
        entries.add(List.of(fields));
      }
    }
    return entries;
  }

  private static boolean isId(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    boolean isNumber = !text.isEmpty() && (text.length() == 1 || text.charAt(0) != '0');
    return isNumber && text.length() <= MAX_ID_DIGITS && Long.parseLong(text) <= MAX_ID;
  }

  private String content(Path rootfs, String file) {
    try {
      int root = libc.open(rootfs, Libc.O_PATH | Libc.O_DIRECTORY, 0);
      try {
        return content(root, file);
      } finally {
        libc.close(root);
      }
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
        return "";
      }
      throw new HostException("root file system " + rootfs, e, "");
    } catch (IOException e) {
      throw new HostException(
          "root file system " + rootfs + ": read " + file + ": " + e.getMessage());
    }
  }

  /// O_PATH opens nothing yet; the link in /proc then leads to the same file, whatever has happened
  /// to its name since.
  private String content(int root, String file) throws IOException {
    int handle =
        libc.openat2(root, file, Libc.O_PATH, Libc.RESOLVE_IN_ROOT | Libc.RESOLVE_NO_MAGICLINKS);
    try {
      Path opened = Path.of("/proc/self/fd/" + handle);
      BasicFileAttributes attributes = Files.readAttributes(opened, BasicFileAttributes.class);
      if (!attributes.isRegularFile() || attributes.size() > MAX_BYTES) {
        throw new IOException("not a regular file of at most 4 MiB");
      }
      try (InputStream in = Files.newInputStream(opened)) {
        return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      }
    } finally {
      libc.close(handle);
    }
  }
}
