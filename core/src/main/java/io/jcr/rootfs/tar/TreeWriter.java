package io.jcr.rootfs.tar;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the entries of an untrusted archive below a directory that nobody else writes to, and
/// nowhere else:
///
/// - names are resolved inside the directory by [TreePaths], never by letting the kernel follow a
///   link;
/// - whatever is in an entry's place is removed, never written through;
/// - hard links lead only to files of the archive;
/// - a directory's mode and time come last, when nothing more will be written into it.
///
/// As root, owners, devices and capabilities are kept; otherwise they are left out. Of the extended
/// attributes, `security.capability` and `user.*` are kept: others (SELinux labels,
/// `trusted.overlay.*`) belong to the machine that the archive came from, and would take effect
/// here.
public final class TreeWriter {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;
  private static final int DEFAULT_DIRECTORY_MODE = 0755;

  private final Path root;
  private final TreePaths paths;
  private final Libc libc;
  private final boolean privileged;
  private final Map<Path, TarEntry> directories = new LinkedHashMap<>();

  /// @param root an empty directory
  public TreeWriter(Path root, Libc libc) {
    this.root = root;
    this.paths = new TreePaths(root);
    this.libc = libc;
    this.privileged = libc.geteuid() == 0;
  }

  /// Writes one entry; its content comes from `reader`.
  ///
  /// @throws MalformedArchiveException when the entry would leave the directory or is impossible
  public void add(TarEntry entry, TarReader reader) throws IOException {
    try {
      Path target = paths.entry(entry.name());
      if (target.equals(root) && entry.type() != TarEntry.Type.DIRECTORY) {
        throw malformed(entry, "stands for the root itself and is not a directory");
      }
      switch (entry.type()) {
        case DIRECTORY -> directory(entry, target);
        case FILE -> file(entry, target, reader);
        case HARD_LINK -> hardLink(entry, target);
        case SYMBOLIC_LINK -> symbolicLink(entry, target);
        case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> node(entry, target);
      }
    } catch (InvalidPathException e) {
      throw new MalformedArchiveException(
          "entry "
              + ShownName.quoted(entry.name())
              + ": the name cannot be written in the character set of this locale (set"
              + " LC_ALL=C.UTF-8)",
          e);
    }
  }

  /// Gives directories their owners, modes and times.
  public void finish() throws IOException {
    List<Path> all = new ArrayList<>(directories.keySet());
    for (Path directory : all.reversed()) {
      if (Files.isDirectory(directory, NOFOLLOW)) {
        setAttributes(directory, directories.get(directory));
      }
    }
  }

  private void directory(TarEntry entry, Path target) throws IOException {
    BasicFileAttributes old = TreePaths.attributes(target);
    if (old == null || !old.isDirectory()) {
      remove(entry, target);
      paths.makeDirectory(target, DEFAULT_DIRECTORY_MODE);
    }
    directories.put(target, entry);
  }

  private void file(TarEntry entry, Path target, TarReader reader) throws IOException {
    remove(entry, target);
    try (FileChannel file =
        FileChannel.open(
            target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NOFOLLOW)) {
      reader.copyTo(file);
    }
    setAttributes(target, entry);
  }

  private void hardLink(TarEntry entry, Path target) throws IOException {
    Path source = paths.existing(entry.linkName());
    BasicFileAttributes file = source == null ? null : TreePaths.attributes(source);
    if (source == null || file == null || file.isDirectory()) {
      throw malformed(
          entry,
          "is a hard link to " + ShownName.quoted(entry.linkName()) + ", which is not a file");
    }
    if (!source.equals(target)) {
      remove(entry, target);
      Files.createLink(target, source);
    }
  }

  private void symbolicLink(TarEntry entry, Path target) throws IOException {
    if (entry.linkName().isEmpty()) {
      throw malformed(entry, "is a symbolic link to nothing");
    }
    remove(entry, target);
    Files.createSymbolicLink(target, Path.of(entry.linkName()));
    if (privileged) {
      setOwner(target, entry);
    }
    libc.setModified(target, entry.modified());
  }

  private void node(TarEntry entry, Path target) throws IOException {
    if (!privileged && entry.type() != TarEntry.Type.FIFO) {
      return;
    }
    remove(entry, target);
    int kind =
        switch (entry.type()) {
          case CHARACTER_DEVICE -> Libc.S_IFCHR;
          case BLOCK_DEVICE -> Libc.S_IFBLK;
          default -> Libc.S_IFIFO;
        };
    libc.mknod(target, kind | 0600, entry.major(), entry.minor());
    setAttributes(target, entry);
  }

  /// Makes room for an entry. A directory that is not empty stays: nothing already written may be
  /// lost, and no resolved path may change its meaning.
  private void remove(TarEntry entry, Path target) throws IOException {
    try {
      if (Files.deleteIfExists(target)) {
        directories.remove(target);
        paths.forget();
      }
    } catch (DirectoryNotEmptyException e) {
      throw new MalformedArchiveException(
          "entry " + ShownName.quoted(entry.name()) + " replaces a directory that is not empty", e);
    }
  }

  /// In this order, because a change of owner clears setuid bits and capabilities, and every change
  /// sets the time.
  private void setAttributes(Path target, @Nullable TarEntry entry) throws IOException {
    if (entry == null) {
      return;
    }
    if (privileged) {
      setOwner(target, entry);
    }
    for (Map.Entry<String, byte[]> attribute : entry.xattrs().entrySet()) {
      setAttribute(target, attribute.getKey(), attribute.getValue());
    }
    Files.setAttribute(target, "unix:mode", entry.mode());
    libc.setModified(target, entry.modified());
  }

  private static void setOwner(Path target, TarEntry entry) throws IOException {
    Files.setAttribute(target, "unix:uid", (int) entry.uid(), NOFOLLOW);
    Files.setAttribute(target, "unix:gid", (int) entry.gid(), NOFOLLOW);
  }

  private void setAttribute(Path target, String name, byte[] value) {
    boolean capability = name.equals("security.capability") && privileged;
    boolean user = name.startsWith("user.") && !name.startsWith("user.overlay.");
    if (capability || user) {
      try {
        libc.lsetxattr(target, name, value);
      } catch (ErrnoException e) {
        // user attributes are optional: not every file system or type of file supports them; but a
        // program would not work without its capability
        if (capability || (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EPERM)) {
          throw e;
        }
      }
    }
  }

  private static MalformedArchiveException malformed(TarEntry entry, String reason) {
    return new MalformedArchiveException("entry " + ShownName.quoted(entry.name()) + " " + reason);
  }
}
